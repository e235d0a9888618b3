"""Digits written out in words, French and English: « sept cent douze », "double oh six"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import ahocorasick_rs

from bot.detector.addresses.data import addresses

_COMMON = frozenset({"un", "une", "one", "oh"})  # alone they say nothing
_LINKS = ("tiret", "dash", "puis")  # between digits: « 866 tiret 031 »
_MAX_HITS = 400
_REPEATS = {"double": 2, "triple": 3}
_PHONE_DIGITS = 9  # « appelez un 03 53 01 18 55 » is a phone number and an article
_TEN, _TEENS, _HUNDRED, _THOUSAND = 10, 20, 100, 1000
_SEPARATOR = (
    r"(?:::|[ \t\xa0\u202f,.;/|\u2026\u2013-]{1,4})"
    r"(?:(?:puis|ensuite|then|tiret|dash|le|et(?=[ -]{1,2}(?:une?|onze)\b))[ ,-]{1,3})?"
)


@dataclass(frozen=True, slots=True)
class Spelled:
    """A run of number words (digits may be mixed in). ``parts``: the digits of each number in it."""

    start: int
    end: int
    parts: tuple[str, ...]
    has_thousand: bool


@lru_cache(maxsize=1)
def _finder() -> ahocorasick_rs.AhoCorasick:
    words = [word for word in addresses().number_words if word not in _COMMON]
    return ahocorasick_rs.AhoCorasick([*words, *_LINKS], matchkind=ahocorasick_rs.MatchKind.LeftmostLongest)


@lru_cache(maxsize=1)
def _run() -> re.Pattern[str]:
    words = sorted([*addresses().number_words, *_REPEATS], key=len, reverse=True)
    item = rf"(?:(?:{'|'.join(words)})(?![^\W_])|\d{{1,4}}(?![^\W_]|[.,]\d))"
    return re.compile(rf"(?<![^\W_])(?<![\d][.,]){item}(?:{_SEPARATOR}{item}){{1,15}}")


def has_number_words(lower: str, least: int) -> bool:
    """A cheap test that may only say "certainly fewer than ``least`` telling number words"."""
    try:
        hits = _finder().find_matches_as_indexes(lower)
    except UnicodeEncodeError:  # a lone surrogate; the replacement is one character, too
        hits = _finder().find_matches_as_indexes(lower.encode("utf-8", "replace").decode())
    if len(hits) < least:
        return False
    return sum(_is_word(lower, start, end) for _, start, end in hits[:_MAX_HITS]) >= least


def _is_word(text: str, start: int, end: int) -> bool:
    return not (start and text[start - 1].isalpha()) and not text[end : end + 1].isalpha()


def find_spelled(lower: str) -> Iterator[Spelled]:
    """Runs of two items and more, at least one of them a telling word."""
    for match in _run().finditer(lower):
        tokens = re.findall(r"[^\W\d_]+|\d+", match.group())
        telling = sum(token not in _COMMON and token.isalpha() for token in tokens)
        if telling and sum(len(token) for token in tokens if token.isdigit()) < _PHONE_DIGITS:
            parts, has_thousand = _group(_items(tokens))
            yield Spelled(match.start(), match.end(), parts, has_thousand)


def _items(tokens: list[str]) -> list[int | str]:
    """Values of words, digits as they are written; joiners left out, "double" applied."""
    words = addresses().number_words
    items: list[int | str] = []
    times = 1
    for token in tokens:
        times = _REPEATS.get(token, times)
        if token.isdigit():
            items.append(token)
        elif token in words:
            items += [words[token]] * times
            times = 1
    return items


def _group(items: list[int | str]) -> tuple[tuple[str, ...], bool]:
    parts: list[str] = []
    has_thousand = False
    index = 0
    while index < len(items):
        item = items[index]
        if isinstance(item, str):
            parts.append(item)
            index += 1
            continue
        values = [value if isinstance(value, int) else -1 for value in items[index : index + 8]] + [-1] * 4
        number, used = _below_thousand(values)
        if values[used] == _THOUSAND:
            has_thousand, used = True, used + 1
        parts.append(str(number))
        index += used
    return tuple(parts), has_thousand


def _below_thousand(values: list[int]) -> tuple[int, int]:
    """The longest number that the values begin with, and how many of them it takes."""
    if values[0] == _THOUSAND:
        return 1, 0
    is_bare = values[0] == _HUNDRED
    if not is_bare and not (1 <= values[0] < _TEN and values[1] == _HUNDRED):
        return _below_hundred(values)
    used = 1 if is_bare else 2
    hundreds = 1 if is_bare else values[0]
    rest = values[used:]
    if rest[0] < 1 or rest[0] >= _HUNDRED or rest[1] == _HUNDRED:
        return hundreds * _HUNDRED, used
    number, more = _below_hundred(rest)
    return hundreds * _HUNDRED + number, used + more


def _below_hundred(values: list[int]) -> tuple[int, int]:
    first, second = values[:2]
    if first == 4 and second == _TEENS:  # noqa: PLR2004 - quatre-vingt
        number, used = _teens(values[2:], 19)
        return 80 + number, 2 + used
    if _TEENS <= first < _HUNDRED:
        number, used = _teens(values[1:], 19 if first == 60 else 9)  # noqa: PLR2004 - soixante-dix
        return first + number, 1 + used
    if first == _TEN and 7 <= second <= 9:  # noqa: PLR2004 - dix-sept
        return first + second, 2
    return max(first, 0), 1


def _teens(values: list[int], most: int) -> tuple[int, int]:
    if values[0] == _TEN and most > _TEN and 7 <= values[1] <= 9:  # noqa: PLR2004 - soixante-dix-sept
        return _TEN + values[1], 2
    return (values[0], 1) if 1 <= values[0] <= most else (0, 0)
