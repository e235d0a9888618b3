"""Leads: who is told of a team's alerts in private, and whether the notices arrive."""

from __future__ import annotations

from datetime import datetime

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


async def add_deputy(session: AsyncSession, wanted: Lead) -> datetime | None:
    """Make somebody a lead until ``wanted.until``; the end that holds now, ``None``: none."""
    known = await find_lead(session, wanted.team_id, wanted.platform, wanted.person)
    if known is None:
        session.add(wanted)
        await session.flush()
        return wanted.until
    if known.until is not None:
        known.until = wanted.until
        known.name = wanted.name or known.name
    return known.until


async def remove_lead(session: AsyncSession, gone: Lead) -> bool:
    """Somebody leads no more; False when he did not."""
    known = await find_lead(session, gone.team_id, gone.platform, gone.person)
    if known is None:
        return False
    await session.delete(known)
    await session.flush()
    return True
