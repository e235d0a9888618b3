"""Single characters: what each one is without its case, accents and dress.

Nothing is listed that Unicode itself can tell: a letter's look is worked out from its name and decomposition
when it is first met (see UAX #15 for NFKD, UTS #39 for look-alikes).
"""

from __future__ import annotations

import re
import unicodedata

from bot.detector.normalise.data import characters

_SPECIAL, _NAMED = characters()
_GENERIC_MARKS = re.compile(
    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f]"
)
_SCRIPTS_KEPT = re.compile(
    r"[\u0370-\u1cff\u2c00-\u2c5f\u2c80-\u2dff\u3040-\ua71f\ua800-\uab2f\uac00-\ud7ff]"
)
_MAX_EXPANSION = 4  # a ligature of a few letters, not a whole phrase in one character


def fold_character(char: str) -> str:  # noqa: PLR0911 - one answer a kind of character
    """A character in lower case, without accent or dress: "" for an invisible one, at times several."""
    if char in _SPECIAL:
        return _SPECIAL[char]
    category = unicodedata.category(char)
    if category in ("Cf", "Cc", "Cs") or _GENERIC_MARKS.match(char):
        return ""
    if category == "Zs":
        return " "
    if category in ("Zl", "Zp"):
        return "\n"
    digit = unicodedata.digit(char, None)
    if digit is not None:
        return str(digit)
    if _SCRIPTS_KEPT.match(char) and not unicodedata.decomposition(char).startswith("<"):
        return _lower(char)
    return _letter(char)


def _letter(char: str) -> str:
    named = _by_name(unicodedata.name(char, ""))
    if named is not None:
        return named
    plain = unicodedata.normalize("NFKD", char)
    if plain == char:
        low = _lower(char)
        return low if low == char else fold_character(low)
    folded = "".join(_lower(fold_character(c)) if c != char else c for c in plain)
    return folded if 0 < len(folded) <= _MAX_EXPANSION else _lower(char)


def _lower(char: str) -> str:
    low = char.lower()
    return low if len(low) == 1 and low not in _SPECIAL else char if len(char) == 1 else low


def _by_name(name: str) -> str | None:
    """The letter that a character's name says it shows: "LATIN LETTER SMALL CAPITAL R" -> "r"."""
    if "LATIN" not in name and not name.startswith(("REGIONAL INDICATOR SYMBOL", "MODIFIER LETTER")):
        return None
    if "LIGATURE" in name:
        return None
    last = name.partition(" WITH ")[0].removesuffix(" SIGN").rpartition(" ")[2]
    if len(last) == 1 and last.isalpha():
        return last.lower()
    return _NAMED.get(last)


class FoldTable(dict[int, str]):
    """A table for `str.translate` that works out each character when it is first met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold_character(chr(code))
        return folded


FOLD = FoldTable()
_latin = [FOLD[code] for code in range(256)]
PLAIN = bytes(code for code in range(256) if len(_latin[code]) == 1 and chr(code) not in "&*_~|`ÂÃ¡§¤µ×\x00")
"""Latin-1 characters that need nothing but this table, one for one."""
FOLD_LATIN = bytes(ord(folded) if len(folded) == 1 else 63 for folded in _latin)


def is_usual(text: str) -> bool:
    """Whether a text is made of Latin-1 letters, French typography and emoji: folding alone will do."""
    return _UNUSUAL.search(text) is None


_UNUSUAL = re.compile(
    "[^"
    + re.escape("".join(chr(code) for code in PLAIN))
    + "’‘œŒ…€“”–—•→←\u202f\ufe0f\u2600-\u27bf\U0001f300-\U0001f5ff\U0001f600-\U0001f64f"
    "\U0001f680-\U0001f6ff\U0001f900-\U0001faff]"
)
