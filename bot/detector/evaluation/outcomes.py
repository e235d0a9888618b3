"""What the detector answered to one labelled thing, beside what it should have answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """What was asked, and of which detector."""

    MESSAGE = "message"  # a left-out message, as it stands
    STRUCTURE = "structure"  # the same, judged by the structure alone
    NGRAMS = "ngrams"  # the same, judged by a bag of n-grams
    DISGUISE = "disguise"  # the same, disguised as ``variant`` says
    CONVERSATION = "conversation"
    QUIET = "quiet"  # ordinary text of other people, none of it labelled


@dataclass(frozen=True, slots=True)
class Outcome:
    """``said*`` is the detector's answer. Holds no text.

    ``at``: the index of the message of a conversation that is to alert, ``said_at``: of the first that did.
    ``margin``: of wrong answers, how far from being an alert (above 0) the model holds the message.
    """

    kind: Kind
    id: str
    world: str
    is_alert: bool
    said_alert: bool
    category: str | None = None
    said_category: str | None = None
    source: str | None = None
    said_source: str | None = None
    language: str = ""
    pair: int | None = None
    rule: str | None = None
    margin: float = 0.0
    variant: str = ""
    at: int | None = None
    said_at: int | None = None

    @property
    def is_right(self) -> bool:
        """Alert or silence as wanted; in a conversation, at the wanted message or next to it."""
        return self.is_alert == self.said_alert and self.is_in_place

    @property
    def is_in_place(self) -> bool:
        """False when a conversation's alert came too early or too late."""
        return self.at is None or self.said_at is None or abs(self.at - self.said_at) <= 1


def as_rows(outcomes: Iterable[Outcome]) -> list[dict[str, Any]]:
    """The outcomes as JSON, without what is empty."""
    empty = (None, "")
    return [
        {name: value for name, value in asdict(outcome).items() if value not in empty} for outcome in outcomes
    ]


def from_rows(rows: Iterable[dict[str, Any]]) -> list[Outcome]:
    """The inverse of ``as_rows``."""
    return [Outcome(**{**row, "kind": Kind(row["kind"])}) for row in rows]
