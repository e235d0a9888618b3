"""The case book: opening, joining, noting. Works in the caller's transaction; keeps no message's words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Category, Message, Source
from bot.tables import Case, CaseEvent, CaseMessage, Chat

ONE_CONVERSATION = timedelta(minutes=15)
"""Repeats within this time of a case's last message join it."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a new case holds, beside its place. ``excerpt`` is masked."""

    origin: str  # "detector" or "report"
    category: Category | None
    source: Source | None
    rules: tuple[str, ...] = ()
    score: float = 0.0
    excerpt: str | None = None
    author_id: int | None = None
    language: str = "fr"
    is_pending: bool = False
    is_given: bool = False
    way: str | None = None
    given: tuple[str, ...] | None = None


async def find_case(session: AsyncSession, team_id: int, case_id: int) -> Case | None:
    """A case of this team."""
    return (
        await session.scalars(select(Case).where(Case.id == case_id, Case.team_id == team_id))
    ).one_or_none()


async def find_case_of(session: AsyncSession, message: Message) -> tuple[Case, CaseMessage] | None:
    """The case that a message, in whatever edition, belongs to already."""
    query = (
        select(Case, CaseMessage)
        .join(CaseMessage, CaseMessage.case_id == Case.id)
        .where(
            CaseMessage.platform == message.platform,
            CaseMessage.chat == message.chat,
            CaseMessage.message == message.message,
        )
        .order_by(CaseMessage.edit == message.edit)
    )
    rows = (await session.execute(query)).all()
    return (rows[-1][0], rows[-1][1]) if rows else None


async def find_album_case(session: AsyncSession, message: Message) -> Case | None:
    """The case that another piece of the same album opened."""
    if not message.album:
        return None
    query = (
        select(Case)
        .join(CaseMessage, CaseMessage.case_id == Case.id)
        .where(
            CaseMessage.platform == message.platform,
            CaseMessage.chat == message.chat,
            CaseMessage.album == message.album,
        )
        .limit(1)
    )
    return (await session.scalars(query)).one_or_none()


async def find_recent_cases(session: AsyncSession, chat: Chat, at: datetime) -> list[Case]:
    """Cases of a chat that nobody closed, whose last message is of the same conversation, newest first."""
    query = (
        select(Case)
        .where(
            Case.chat_id == chat.id,
            Case.status.in_(("open", "confirmed")),
            Case.last_at >= at - ONE_CONVERSATION,
            Case.last_at <= at + ONE_CONVERSATION,
        )
        .order_by(Case.last_at.desc(), Case.id.desc())
    )
    return list(await session.scalars(query))


async def open_case(session: AsyncSession, chat: Chat, message: Message, facts: Facts) -> Case:
    """A new case with its first message and the first line of its history."""
    case = Case(
        team_id=chat.team_id,
        chat_id=chat.id,
        message=message.message,
        thread=message.thread,
        origin=facts.origin,
        category=facts.category,
        source=facts.source,
        way=facts.way,
        rules=list(facts.rules),
        score=round(facts.score, 4),
        excerpt=facts.excerpt,
        author_id=facts.author_id,
        language=facts.language,
        is_pending=facts.is_pending,
        is_given=facts.is_given,
        given=None if facts.given is None else list(facts.given),
        status="open",
        count=1,
        created_at=message.at,
        last_at=message.at,
    )
    session.add(case)
    await session.flush()
    await add_message(session, case, message)
    await note(session, case, "opened", message.at, facts.author_id, origin=facts.origin)
    return case


async def add_message(session: AsyncSession, case: Case, message: Message) -> None:
    """Remember that a message (by its id) belongs to a case."""
    session.add(
        CaseMessage(
            team_id=case.team_id,
            case_id=case.id,
            platform=message.platform,
            chat=message.chat,
            message=message.message,
            edit=message.edit,
            album=message.album,
            at=message.at,
        )
    )
    case.last_at = max(case.last_at, message.at)
    await session.flush()


async def note(
    session: AsyncSession, case: Case, kind: str, at: datetime, actor_id: int | None = None, **detail: Any
) -> None:
    """Add a line to a case's history. ``detail`` holds no words of a message."""
    line = CaseEvent(
        team_id=case.team_id, case_id=case.id, kind=kind, actor_id=actor_id, detail=detail, at=at
    )
    session.add(line)
    await session.flush()


async def is_noted(session: AsyncSession, case: Case, kind: str) -> bool:
    """True when the history has such a line."""
    query = select(func.count()).where(CaseEvent.case_id == case.id, CaseEvent.kind == kind)
    return bool(await session.scalar(query))


async def count_reports(
    session: AsyncSession, team_id: int, author_id: int, since: datetime, until: datetime
) -> int:
    """Reports by one person between two moments, those that joined a case included."""
    is_report = or_(CaseEvent.kind == "reported", and_(CaseEvent.kind == "opened", Case.origin == "report"))
    query = (
        select(func.count())
        .select_from(CaseEvent)
        .join(Case, Case.id == CaseEvent.case_id)
        .where(
            CaseEvent.team_id == team_id,
            CaseEvent.actor_id == author_id,
            is_report,
            CaseEvent.at > since,
            CaseEvent.at < until,
        )
    )
    return int(await session.scalar(query) or 0)
