"""Words that mix letters and digits: codes, references, passwords."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

# The shapes in which institutions write codes and people write passwords.
_PREFIXED = re.compile(r"[A-Za-z]-(\d{2,4}[ -]\d{2,4}|\d{4,8})")
_ATC = re.compile(r"[A-Z]\d{2}[A-Z]{2}\d{2}")
_PLATE = re.compile(r"[A-Z]{2}-\d{3}-[A-Z]{2}")
_SERIAL = re.compile(r"[A-Z]{2,5}[-_]?\d{3,}(?:-\d+)*|\d{3,}[A-Z]{1,2}|0x[0-9a-fA-F]+")
_GROUPED = re.compile(r"[A-Za-z0-9]{1,6}(?:-[A-Za-z0-9]{1,6}){1,5}")
_ALTERNATING = re.compile(r"[A-Z0-9]{5,8}|[a-z](?=[a-z]*\d[a-z]*\d)[a-z0-9]{4,7}")
_WORD = re.compile(r"([^\W\d_]{4,})[-.+]?(?!\d{1,2}h\d*$)\d{1,6}[^\W\d_]*")
_STRENGTH = re.compile(
    r"_|[&*$#!@][^\W_]|\d[!*$]$|[a-zà-ÿ][A-Z]|\d[A-Z][a-z]{2}|[^\W\d_]{3}-[A-Z]"
    r"|[^\W\d_]{4}\+\d|^[^\W\d_]+\.\d+$"
)
_FILE = re.compile(r"\.[a-z]{2,4}\d?$|\.\.|[?|/~]|@[^@]+\.")
_EDGES = "«»\"'’“”()[]{}<>,;:…`"
_STOP = r"\s=«»\"“”()<>,;:…"
_TO_END = re.compile(rf"[^{_STOP}]{{1,60}}")
_CONTINUED = re.compile(r"[A-Za-z]-\d{2,4} \d{2,4}(?!\d)")
_INNER = frozenset("_-!&*$#.@+")
_WORDS = re.compile(rf"(?<![^{_STOP}])[^\W_][^{_STOP}]{{3,39}}(?![^{_STOP}])")
_SECRET = re.compile(r"[A-Z]{3}-[A-Z]{3}|[^\W\d_]{2,}[-_]\w[\w-]*[_!&*]\w*")
_LONGEST = 40
_SHORTEST_PASSWORD = 6
_NOT_PASSWORDS = frozenset(["covid", "sars", "cov"])


@dataclass(frozen=True, slots=True)
class Token:
    """``shape``: digits, code, password, word (a word and digits), serial, plate or atc."""

    shape: str
    value: str
    length: int  # in the text


def find_word(text: str, start: int, first: int) -> tuple[int, int]:
    """The word that the digit at ``start`` stands in; it begins there unless letters lead to the digit.

    ``first``: where the word may begin at the earliest.
    """
    begin, limit = start, max(first, start - _LONGEST)
    while begin > limit and (text[begin - 1].isalnum() or text[begin - 1] in _INNER):
        begin -= 1
    while begin < start and not text[begin].isalpha():
        begin += 1
    continued = _CONTINUED.match(text, begin) if begin < start else None
    match = continued or _TO_END.match(text, begin)
    return begin, match.end() if match else start + 1


def read_token(written: str) -> Token | None:
    """None when the word says nothing. ``written``: one word, from its first letter or digit on."""
    word = written.rstrip(_EDGES + ".-")
    if _FILE.search(word):
        return None
    word = word if _STRENGTH.search(word) else word.rstrip("!")
    prefixed = _PREFIXED.fullmatch(word)
    if prefixed:
        return Token("digits", re.sub(r"\D", "", prefixed.group(1)), len(word))
    shape = _shape(word)
    return Token(shape, word, len(word)) if shape else None


def find_secret_words(text: str) -> Iterator[tuple[int, int]]:
    """Words in the shape of a password, digits or not: « Fourviere!Soleil », « QDT-PXW ».

    For messages that speak of a password already: names and joined sentences have such shapes, too.
    """
    for match in _WORDS.finditer(text):
        word = match.group().rstrip(_EDGES + ".-")
        if _FILE.search(word):
            continue
        if _shape(word) in ("password", "word", "code") or _SECRET.fullmatch(word):
            yield match.start(), match.start() + len(word)


def _shape(word: str) -> str:
    if _ATC.fullmatch(word):
        return "atc"
    if _PLATE.fullmatch(word):
        return "plate"
    if _SERIAL.fullmatch(word):
        return "serial"
    if (_GROUPED.fullmatch(word) and _is_mixed(word)) or (
        _ALTERNATING.fullmatch(word) and _switches(word) > 1
    ):
        return "code"
    if _is_password(word):
        return "password"
    found = _WORD.fullmatch(word)
    return "word" if found and found.group(1).lower() not in _NOT_PASSWORDS else ""


def _is_password(word: str) -> bool:
    is_long = len(word) >= _SHORTEST_PASSWORD and _letters(word) > 2  # noqa: PLR2004
    return is_long and not word.isupper() and _STRENGTH.search(word) is not None


def _is_mixed(word: str) -> bool:
    """A group that mixes letters and digits, or three groups: « A7-PLM-40 », never « covid-19 »."""
    groups = word.split("-")
    has_mixed = any(_switches(group) for group in groups)
    is_code = has_mixed or (len(groups) > 2 and word.isupper())  # noqa: PLR2004
    return is_code and _letters(word) > 0 and sum(char.isdigit() for char in word) > 1


def _letters(word: str) -> int:
    return sum(char.isalpha() for char in word)


def _switches(word: str) -> int:
    """How often letters and digits change places."""
    return sum(a.isdigit() != b.isdigit() for a, b in pairwise(word))
