"""The tables. Every row of the case book belongs to a team; no table holds a message's words but the inbox,
which gives its row up when the event has been dealt with."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    DateTime,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A point in time, always aware and in UTC, also on SQLite, which forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        return value.replace(tzinfo=UTC) if value is not None and value.tzinfo is None else value


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime, dict[str, Any]: JSON, list[str]: JSON}  # noqa: RUF012


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


class Team(Base):
    """One pharmacy's team. Appears with its first alert, command or greeting."""

    __tablename__ = "teams"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(255), default="")
    created_at: Mapped[datetime]


class Chat(Base):
    """A chat of a team, by the platform's own id."""

    __tablename__ = "chats"
    __table_args__ = (UniqueConstraint("platform", "chat"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    platform: Mapped[str] = mapped_column(String(20))
    chat: Mapped[str] = mapped_column(String(255))
    title: Mapped[str] = mapped_column(String(255), default="")
    is_active: Mapped[bool] = mapped_column(default=True)  # False once the bot was removed
    is_deaf: Mapped[bool] = mapped_column(default=False)  # it hears only what is addressed to it
    created_at: Mapped[datetime]


class Person(Base):
    """Somebody of a chat, by pseudonym: a keyed digest of team, platform and id."""

    __tablename__ = "people"
    __table_args__ = (UniqueConstraint("team_id", "pseudonym"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    pseudonym: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class Lead(Base):
    """Who is told of alerts in private. The platform's own id is needed to write to them."""

    __tablename__ = "leads"
    __table_args__ = (UniqueConstraint("team_id", "platform", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    platform: Mapped[str] = mapped_column(String(20))
    person: Mapped[str] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(255), default="")
    until: Mapped[datetime | None]  # a deputy's last moment
    can_write: Mapped[bool | None]  # whether the last private notice arrived; None: never tried
    created_at: Mapped[datetime]


class Case(Base):
    """One attempt or disclosure: one conversation. Its number is its id."""

    __tablename__ = "cases"
    __table_args__ = (
        Index("ix_cases_team_id_created_at", "team_id", "created_at"),
        Index("ix_cases_chat_id_last_at", "chat_id", "last_at"),
        {"sqlite_autoincrement": True},  # a number that was said is never given again
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id"))
    message: Mapped[str] = mapped_column(String(255))  # the message that opened it
    thread: Mapped[str] = mapped_column(String(255), default="")
    origin: Mapped[str] = mapped_column(String(20))  # "detector" or "report"
    category: Mapped[str | None] = mapped_column(String(20))
    source: Mapped[str | None] = mapped_column(String(20))
    way: Mapped[str | None] = mapped_column(String(20))  # phone, sms, email, visit, chat
    rules: Mapped[list[str]]
    score: Mapped[float]
    excerpt: Mapped[str | None] = mapped_column(Text)  # masked
    author_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    language: Mapped[str] = mapped_column(String(2))
    status: Mapped[str] = mapped_column(String(20), default="open")
    count: Mapped[int] = mapped_column(default=1)
    is_pending: Mapped[bool] = mapped_column(default=False)  # the caller may still be on the line
    is_given: Mapped[bool] = mapped_column(default=False)  # a secret was given
    created_at: Mapped[datetime]
    last_at: Mapped[datetime]  # time of the last message that belongs to it
    closed_at: Mapped[datetime | None]


class CaseMessage(Base):
    """A message that belongs to a case. The unique key makes a second processing a no-op."""

    __tablename__ = "case_messages"
    __table_args__ = (UniqueConstraint("platform", "chat", "message", "edit"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    platform: Mapped[str] = mapped_column(String(20))
    chat: Mapped[str] = mapped_column(String(255))
    message: Mapped[str] = mapped_column(String(255))
    edit: Mapped[str] = mapped_column(String(64), default="")
    album: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime]


class CaseEvent(Base):
    """One line of a case's history."""

    __tablename__ = "case_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    detail: Mapped[dict[str, Any]]
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
