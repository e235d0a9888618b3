"""A normalised text -> units: words and phrases with their concepts, numbers and links with their kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from bot.detector.conjugation import Form
from bot.detector.cues import read_act
from bot.detector.lexicon import TOKEN, Lexicon
from bot.messages import Span

ENDS = frozenset(".!?;\n…:")
_MAX_TOKENS = 2000  # a longer message is read at its start and at its end


@dataclass(frozen=True, slots=True)
class Mark:
    """Something found in the raw text beside the words: a number or a link, as a concept with its place."""

    concept: str
    span: Span  # in the normalised text


@dataclass(slots=True)
class Unit:
    """A word or phrase. ``concepts``: name -> label (« give » -> « give:imperative>me », or the name itself).

    ``is_inner``: lies inside a longer phrase that was read first.
    """

    word: str
    start: int
    end: int
    concepts: dict[str, str]
    is_inner: bool = False


def read_units(text: str, lexicon: Lexicon, marks: list[Mark]) -> list[Unit]:
    """The units in the order of the text. Linear."""
    return _Reading(text, lexicon).units(marks)


class _Reading:
    """The tokens of one text on their way to units."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        tokens = [(match.start(), match.end()) for match in TOKEN.finditer(text)]
        if len(tokens) > 2 * _MAX_TOKENS:
            tokens = tokens[:_MAX_TOKENS] + tokens[-_MAX_TOKENS:]
        self._tokens = tokens
        self._words = [text[start:end] for start, end in tokens]
        self._lexicon = lexicon

    def units(self, marks: list[Mark]) -> list[Unit]:
        """Marks first, then the longest phrase at each place."""
        units: list[Unit] = []
        waiting = sorted(marks, key=lambda mark: mark.span, reverse=True)
        at = 0
        while at < len(self._tokens):
            start = self._tokens[at][0]
            while waiting and waiting[-1].span[1] <= start:
                waiting.pop()
            if waiting and waiting[-1].span[0] <= start:
                mark = waiting.pop()
                units.append(Unit(mark.concept, start, mark.span[1], {mark.concept: mark.concept}))
                while at < len(self._tokens) and self._tokens[at][0] < mark.span[1]:
                    at += 1
                continue
            stop, found = self._lexicon.longest(self._words, at, len(self._words)) or (at + 1, {})
            units.append(self._unit(at, stop, found))
            if stop - at > 1:
                units.extend(self._inner(at, stop, found))
            at = stop
        return units

    def _unit(self, at: int, stop: int, found: dict[str, Form]) -> Unit:
        acts = self._lexicon.acts
        concepts = {
            concept: read_act(self._words, at, form).label(concept) if concept in acts else concept
            for concept, form in found.items()
        }
        return Unit(" ".join(self._words[at:stop]), self._tokens[at][0], self._tokens[stop - 1][1], concepts)

    def _inner(self, at: int, stop: int, outer: dict[str, Form]) -> Iterator[Unit]:
        """Shorter phrases inside a longer one keep their meaning, but no act does: « mot de passe »."""
        acts = self._lexicon.acts
        keeps_acts = not outer.keys().isdisjoint(acts)
        for place in range(at, stop):
            found = self._lexicon.longest(self._words, place, stop - 1 if place == at else stop)
            new = {
                concept: form
                for concept, form in (found[1].items() if found else ())
                if concept not in outer and (keeps_acts or concept not in acts)
            }
            if found and new:
                unit = self._unit(place, found[0], new)
                unit.is_inner = True
                yield unit


__all__ = ["ENDS", "Mark", "Unit", "read_units"]
