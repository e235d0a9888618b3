"""The detector: a message in, a verdict out. Pure: no clock, network, database or platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from bot.detector.bars import load_bars
from bot.detector.conversation import joined
from bot.detector.gate import Gate
from bot.detector.language import language_of
from bot.detector.lexicon import load_lexicon
from bot.detector.model import Judgement, Model, load_model
from bot.detector.reading import Reader, Reading
from bot.detector.rules import Hit
from bot.messages import SILENT, Category, Message, Reason, Source, Verdict

_MAX_REASONS = 8
_LONGEST_PIECE = 60  # characters of « envoie-le moi vite »
_LOOK_BACK = 3  # messages
_REMEMBERED = 4096  # texts whose gate is known: the recent messages of busy chats
_PENDING = ("want:now3", "want:bare3", "say:now3", "call:now3")


class Detector:
    """Judges messages. Built once by ``Detector.load()``; holds no state of any chat."""

    def __init__(self, reader: Reader, model: Model) -> None:
        self.reader = reader
        self._model = model
        self._gate = Gate(reader.lexicon)
        self._bars = load_bars()
        self.passes_gate = lru_cache(maxsize=_REMEMBERED)(self._passes_gate)

    @classmethod
    def load(cls) -> Detector:
        """The detector with the knowledge of ``patterns/``; raises PatternError naming the file."""
        return cls(Reader(load_lexicon()), load_model())

    def check_text(self, text: str) -> Verdict:
        """The verdict on a bare text."""
        return self.check(Message(platform="text", chat="", message="", author="", text=text))

    def check(self, message: Message, recent: Sequence[Message] = ()) -> Verdict:
        """The verdict on a message; ``recent``: the messages before it in the same chat, oldest first."""
        verdict = self.judge(message)
        if verdict.is_alert or not recent:
            return verdict
        if self._may_continue(message, recent):
            for whole in joined(message, recent):
                verdict = self.judge(whole, is_joined=True)
                if verdict.is_alert and not self._was_said(verdict, message, whole):
                    return verdict
        return SILENT

    def _was_said(self, verdict: Verdict, message: Message, whole: Message) -> bool:
        """Whether the messages before were an alert already, and this one gives no secret on top."""
        before = replace(whole, text=whole.text.removesuffix(message.text).rstrip("\n"))
        earlier = self.judge(before, is_joined=True)
        given = verdict.category is Category.DISCLOSURE and earlier.category is not Category.DISCLOSURE
        return earlier.is_alert and not given

    def _may_continue(self, message: Message, recent: Sequence[Message]) -> bool:
        """Whether the message may complete what was begun: it is short, or holds something itself."""
        is_piece = len(message.text) <= _LONGEST_PIECE or self.passes_gate(message.text)
        return is_piece and any(self.passes_gate(part.text) for part in (message, *recent[-_LOOK_BACK:]))

    def judge(self, message: Message, *, gated: bool = True, is_joined: bool = False) -> Verdict:
        """The verdict on one message alone. ``gated=False`` leaves the gate out: the answer is the same.

        ``is_joined``: several messages read as one.
        """
        normalised = self.reader.normalise(message.text)
        if gated and not message.links and not self._gate.is_open(normalised.text):
            return SILENT
        reading = self.reader.read_normalised(normalised, message.links)
        if not gated and not self._gate.allows(reading.units):
            return SILENT
        judgement = self._model.judge(reading.features())
        bar = self._bars.over(reading.units, is_joined=is_joined)
        if judgement.margin <= bar - self._bars.rule_credit:
            return SILENT
        hits = self.reader.hits(reading)
        if judgement.margin <= (bar - self._bars.rule_credit if hits else bar):
            return SILENT
        return self._verdict(reading, judgement, hits)

    def margin(self, message: Message) -> float:
        """How far a message is from being an alert (above 0); the gate left out."""
        return self._model.judge(self.reader.read(message).features()).margin

    def _passes_gate(self, text: str) -> bool:
        return self._gate.is_open(self.reader.normalise(text).text)

    def _verdict(self, reading: Reading, judgement: Judgement, hits: list[Hit]) -> Verdict:
        category, source = judgement.kind()
        labels = {label for unit in reading.units for label in unit.concepts.values()}
        return Verdict(
            is_alert=True,
            category=category,
            source=source,
            score=round(judgement.probability(), 4),
            reasons=_reasons(reading, judgement, hits),
            language=language_of(reading.normalised.text),
            is_pending=source is Source.RELAYED and _is_pending(labels),
        )


def _is_pending(labels: set[str]) -> bool:
    """Whether the caller may still be on the line: asked now, or somebody wonders what to answer."""
    return "doubt" in labels or any(label.startswith(_PENDING) for label in labels)


def _reasons(reading: Reading, judgement: Judgement, hits: list[Hit]) -> tuple[Reason, ...]:
    """The rules that fired, then the units that speak for the alert, heaviest first; raw spans."""
    shares = judgement.shares()
    reasons = []
    for hit in hits:
        span = reading.raw_span(hit.start, hit.end)
        reasons.append((0, Reason(hit.rule.id, span, load_bars().rule_credit)))
    for unit in reading.units:
        for concept, label in unit.concepts.items():
            weight = sum(shares.get(key, 0.0) for key in (f"c={concept}", f"a={label}"))
            if weight > 0:
                span = reading.normalised.raw_span(unit.start, unit.end)
                reasons.append((1, Reason(label, span, round(weight, 4))))
    reasons.sort(key=lambda item: (item[0], -item[1].weight, item[1].span))
    return tuple(reason for _, reason in reasons[:_MAX_REASONS])
