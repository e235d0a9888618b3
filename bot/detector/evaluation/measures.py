"""Counts, shares and their intervals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from bot.detector.evaluation.outcomes import Outcome

_Z = 1.959964  # two-sided 95 %


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % score interval of a share (Wilson 1927); (0, 1) of nothing."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, _Z * _Z
    middle = (share + square / (2 * of)) / (1 + square / of)
    half = _Z / (1 + square / of) * sqrt(share * (1 - share) / of + square / (4 * of * of))
    return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True)
class Share:
    """``hits`` of ``of``, as ``value`` with its 95 % interval."""

    hits: int
    of: int
    value: float
    low: float
    high: float


def share(hits: int, of: int) -> Share:
    return Share(hits, of, hits / of if of else 0.0, *wilson(hits, of))


@dataclass(frozen=True, slots=True)
class Counts:
    """``found`` and ``missed`` of what should alert, ``false`` and ``silent`` of what should not.

    A conversation's alert at the wrong message is both missed and false.
    """

    found: int
    missed: int
    false: int
    silent: int

    @classmethod
    def of(cls, outcomes: Iterable[Outcome]) -> Counts:
        found = missed = false = silent = 0
        for one in outcomes:
            if one.is_alert:
                found += one.is_right
                missed += not one.is_right
                false += one.said_alert and not one.is_right
            else:
                false += one.said_alert
                silent += not one.said_alert
        return cls(found, missed, false, silent)

    def recall(self) -> Share:
        return share(self.found, self.found + self.missed)

    def false_alarms(self) -> Share:
        """Of the messages that should be silent."""
        return share(self.false, self.false + self.silent)

    def f1(self) -> Share:
        """F1 = 2J / (1 + J) grows with J, the found among all found, missed and false: so do its bounds."""
        union = self.found + self.missed + self.false
        bounds = wilson(self.found, union)
        value = 2 * self.found / (union + self.found) if self.found else 0.0
        return Share(self.found, union, value, *(2 * bound / (1 + bound) for bound in bounds))
