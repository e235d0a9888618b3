"""A normalised text -> units: words and phrases with the concepts they mean, numbers and links with their kind."""

from __future__ import annotations

from dataclasses import dataclass

from bot.detector.conjugation import Form
from bot.detector.cues import Act, read_act
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
    """``concepts``: name -> label (« give » -> « give:imperative>me », or the name itself). ``is_inner``: lies
    inside a longer phrase that was read first."""

    word: str
    start: int
    end: int
    concepts: dict[str, str]
    is_inner: bool = False


def read_units(text: str, lexicon: Lexicon, marks: list[Mark]) -> list[Unit]:
    """The units in the order of the text. Linear."""
    tokens = [(match.group(), match.start(), match.end()) for match in TOKEN.finditer(text)]
    if len(tokens) > 2 * _MAX_TOKENS:
        tokens = tokens[:_MAX_TOKENS] + tokens[-_MAX_TOKENS:]
    words = [token[0] for token in tokens]
    units: list[Unit] = []
    waiting = sorted(marks, key=lambda mark: mark.span, reverse=True)
    at = 0
    while at < len(tokens):
        start = tokens[at][1]
        while waiting and waiting[-1].span[1] <= start:
            waiting.pop()
        if waiting and waiting[-1].span[0] <= start:
            mark = waiting.pop()
            units.append(Unit(mark.concept, start, mark.span[1], {mark.concept: mark.concept}))
            while at < len(tokens) and tokens[at][1] < mark.span[1]:
                at += 1
            continue
        stop = at + 1
        found = lexicon.longest(words, at, len(words))
        if found is None:
            units.append(Unit(words[at], start, tokens[at][2], {}))
        else:
            stop = found[0]
            units.append(_unit(tokens, words, lexicon, at, stop, found[1]))
            if stop - at > 1:
                units.extend(_inner(tokens, words, lexicon, at, stop, found[1]))
        at = stop
    return units


Tokens = list[tuple[str, int, int]]


def _unit(
    tokens: Tokens, words: list[str], lexicon: Lexicon, at: int, stop: int, found: dict[str, Form]
) -> Unit:
    concepts = {
        concept: read_act(words, at, form).label(concept) if concept in lexicon.acts else concept
        for concept, form in found.items()
    }
    return Unit(" ".join(words[at:stop]), tokens[at][1], tokens[stop - 1][2], concepts)


def _inner(
    tokens: Tokens, words: list[str], lexicon: Lexicon, at: int, stop: int, outer: dict[str, Form]
) -> list[Unit]:
    """Shorter phrases inside a longer one keep their own meaning beside it, but no act does: « mot de passe »."""
    units: list[Unit] = []
    for place in range(at, stop):
        found = lexicon.longest(words, place, stop - 1 if place == at else stop)
        if found is None:
            continue
        keeps_acts = not outer.keys().isdisjoint(lexicon.acts)
        new = {
            concept: form
            for concept, form in found[1].items()
            if concept not in outer and (keeps_acts or concept not in lexicon.acts)
        }
        if new:
            unit = _unit(tokens, words, lexicon, place, found[0], new)
            unit.is_inner = True
            units.append(unit)
    return units


__all__ = ["ENDS", "Act", "Mark", "Unit", "read_units"]
