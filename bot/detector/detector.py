"""The detector: a message in, a verdict out. Pure: no clock, network, database or platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.detector.features import structure, wording
from bot.detector.lexicon import Lexicon, load_lexicon
from bot.detector.marks import find_marks
from bot.detector.model import Judgement, Model, load_model
from bot.detector.normalise import Normalised, Normaliser
from bot.detector.units import Unit, read_units
from bot.messages import SILENT, Message, Reason, Verdict


@dataclass(frozen=True, slots=True)
class Reading:
    """A message as the detector sees it."""

    normalised: Normalised
    units: list[Unit]

    def features(self) -> set[str]:
        """All features of the message."""
        found = structure(self.units) | wording(self.units)
        found.update(f"d={kind}" for kind in self.normalised.disguises)
        return found


class Reader:
    """Text -> reading: everything before the weighing, also what training needs."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.normalise = Normaliser(lexicon.words())

    def read(self, message: Message) -> Reading:
        """Never raises, whatever the text."""
        normalised = self.normalise(message.text)
        marks = find_marks(normalised, message.links)
        return Reading(normalised, read_units(normalised.text, self.lexicon, marks))


class Detector:
    """Judges messages. Built once by ``Detector.load()``; holds no state of any chat."""

    def __init__(self, reader: Reader, model: Model) -> None:
        self._reader = reader
        self._model = model

    @classmethod
    def load(cls) -> Detector:
        """The detector with the knowledge of ``patterns/``; raises PatternError naming the file."""
        return cls(Reader(load_lexicon()), load_model())

    def check_text(self, text: str) -> Verdict:
        """The verdict on a bare text."""
        return self.check(Message(platform="text", chat="", message="", author="", text=text))

    def check(self, message: Message, recent: Sequence[Message] = ()) -> Verdict:
        """The verdict on a message; ``recent``: the messages before it in the same chat, oldest first."""
        reading = self._reader.read(message)
        judgement = self._model.judge(reading.features())
        if judgement.margin <= 0:
            return SILENT
        return Verdict(
            is_alert=True,
            category=judgement.category,
            source=judgement.source,
            score=round(judgement.probability, 4),
            reasons=_reasons(reading, judgement),
        )


def _reasons(reading: Reading, judgement: Judgement) -> tuple[Reason, ...]:
    """The units that speak for the alert, heaviest first, with their place in the raw text."""
    reasons = []
    for unit in reading.units:
        for concept, label in unit.concepts.items():
            weight = sum(judgement.shares.get(key, 0.0) for key in (f"c={concept}", f"a={label}"))
            if weight > 0:
                span = reading.normalised.raw_span(unit.start, unit.end)
                reasons.append(Reason(label, span, round(weight, 4)))
    reasons.sort(key=lambda reason: (-reason.weight, reason.span))
    return tuple(reasons[:8])
