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
_HEARD = 12  # messages that a chat remembers, as the desk does
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

    def judge(self, text: str, wanted: bool) -> tuple[Verdict, float]:
        """The verdict on a text and, when it is not the wanted one, the margin."""
        message = Message(_PLATFORM, "", "", "", text)
        verdict = self.detector.check(message)
        is_right = verdict.is_alert == wanted
        return verdict, 0.0 if is_right else round(self.detector.margin(message), 3)

    def quiet(self, world: str, name: str, text: str, is_request: bool) -> Outcome:
        verdict, margin = self.judge(text, is_request)
        return Outcome(Kind.QUIET, name, world, is_request, verdict.is_alert, margin=margin)

    def message(self, example: Example, kind: Kind = Kind.MESSAGE, variant: str = "") -> Outcome:
        text = DISGUISES[variant](example.text) if variant else example.text
        verdict, margin = self.judge(text, example.is_alert)
        return replace(
            outcome_of(example, kind, verdict.is_alert),
            said_category=verdict.category and str(verdict.category),
            said_source=verdict.source and str(verdict.source),
            margin=margin,
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
                said = (str(verdict.category), str(verdict.source), at)
                return _of_conversation(one, *said)
            before.append(message)
        return _of_conversation(one)


def _of_conversation(
    one: Conversation,
    category: str | None = None,
    source: str | None = None,
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
        at=one.alert_at,
        said_at=at,
    )
