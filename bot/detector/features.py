"""Units -> named features: what the linear model weighs, and what it explains itself with.

Structure (concepts, acts, pairs within a clause, rules) comes first; wording (concepts and words in sequence,
words alone) after it. Prefixes: ``c`` concept, ``a`` act, ``?`` in a question, ``p`` and ``q`` pair within a
clause, ``t`` three concepts in a row, ``m`` pair in the message, ``n`` act and what the next clause holds,
``x`` and ``y`` concepts and words in a row, ``w`` words.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import combinations, pairwise

from bot.detector.data import read_yaml
from bot.detector.units import ENDS, Unit

_WINDOW = 7  # units: how far apart the two of a pair may stand
_MAX_UNITS = 400  # a longer message is cut: the pairs stay linear in its length all the same
_LONGEST_WORD = 15
_PRIORITY: dict[str, int] = {
    concept: rank for rank, line in enumerate(read_yaml("grammar/priority.yaml")) for concept in line
}
_LAST = 9


def clauses(units: Iterable[Unit]) -> list[tuple[list[Unit], str]]:
    """The units of each clause that mean something, with the sign that ends it."""
    found: list[tuple[list[Unit], str]] = [([], "")]
    for unit in units:
        if unit.word in ENDS:
            found[-1] = (found[-1][0], unit.word)
            found.append(([], ""))
        elif unit.concepts:
            found[-1][0].append(unit)
    return [clause for clause in found if clause[0]]


def structure(units: list[Unit]) -> set[str]:
    """Features over concepts alone: they know no word outside the lexicon."""
    features: set[str] = set()
    parts = clauses(units[:_MAX_UNITS])
    for inside, end in parts:
        for at, unit in enumerate(inside):
            for concept, label in unit.concepts.items():
                features.add("c=" + concept)
                if label != concept:
                    features.add("a=" + label)
                if end == "?":
                    features.add("?=" + label)
            for other in inside[at + 1 : at + _WINDOW]:
                _pair(features, unit, other)
        leading = [main_concept(unit) for unit in inside]
        for three in zip(leading, leading[1:], leading[2:], strict=False):
            features.add("t=" + "_".join(three))
    everything = sorted({concept for inside, _ in parts for unit in inside for concept in unit.concepts})
    features.update(f"m={one}_{two}" for one, two in combinations(everything, 2))
    for (inside, _), (following, _) in pairwise(parts):
        later = {label for unit in following for pair in unit.concepts.items() for label in pair}
        for unit in inside:
            for concept, label in unit.concepts.items():
                if label != concept:
                    features.update(f"n={label}_{other}" for other in later)
    features.add(f"l={min(len(units) // 6, _LAST)}")
    return features


def _pair(features: set[str], one: Unit, two: Unit) -> None:
    for concept, label in one.concepts.items():
        for other, other_label in two.concepts.items():
            features.add(f"p={concept}_{other}")
            if label != concept:
                features.add(f"q={label}_{other}")
            if other_label != other:
                features.add(f"q={concept}_{other_label}")
                if label != concept:
                    features.add(f"q={label}_{other_label}")


def main_concept(unit: Unit) -> str:
    """The concept that says most of a unit."""
    return min(unit.concepts, key=lambda concept: (_PRIORITY.get(concept, _LAST), concept))


_AS_WORDS = frozenset({"me", "you_one", "him", "us", "negation"})


def wording(units: list[Unit]) -> set[str]:
    """Features over words in a row, each led to its concept where it has one."""
    features: set[str] = set()
    mixed, plain = ["^"], []
    for unit in units[:_MAX_UNITS]:
        if unit.is_inner:
            continue
        concept = main_concept(unit) if unit.concepts else ""
        word = "0" if unit.word.isdigit() else unit.word.replace("\n", "¶")
        plain.extend(word.split(" ") if not concept.startswith(("link", "number", "address")) else [concept])
        mixed.append(concept if concept and concept not in _AS_WORDS else word[:_LONGEST_WORD])
    mixed.append("$")
    for size in (2, 3, 4):
        features.update("x=" + "_".join(mixed[at : at + size]) for at in range(len(mixed) - size + 1))
    features.update(f"y={one}__{two}" for one, two in zip(mixed, mixed[2:], strict=False))
    for size in (1, 2, 3):
        features.update("w=" + "_".join(plain[at : at + size]) for at in range(len(plain) - size + 1))
    return features
