"""Raw text -> plain text with a way back: full-width digits, keycaps, invisible characters, odd dots."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from bot.messages import Span

# Anything but what French and English chat is made of; only then is a text rebuilt character by character.
_ODD = re.compile(
    r"[^\x00-\xac\xae-\u017f\u0370-\u058f\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u202f\u20ac]"
)
_DOTS = dict.fromkeys("。．｡․‧∙⋅", ".")
_DASHES = dict.fromkeys("‐‑‒−﹣－", "-")
_SAME = {**_DOTS, **_DASHES, "…": "…", "∕": "/", "⁄": "/", "：": ":"}
_DROPPED = frozenset({"Cf", "Mn", "Me"})


@dataclass(frozen=True, slots=True)
class Plain:
    """A text to search in, and for each of its characters the index of the raw one (None: the same)."""

    text: str
    offsets: list[int] | None = None

    def raw(self, start: int, end: int) -> Span:
        """The half-open raw range of a non-empty half-open range of the plain text."""
        if self.offsets is None or start >= end:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


def clean(raw: str) -> Plain:
    """Compatibility forms folded, invisible characters and combining marks dropped. Linear."""
    if raw.isascii() or _ODD.search(raw) is None:
        return Plain(raw)
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for match in _ODD.finditer(raw):
        start = match.start()
        if start > done:
            pieces.append(raw[done:start])
            offsets.extend(range(done, start))
        folded = _fold(match.group())
        pieces.append(folded)
        offsets.extend([start] * len(folded))
        done = start + 1
    pieces.append(raw[done:])
    offsets.extend(range(done, len(raw)))
    return Plain("".join(pieces), offsets)


@lru_cache(maxsize=4096)
def _fold(char: str) -> str:
    if char in _SAME:
        return _SAME[char]
    if unicodedata.category(char) in _DROPPED:
        return ""
    digit = unicodedata.digit(char, None)
    return str(digit) if digit is not None else unicodedata.normalize("NFKC", char)
