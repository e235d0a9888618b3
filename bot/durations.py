"""« 3 jours », « 12 h », « 2 semaines »: how long, as people write it."""

from __future__ import annotations

import re
from datetime import timedelta

_TIME = re.compile(r"(?<!\w)(\d{1,3})\s*(min|mn|h|d|j|w|s(?=em|\b))", re.IGNORECASE)
_UNITS = {
    "min": timedelta(minutes=1),
    "mn": timedelta(minutes=1),
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "j": timedelta(days=1),
    "w": timedelta(weeks=1),
    "s": timedelta(weeks=1),
}


def read_time(text: str, usual: timedelta, longest: timedelta) -> timedelta:
    """The time that a text names, ``longest`` at most; ``usual`` where it names none."""
    found = _TIME.search(text)
    wanted = int(found[1]) * _UNITS[found[2].lower()] if found else usual
    return min(wanted or usual, longest)
