"""Events on their way in, replies on their way out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.base import Base


class InboxRow(Base):
    """A raw event that nobody has dealt with yet. Belongs to no team: its chat is not known to have one."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("platform", "key"),
        Index("ix_inbox_platform_id", "platform", "id"),
        {"sqlite_autoincrement": True},  # an id that was ended never names another event
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(String(20))
    chat: Mapped[str] = mapped_column(String(255))
    key: Mapped[str] = mapped_column(String(255))
    payload: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class PoisonRow(Base):
    """An event that could not be dealt with: its delivery key and the kind of error, never its words."""

    __tablename__ = "poison"
    __table_args__ = (UniqueConstraint("platform", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    platform: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(255))
    error: Mapped[str] = mapped_column(String(100))
    at: Mapped[datetime]


class OutboxRow(Base):
    """A reply to send, then the note that it was sent (without its body)."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("key"),
        Index("ix_outbox_status_platform_kind_id", "status", "platform", "kind", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    key: Mapped[str] = mapped_column(String(255))  # names what is answered: a second one is a no-op
    platform: Mapped[str] = mapped_column(String(20))
    chat: Mapped[str] = mapped_column(String(255), default="")
    thread: Mapped[str] = mapped_column(String(255), default="")
    lane: Mapped[str] = mapped_column(String(270))  # rows of one lane are sent one after the other
    kind: Mapped[int]  # bot.ports.Kind
    reply_to: Mapped[str] = mapped_column(String(255), default="")
    edits: Mapped[str] = mapped_column(String(255), default="")
    to_user: Mapped[str] = mapped_column(String(255), default="")
    token: Mapped[str] = mapped_column(String(255), default="")
    body: Mapped[dict[str, Any] | None]  # the Reply; dropped once sent
    status: Mapped[str] = mapped_column(String(10), default="waiting")  # waiting, sent, failed
    attempts: Mapped[int] = mapped_column(default=0)
    not_before: Mapped[datetime]
    sent_message: Mapped[str] = mapped_column(String(255), default="")  # the platform's id of what was sent
    note: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
