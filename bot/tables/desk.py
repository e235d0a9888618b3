"""What the desk keeps beside the case book: what can be recognised again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
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
