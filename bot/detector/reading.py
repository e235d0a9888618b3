"""A message as the detector sees it: normalised text, units, features, rules that fire."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.detector.features import structure, wording
from bot.detector.lexicon import Lexicon
from bot.detector.marks import find_marks
from bot.detector.normalise import Normalised, Normaliser
from bot.detector.rules import Hit, RuleMatcher, load_rules
from bot.detector.units import Unit, read_units
from bot.messages import HiddenLink, Message, Span


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that is known of a message before it is weighed."""

    normalised: Normalised
    units: list[Unit]

    def features(self) -> set[str]:
        """All features of the message."""
        found = structure(self.units) | wording(self.units)
        found.update(f"d={kind}" for kind in self.normalised.disguises)
        return found

    def raw_span(self, start: int, end: int) -> Span:
        """The place in the raw text of ``units[start:end]``."""
        return self.normalised.raw_span(self.units[start].start, self.units[end - 1].end)


class Reader:
    """Text -> reading: everything before the weighing, also what training needs."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.normalise = Normaliser(lexicon.words())
        self._rules = RuleMatcher(load_rules())

    def read(self, message: Message) -> Reading:
        """Never raises, whatever the text."""
        return self.read_normalised(self.normalise(message.text), message.links)

    def read_normalised(self, normalised: Normalised, links: Iterable[HiddenLink] = ()) -> Reading:
        """The rest of the reading, after the normaliser."""
        units = read_units(normalised.text, self.lexicon, find_marks(normalised, links))
        return Reading(normalised, units)

    def hits(self, reading: Reading) -> list[Hit]:
        """The rules that fire. Apart from the reading: few messages need them."""
        return self._rules.find(reading.units)
