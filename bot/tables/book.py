"""The case book: teams, their chats and people, cases and their history."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.base import Base


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
    given: Mapped[list[str] | None]  # what was given (patterns/checklists.yaml); None: nobody said yet
    asking: Mapped[str | None] = mapped_column(String(20))  # the lead's action that waits for a second press
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
