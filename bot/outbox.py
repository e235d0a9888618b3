"""The outbox: replies written in the transaction that decides them, sent afterwards, at least once."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.messages import Button, Link, Reply
from bot.ports import Kind, Outgoing
from bot.tables import OutboxRow

KEY_LENGTH = 255
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
"""Before any clock, also one that was set back or an event's own."""


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a reply belongs to. ``key`` names what is answered: the same key again is a no-op."""

    key: str
    team_id: int
    at: datetime
    case_id: int | None = None


async def say(session: AsyncSession, outgoing: Outgoing, ticket: Ticket) -> None:
    """Put a reply into the outbox, within the caller's transaction."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    insert = sqlite_insert if is_sqlite else postgres_insert
    row = {
        "team_id": ticket.team_id,
        "case_id": ticket.case_id,
        "key": _short(f"{outgoing.platform}:{ticket.key}"),
        "lane": lane_of(outgoing),
        "platform": outgoing.platform,
        "chat": outgoing.chat,
        "thread": outgoing.thread,
        "kind": int(outgoing.kind),
        "reply_to": outgoing.reply_to,
        "edits": outgoing.edits,
        "to_user": outgoing.to_user,
        "token": outgoing.token,
        "body": asdict(outgoing.reply),
        "not_before": AT_ONCE,
        "created_at": ticket.at,
    }
    await session.execute(insert(OutboxRow).values(**row).on_conflict_do_nothing(index_elements=["key"]))


def lane_of(outgoing: Outgoing) -> str:
    """Rows of one lane wait for each other: a chat, a person in private, or a press (waits for nobody)."""
    if outgoing.kind is Kind.TOAST:
        return f"toast:{_short(outgoing.token)}"
    return f"person:{outgoing.to_user}" if outgoing.kind is Kind.NOTICE else f"chat:{outgoing.chat}"


async def find_waiting(
    session: AsyncSession, platform: str, now: datetime, in_hand: Collection[int], limit: int
) -> list[OutboxRow]:
    """Replies that may be sent now, the most urgent first."""
    query = (
        select(OutboxRow)
        .where(OutboxRow.status == "waiting", OutboxRow.platform == platform, OutboxRow.not_before <= now)
        .order_by(OutboxRow.kind, OutboxRow.id)
        .limit(limit + len(in_hand))
    )
    return [row for row in await session.scalars(query) if row.id not in in_hand][:limit]


async def find_sent(session: AsyncSession, case_id: int, kind: Kind) -> list[OutboxRow]:
    """Replies about a case that the platform knows under an id of its own."""
    query = select(OutboxRow).where(
        OutboxRow.case_id == case_id, OutboxRow.kind == int(kind), OutboxRow.sent_message != ""
    )
    return list(await session.scalars(query))


async def find_case_id(session: AsyncSession, platform: str, chat: str, sent_message: str) -> int | None:
    """The case that a message of ours in a chat is about."""
    query = select(OutboxRow.case_id).where(
        OutboxRow.platform == platform, OutboxRow.chat == chat, OutboxRow.sent_message == sent_message
    )
    return (await session.scalars(query.limit(1))).first()


def outgoing_of(row: OutboxRow) -> Outgoing:
    """The reply that a row holds."""
    return Outgoing(
        platform=row.platform,
        chat=row.chat,
        kind=Kind(row.kind),
        reply=_reply(row.body or {}),
        thread=row.thread,
        reply_to=row.reply_to,
        edits=row.edits,
        to_user=row.to_user,
        token=row.token,
    )


async def mark_sent(session: AsyncSession, row_id: int, sent_message: str, now: datetime) -> None:
    """Note what the platform made of it, and drop the words."""
    values: dict[str, Any] = {"status": "sent", "sent_message": sent_message, "sent_at": now, "body": None}
    await session.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(values))


async def mark_failed(session: AsyncSession, row_id: int, note: str) -> None:
    """Give a reply up for good, with the reason."""
    values: dict[str, Any] = {"status": "failed", "note": note[:200], "body": None}
    await session.execute(update(OutboxRow).where(OutboxRow.id == row_id).values(values))


async def put_off(session: AsyncSession, row: OutboxRow, until: datetime, note: str) -> None:
    """Try a reply again later; the whole lane waits with it."""
    mine = update(OutboxRow).where(OutboxRow.id == row.id)
    await session.execute(mine.values(attempts=OutboxRow.attempts + 1, note=note[:200]))
    waiting = update(OutboxRow).where(
        OutboxRow.status == "waiting",
        OutboxRow.platform == row.platform,
        OutboxRow.lane == row.lane,
        OutboxRow.not_before < until,
    )
    await session.execute(waiting.values(not_before=until))


def _reply(body: dict[str, Any]) -> Reply:
    return Reply(
        title=body.get("title", ""),
        lines=tuple(body.get("lines", ())),
        steps_title=body.get("steps_title", ""),
        steps=tuple(body.get("steps", ())),
        contact=body.get("contact", ""),
        buttons=tuple(Button(**button) for button in body.get("buttons", ())),
        links=tuple(Link(**link) for link in body.get("links", ())),
        language=body.get("language", "fr"),
    )


def _short(name: str) -> str:
    """A name that fits the column; a long one by its digest."""
    return name if len(name) <= KEY_LENGTH else hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()
