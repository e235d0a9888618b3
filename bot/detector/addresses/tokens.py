"""Words that mix letters and digits: codes, references, passwords."""

from __future__ import annotations

import re

# The shapes in which institutions write codes and people write passwords.
_PREFIXED = re.compile(r"[A-Za-z]-(\d{4,8})")
_ATC = re.compile(r"[A-Z]\d{2}[A-Z]{2}\d{2}")
_SERIAL = re.compile(r"[A-Z]{2,5}[-_]?\d{3,}(?:-\d+)*|\d{3,}[A-Z]{1,2}")
_GROUPED = re.compile(r"(?:[A-Z0-9]{2,6}|[a-z0-9]{2,6})(?:-(?:[A-Z0-9]{2,6}|[a-z0-9]{2,6})){1,5}")
_DRUG = re.compile(r"[^\W\d_]+\d+(?:mg|g|ml|µg|mcg|ui)?", re.IGNORECASE)
_SYMBOL = re.compile(r"[_!&*$#+=?%]|[^\W\d_]-[^\W\d_]|\.[^\W_]")
_EDGES = "«»\"'’“”()[]{}<>,;:…`~"
_SHORTEST_PASSWORD = 6


def read_token(written: str) -> tuple[str, str] | None:
    """("code" | "serial" | "atc" | "password", value), or None when the word says nothing. ``written``: one word."""
    word = written.strip(_EDGES).rstrip(".?")
    if "/" in word or "@" in word or not any(char.isdigit() for char in word):
        return None
    prefixed = _PREFIXED.fullmatch(word)
    if prefixed:
        return "code", prefixed.group(1)
    if _ATC.fullmatch(word):
        return "atc", word
    if _SERIAL.fullmatch(word):
        return "serial", word
    if _GROUPED.fullmatch(word) and _is_mixed(word):
        return "code", word
    return ("password", word) if _is_password(word) else None


def _is_mixed(word: str) -> bool:
    """A group that mixes letters and digits, or three groups: « A7-PLM-40 », never « covid-19 »."""
    groups = word.split("-")
    mixed = [g for g in groups if not g.isalpha() and not g.isdigit()]
    has_letter = any(char.isalpha() for char in word)
    return has_letter and (bool(mixed) or len(groups) > 2) and sum(char.isdigit() for char in word) > 1  # noqa: PLR2004


def _is_password(word: str) -> bool:
    if len(word) < _SHORTEST_PASSWORD or _DRUG.fullmatch(word.rstrip("!")) and "!" not in word:
        return False
    has_letters = sum(char.isalpha() for char in word) >= 3  # noqa: PLR2004
    has_capital_inside = any(char.isupper() for char in word[1:]) and any(char.islower() for char in word)
    return has_letters and (_SYMBOL.search(word) is not None or has_capital_inside)
