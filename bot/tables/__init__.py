"""The tables. Every row of the case book belongs to a team; no table holds a message's words but the inbox,
which gives its row up when the event has been dealt with."""

from __future__ import annotations

from bot.tables.base import Base, UtcDateTime
from bot.tables.book import Case, CaseEvent, CaseMessage, Chat, Lead, Person, Team
from bot.tables.desk import Candidate, CaseTick, Drill, Indicator, JoinCode, OwnNumber
from bot.tables.flow import InboxRow, OutboxRow, PoisonRow

__all__ = [
    "Base",
    "Candidate",
    "Case",
    "CaseEvent",
    "CaseMessage",
    "CaseTick",
    "Chat",
    "Drill",
    "InboxRow",
    "Indicator",
    "JoinCode",
    "Lead",
    "OutboxRow",
    "OwnNumber",
    "Person",
    "PoisonRow",
    "Team",
    "UtcDateTime",
]
