"""Raw text -> plain text with a way back: full-width digits, keycaps, invisible characters, odd dots."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bot.messages import Span

# Anything but what French and English chat is made of; only then is a text rebuilt character by character.
_ODD = re.compile(
    r"[^\x00-\xac\xae-\u017f\u0370-\u058f\u2013\u2014\u2018\u2019\u201c\u201d\u2026\u202f\u20ac]"
)
_SAME = {
    **dict.fromkeys("。．｡․‧∙⋅", "."),
    **dict.fromkeys("‐‑‒−﹣－", "-"),
    **{"…": "…", "∕": "/", "⁄": "/", "：": ":"},
}
_DROPPED = frozenset({"Cf", "Mn", "Me"})
_MAX_KNOWN = 20_000
_FIRST_PICTURE = 0x2600


@dataclass(frozen=True, slots=True)
class Plain:
    """A text to search in, and for each of its characters the index of the raw one (None: the same)."""

    text: str
    offsets: list[int] | None = None

    @property
    def is_changed(self) -> bool:
        """Spans in ``text`` are not spans in the raw text."""
        return self.offsets is not None

    def raw(self, start: int, end: int) -> Span:
        """The half-open raw range of a non-empty half-open range of the plain text."""
        if self.offsets is None or start >= end:
            return start, end
        return self.offsets[start], self.offsets[end - 1] + 1


class _Folds(dict[int, str]):
    """What each character becomes, worked out once; the table of ``str.translate``."""

    def __missing__(self, code: int) -> str:
        if len(self) > _MAX_KNOWN:
            self.clear()
        folded = self[code] = _fold(chr(code))
        return folded


_FOLDS = _Folds()


def clean(raw: str) -> Plain:
    """Compatibility forms folded, invisible characters and combining marks dropped. Linear."""
    if raw.isascii() or _ODD.search(raw) is None:
        return Plain(raw)
    text = raw.translate(_FOLDS)
    return Plain(text, [index for index, char in enumerate(raw) for _ in _FOLDS[ord(char)]])


def _fold(char: str) -> str:
    if _ODD.match(char) is None:
        return char
    if char in _SAME:
        return _SAME[char]
    category = unicodedata.category(char)
    if category in _DROPPED:
        return ""
    if category == "So" and ord(char) >= _FIRST_PICTURE:
        return " "  # a picture between two groups of digits parts them no more than a space
    digit = unicodedata.digit(char, None)
    return str(digit) if digit is not None else unicodedata.normalize("NFKC", char)
