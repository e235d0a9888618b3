"""One team on several chats: the one-time code that joins them, and who hears of a confirmed attempt."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.tables import (
    Candidate,
    Case,
    CaseEvent,
    CaseMessage,
    CaseTick,
    Chat,
    Drill,
    Indicator,
    JoinCode,
    Lead,
    OutboxRow,
    OwnNumber,
    Person,
    Team,
)

OF_A_TEAM = (
    Candidate,
    Case,
    CaseEvent,
    CaseMessage,
    CaseTick,
    Chat,
    Drill,
    Indicator,
    Lead,
    OutboxRow,
    OwnNumber,
    Person,
)


async def merge_teams(session: AsyncSession, kept: int, gone: int) -> None:
    """Everything of one team becomes the other's."""
    leads = select(Lead.platform + ":" + Lead.person).where(Lead.team_id == kept)
    is_known = (Lead.platform + ":" + Lead.person).in_(leads)
    await session.execute(delete(Lead).where(Lead.team_id == gone, is_known))
    numbers = select(OwnNumber.digest).where(OwnNumber.team_id == kept)
    await session.execute(delete(OwnNumber).where(OwnNumber.team_id == gone, OwnNumber.digest.in_(numbers)))
    await session.execute(delete(JoinCode).where(JoinCode.team_id == gone))
    for table in OF_A_TEAM:
        await session.execute(update(table).where(table.team_id == gone).values(team_id=kept))
    await session.execute(delete(Team).where(Team.id == gone))
    await session.flush()


async def use_code(session: AsyncSession, digest: str, now: datetime) -> int | None:
    """The team that a code leads to; used up by that. ``None``: unknown, used or too old."""
    query = select(JoinCode).where(JoinCode.digest == digest, JoinCode.expires_at > now)
    found = (await session.scalars(query)).one_or_none()
    if found is None:
        return None
    team_id = found.team_id
    await session.execute(delete(JoinCode).where(JoinCode.team_id == team_id))
    return team_id


async def find_elsewhere(session: AsyncSession, chat: Chat) -> list[Chat]:
    """The team's chats on other platforms, in other workspaces and groups: one of each place, the oldest."""
    query = select(Chat).where(Chat.team_id == chat.team_id, Chat.is_active).order_by(Chat.id)
    places: dict[tuple[str, str], Chat] = {}
    for one in await session.scalars(query):
        places.setdefault(_place(one), one)
    return [one for place, one in places.items() if place != _place(chat)]


def _place(chat: Chat) -> tuple[str, str]:
    """The chats of one workspace have the same readers."""
    return chat.platform, chat.chat.partition("/")[0]
