"""Where the detector must stand, beside the figures."""

from __future__ import annotations

from collections.abc import Iterator

from bot.detector.evaluation.disguise import DISGUISES
from bot.detector.evaluation.report import Line
from bot.messages import Category

_LEAST = {
    "natural/recall": 0.92,
    **{f"natural/recall/{category}": 0.87 for category in Category},
    "natural/F1": 0.94,
    "language en/recall": 0.92,
    "language en/F1": 0.94,
    "natural/category right": 0.95,
    "natural/source right": 0.97,
    "minimal pairs/both right": 0.85,
    "stress/F1": 0.80,
    "conversations/F1": 0.93,
    **{f"disguise {name}/relative recall": 0.95 for name in DISGUISES},
}
_MOST = {
    "natural/false alarms": 0.03,
    "language en/false alarms": 0.03,
    "ordinary/false alarms": 0.002,
    **{f"disguise {name}/added alarms": 0.01 for name in DISGUISES},
}
_MOST_COUNTED = {"quiet/false alarms": 4}
SHARES = ("false alarms", "added alarms", "ordinary")
"""Last parts of the names of figures that are better when smaller."""


def goal(line: Line) -> tuple[str, bool] | None:
    """The goal in words and whether the figure reaches it; None when nothing is asked of it."""
    name, figure = line.name, line.figure
    if name in _LEAST:
        return f"≥ {_LEAST[name]:.2f}", figure.value >= _LEAST[name]
    if name in _MOST:
        return f"≤ {100 * _MOST[name]:.1f} %", figure.value <= _MOST[name]
    if name in _MOST_COUNTED:
        return f"≤ {_MOST_COUNTED[name]} texts", figure.hits <= _MOST_COUNTED[name]
    return None


def is_smaller_better(name: str) -> bool:
    return any(part in SHARES for part in name.split("/"))


def goals() -> Iterator[str]:
    """The names of all figures that have a goal."""
    yield from (*_LEAST, *_MOST, *_MOST_COUNTED)
