"""Leads: who is told of a team's alerts in private, and whether the notices arrive."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.tables import Lead


async def find_lead(session: AsyncSession, team_id: int, platform: str, person: str) -> Lead | None:
    """Somebody as a lead of this team, also one whose time is over."""
    query = select(Lead).where(Lead.team_id == team_id, Lead.platform == platform, Lead.person == person)
    return (await session.scalars(query)).one_or_none()


async def find_leaderships(session: AsyncSession, platform: str, person: str) -> list[Lead]:
    """All teams that somebody leads, one row each."""
    query = select(Lead).where(Lead.platform == platform, Lead.person == person).order_by(Lead.id)
    return list(await session.scalars(query))


async def add_lead(session: AsyncSession, wanted: Lead) -> bool:
    """Make somebody a lead without an end; False when that is so already."""
    known = await find_lead(session, wanted.team_id, wanted.platform, wanted.person)
    if known is None:
        session.add(wanted)
        await session.flush()
        return True
    was_over = known.until is not None
    known.until = None
    known.name = wanted.name or known.name
    return was_over
