"""Teams, their chats, people and leads. A team appears with its chat's first alert, command or greeting."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from bot.tables import Chat, Lead, Person, Team


async def find_chat(session: AsyncSession, platform: str, chat: str) -> Chat | None:
    """The chat, or ``None`` while it has never had an alert or a command."""
    query = select(Chat).where(Chat.platform == platform, Chat.chat == chat)
    return (await session.scalars(query)).one_or_none()


async def find_team_id(session: AsyncSession, platform: str, chat: str) -> int | None:
    """The team of a chat; a chat that nobody entered yet belongs to the one of its workspace."""
    known = await find_chat(session, platform, chat)
    if known:
        return known.team_id
    workspace, slash, _ = chat.partition("/")
    if not slash:
        return None
    same = select(Chat.team_id).where(Chat.platform == platform, in_workspace(Chat.chat, workspace))
    return (await session.scalars(same.order_by(Chat.id).limit(1))).one_or_none()


def in_workspace(column: InstrumentedAttribute[str], workspace: str) -> ColumnElement[bool]:
    """Whether a column holds the id of a chat in a workspace (``workspace/chat``)."""
    return column.startswith(f"{workspace}/", autoescape=True)


async def enter_chat(session: AsyncSession, platform: str, chat: str, now: datetime, title: str = "") -> Chat:
    """The chat; made the first time, in the team of its workspace or in a team of its own."""
    known = await find_chat(session, platform, chat)
    if known:
        return known
    team_id = await find_team_id(session, platform, chat)
    if team_id is None:
        team = Team(name=title, created_at=now)
        session.add(team)
        await session.flush()
        team_id = team.id
    fresh = Chat(team_id=team_id, platform=platform, chat=chat, title=title, created_at=now)
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


async def find_pseudonyms(session: AsyncSession, people: Collection[int]) -> dict[int, str]:
    """The pseudonyms of these rows of people."""
    query = select(Person.id, Person.pseudonym).where(Person.id.in_(people))
    return {row[0]: row[1] for row in await session.execute(query)}


async def find_leads(session: AsyncSession, team_id: int, now: datetime) -> list[Lead]:
    """Everybody who is told of the team's alerts at this moment, deputies included."""
    is_valid = or_(Lead.until.is_(None), Lead.until > now)
    query = select(Lead).where(Lead.team_id == team_id, is_valid).order_by(Lead.id)
    return list(await session.scalars(query))


async def is_lead(session: AsyncSession, team_id: int, platform: str, person: str, now: datetime) -> bool:
    """Whether somebody leads the team at this moment, as a deputy or not."""
    leads = await find_leads(session, team_id, now)
    return bool(person) and any((one.platform, one.person) == (platform, person) for one in leads)
