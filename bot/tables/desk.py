"""What the desk keeps beside the case book."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.tables.base import Base


class Indicator(Base):
    """A number, link or address that a case names, in its one normal form (bot.indicators)."""

    __tablename__ = "indicators"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "value"),
        Index("ix_indicators_team_id_value", "team_id", "value"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(10))  # phone, link, email
    value: Mapped[str] = mapped_column(String(255))
    at: Mapped[datetime]


class OwnNumber(Base):
    """A colleague's own number, by keyed digest: never an indicator."""

    __tablename__ = "own_numbers"
    __table_args__ = (UniqueConstraint("team_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"))
    digest: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class CaseTick(Base):
    """A step of a case's checklist that was done, when and by whom."""

    __tablename__ = "case_ticks"
    __table_args__ = (UniqueConstraint("case_id", "step"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    step: Mapped[str] = mapped_column(String(40))  # its id in patterns/checklists.yaml
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    at: Mapped[datetime]


class Candidate(Base):
    """A masked example for the corpus: a wrong verdict that somebody pointed out."""

    __tablename__ = "candidates"
    __table_args__ = (UniqueConstraint("case_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    case_id: Mapped[int | None] = mapped_column(ForeignKey("cases.id", ondelete="SET NULL"))
    kind: Mapped[str] = mapped_column(String(20))  # "false-alarm" or "missed"
    text: Mapped[str] = mapped_column(Text)  # masked
    language: Mapped[str] = mapped_column(String(2))
    said_category: Mapped[str | None] = mapped_column(String(20))  # what the detector thought; None: nothing
    said_source: Mapped[str | None] = mapped_column(String(20))
    rules: Mapped[list[str]]  # the rules and features that fired
    score: Mapped[float]
    status: Mapped[str] = mapped_column(String(20), default="new")  # new, accepted, rejected
    label: Mapped[str | None] = mapped_column(String(10))  # what it is by the one who accepted it
    category: Mapped[str | None] = mapped_column(String(20))
    source: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]


class JoinCode(Base):
    """A one-time code that brings another chat into a team, by keyed digest."""

    __tablename__ = "join_codes"
    __table_args__ = (UniqueConstraint("digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]
    created_at: Mapped[datetime]


class Drill(Base):
    """An exercise of a team. Who noticed is known while it lasts, by pseudonym; then only totals are kept."""

    __tablename__ = "drills"

    id: Mapped[int] = mapped_column(primary_key=True)
    team_id: Mapped[int] = mapped_column(ForeignKey("teams.id"), index=True)
    chat_id: Mapped[int] = mapped_column(ForeignKey("chats.id", ondelete="CASCADE"))
    scenario: Mapped[str] = mapped_column(String(20))  # its number in the texts « drill.ask.… »
    status: Mapped[str] = mapped_column(String(10), index=True)  # planned, posted, revealed, cancelled
    starts_at: Mapped[datetime]  # the moment chosen
    until: Mapped[datetime]  # the end of the window
    posted_at: Mapped[datetime | None]
    first_at: Mapped[datetime | None]  # when it was first noticed
    noticed_by: Mapped[list[str]]  # emptied when it is revealed
    reported_by: Mapped[list[str]]  # the same
    noticed: Mapped[int] = mapped_column(default=0)
    reported: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    revealed_at: Mapped[datetime | None]
