"""Teams, their chats, people and leads. A team appears with its chat's first alert, command or greeting."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.tables import Chat, Lead, Person, Team


async def find_chat(session: AsyncSession, platform: str, chat: str) -> Chat | None:
    """The chat, or ``None`` while it has never had an alert or a command."""
    query = select(Chat).where(Chat.platform == platform, Chat.chat == chat)
    return (await session.scalars(query)).one_or_none()


async def enter_chat(session: AsyncSession, platform: str, chat: str, now: datetime, title: str = "") -> Chat:
    """The chat; made, with a team of its own, the first time."""
    known = await find_chat(session, platform, chat)
    if known:
        return known
    team = Team(name=title, created_at=now)
    session.add(team)
    await session.flush()
    fresh = Chat(team_id=team.id, platform=platform, chat=chat, title=title, created_at=now)
    session.add(fresh)
    await session.flush()
    return fresh


async def find_person(session: AsyncSession, team_id: int, pseudonym: str, now: datetime) -> int:
    """The row of somebody, made the first time."""
    query = select(Person.id).where(Person.team_id == team_id, Person.pseudonym == pseudonym)
    known = (await session.scalars(query)).one_or_none()
    if known is not None:
        return known
    fresh = Person(team_id=team_id, pseudonym=pseudonym, created_at=now)
    session.add(fresh)
    await session.flush()
    return fresh.id


async def find_leads(session: AsyncSession, team_id: int, now: datetime) -> list[Lead]:
    """Everybody who is told of the team's alerts at this moment, deputies included."""
    is_valid = or_(Lead.until.is_(None), Lead.until > now)
    query = select(Lead).where(Lead.team_id == team_id, is_valid).order_by(Lead.id)
    return list(await session.scalars(query))
