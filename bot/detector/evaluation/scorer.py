"""Asks a detector about labelled messages and notes what it says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.detector.detector import Detector
from bot.detector.evaluation.disguise import DISGUISES
from bot.detector.evaluation.material import Conversation
from bot.detector.evaluation.outcomes import Kind, Outcome
from bot.detector.training import Example
from bot.messages import Message, Verdict

_PLATFORM = "corpus"
_HEARD = 8  # messages that a chat remembers
_BEGIN = datetime(2025, 3, 3, 9, tzinfo=UTC)
_BETWEEN = timedelta(seconds=20)  # two messages of a conversation


def outcome_of(example: Example, kind: Kind, said: bool) -> Outcome:
    row = example.row
    return Outcome(
        kind,
        row["id"],
        example.world,
        example.is_alert,
        said,
        example.category,
        source=example.source,
        language=row.get("lang") or "",
        pair=row.get("pair"),
        rule=row.get("rule"),
    )


@dataclass(frozen=True, slots=True)
class Scorer:
    """Asks one detector."""

    detector: Detector

    def judge(self, text: str) -> Verdict:
        return self.detector.check(Message(_PLATFORM, "", "", "", text))

    def message(self, example: Example, kind: Kind = Kind.MESSAGE, variant: str = "") -> Outcome:
        text = DISGUISES[variant](example.text) if variant else example.text
        verdict = self.judge(text)
        return replace(
            outcome_of(example, kind, verdict.is_alert),
            said_category=verdict.category and str(verdict.category),
            said_source=verdict.source and str(verdict.source),
            score=round(verdict.score, 3),
            variant=variant,
        )

    def disguised(self, examples: Sequence[Example]) -> list[Outcome]:
        return [
            self.message(example, Kind.DISGUISE, variant) for variant in DISGUISES for example in examples
        ]

    def conversation(self, one: Conversation) -> Outcome:
        """The first alert of a conversation decides."""
        before: list[Message] = []
        for at, (author, text) in enumerate(one.texts):
            when = _BEGIN + at * _BETWEEN
            message = Message(_PLATFORM, one.id, str(at), author, text, when)
            verdict = self.detector.check(message, before[-_HEARD:])
            if verdict.is_alert:
                said = (str(verdict.category), str(verdict.source), verdict.score, at)
                return _of_conversation(one, *said)
            before.append(message)
        return _of_conversation(one)


def _of_conversation(
    one: Conversation,
    category: str | None = None,
    source: str | None = None,
    score: float = 0.0,
    at: int | None = None,
) -> Outcome:
    return Outcome(
        Kind.CONVERSATION,
        one.id,
        one.world,
        one.alert_at is not None,
        at is not None,
        one.row.get("category"),
        category,
        one.row.get("source"),
        source,
        score=round(score, 3),
        at=one.alert_at,
        said_at=at,
    )
