"""Words whose letters were set apart: « c o d e », « c.o.d.e », line breaks in the middle."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise
from math import inf, log

from bot.detector.normalise.data import leet
from bot.detector.normalise.result import Edit

# ruff: noqa: PLR2004 - lengths of words in letters

_SIGNS = {sign: letters[0] for sign, letters in leet().items() if sign.isdigit() or sign in "@$€"}
_LETTER = "a-z0-9@$€"
_SINGLES = re.compile(rf"(?<![{_LETTER}])[{_LETTER}](?:[^{_LETTER}]{{1,3}}[{_LETTER}](?![{_LETTER}])){{2,}}")
_CHUNKS = re.compile(rf"(?<![{_LETTER}])[{_LETTER}]+(?:(?:[^\w\s'()]{{1,3}}|_)[{_LETTER}]+)+")
_PIECE = re.compile(rf"[{_LETTER}]+")
_BROKEN_LINE = re.compile(r"(?<!\w)([a-z]+)(-?) ?\n ?(?=([a-z]+)(?![\w']))")
_PAIR = re.compile(r"(?<![\w'.@-])([a-z]{2,}) (?=([a-z]{2,})(?![\w'@-]))")
_DIGITS = re.compile(r"\d{3,}")
_ORDINARY = set('.,;:!?-/()"«»+@&=#%…[]{}<>')
_SHREDDED = 2.6  # letters a piece, at most

# Costs of a reading: the logarithm of a word's rank stands for its rarity (Zipf).
_WORD = 2.3
_BONUS = 2.0  # for a word of the lexicon
_FREQUENT = 300  # rank
_ODD_PAIR = 4.0  # against words of two letters that are not frequent: most are initials
_CHAT_RANK = 400  # taken for that of a chat spelling
_ALONE = {"a": 5.0, "y": 6.0, **dict.fromkeys("cdjlmnst", 7.0)}
_UNKNOWN_LETTER = 9.0
_UNKNOWN_WORD = 16.0
_LINE_BREAK = 9.0  # what joining over a line break must gain
_LINE_BREAK_AGAIN = 4.0  # … once such a join has been beyond doubt
_NO_DOUBT = 15.0

Find = tuple[Edit, str]
"""An edit and the kind of disguise it undoes."""


class Joins:
    """Finds the edits that bring the letters of a word together. They may overlap: the first one counts."""

    def __init__(self, lexicon: frozenset[str], rank: Mapping[str, int], chat: Collection[str]) -> None:
        self._lexicon = lexicon
        self._costs = {
            word: log(place + 1) + _WORD + (_ODD_PAIR if len(word) == 2 and place > _FREQUENT else 0.0)
            for word, place in rank.items()
            if len(word) > 1
        }
        self._costs |= dict.fromkeys(chat, log(_CHAT_RANK) + _WORD)
        rare = log(len(rank) + 1) + _WORD
        self._costs |= {word: self._costs.get(word, rare) - _BONUS for word in lexicon}
        self._costs |= _ALONE
        lengths: dict[str, set[int]] = {}
        for word in self._costs:
            if len(word) > 1:
                lengths.setdefault(word[:3], set()).add(len(word))
        self._lengths = {start: (2, *sorted(found - {2})) for start, found in lengths.items()}

    def singles(self, text: str) -> Iterator[Find]:
        """« c o d e », « c.o.d.e », « l e c o d e »."""
        for match in _SINGLES.finditer(text):
            for edit in self._singles(match):
                yield edit, "spaced"

    def chunks(self, text: str) -> Iterator[Find]:
        """« co.de », « id🔥en🔥ti🔥fi🔥ant »."""
        for match in _CHUNKS.finditer(text):
            yield from self._chunks(match)

    def pairs(self, text: str) -> Iterator[Find]:
        """« identi fiant »."""
        for match in _PAIR.finditer(text):
            if self.is_broken(match[1], match[2]):
                yield Edit(match.start(), match.end(2), match[1] + match[2]), "separated"

    def is_broken(self, left: str, right: str) -> bool:
        """Whether two words, one of them unknown, are the halves of a word of the lexicon."""
        return left + right in self._lexicon and not (left in self._costs and right in self._costs)

    def lines(self, text: str) -> Iterator[Find]:
        """A line break inside a word, hyphenated or not."""
        found = [
            (self._gain(m[1], m[3]) + (_LINE_BREAK if m[2] else 0), m) for m in _BROKEN_LINE.finditer(text)
        ]
        is_sure = any(gain > _NO_DOUBT for gain, _ in found)
        for gain, match in found:
            if gain > (_LINE_BREAK_AGAIN if is_sure else _LINE_BREAK):
                yield Edit(match.start(), match.end(3), match[1] + match[3]), "line break"

    def _gain(self, left: str, right: str) -> float:
        whole = self._costs.get(left + right)
        if whole is None:
            return 0.0
        return self._costs.get(left, _UNKNOWN_WORD) + self._costs.get(right, _UNKNOWN_WORD) - whole

    def _singles(self, match: re.Match[str]) -> Iterator[Edit]:
        """Groups of single letters; a wider gap, or a blank among other signs, parts two words."""
        letters = list(_PIECE.finditer(match.string, match.start(), match.end()))
        gaps = [match.string[a.end() : b.start()] for a, b in pairwise(letters)]
        groups = [letters[first : last + 1] for first, last in _groups(gaps)]
        written = ["".join(piece[0] for piece in group) for group in groups]
        spelt = [self._spelt(group) for group in written]
        if not any(spelt):
            return
        for group, plain, words in zip(groups, written, spelt, strict=True):
            word = words or (plain if len(plain) == 2 and plain in self._costs else None)
            if word:
                yield Edit(group[0].start(), group[-1].end(), word)

    def _spelt(self, group: str) -> str | None:
        digits = sum(char.isdigit() for char in group)
        if len(group) < 2 or digits * 2 > len(group):
            return None
        number = _DIGITS.search(group)
        if number:
            left, right = group[: number.start()], group[number.end() :]
            parts = (self._spelt(left) or left, number[0], self._spelt(right) or right)
            return " ".join(filter(None, parts)) if parts[0] != left or parts[2] != right else None
        plain = "".join(_SIGNS.get(char, char) for char in group)
        return plain if len(plain) > 2 and plain in self._costs else self.segment(plain)

    def _chunks(self, match: re.Match[str]) -> Iterator[Find]:
        pieces = list(_PIECE.finditer(match.string, match.start(), match.end()))
        separators = [match.string[a.end() : b.start()] for a, b in pairwise(pieces)]
        start = 0
        for index in range(1, len(pieces)):
            if index == len(separators) or separators[index] != separators[start]:
                found = self._rejoin(pieces[start : index + 1], separators[start])
                if found:
                    yield found
                start = index

    def _rejoin(self, pieces: list[re.Match[str]], separator: str) -> Find | None:
        words = [piece[0] for piece in pieces]
        if all(word in self._costs or word.isdigit() for word in words):
            return None
        whole = "".join(_SIGNS.get(char, char) for word in words for char in word)
        is_odd = not set(separator) <= _ORDINARY
        if whole in self._lexicon or (is_odd and len(whole) > 3 and whole in self._costs):
            return Edit(pieces[0].start(), pieces[-1].end(), whole), "separated"
        is_shredded = len(words) > 2 and len(whole) <= _SHREDDED * len(words)
        found = self.segment(whole) if is_shredded and (is_odd or max(map(len, words)) < 4) else None
        if not found or not (is_odd or self._lexicon.intersection(found.split()).difference(words)):
            return None
        return Edit(pieces[0].start(), pieces[-1].end(), found), "separated"

    def segment(self, letters: str) -> str | None:
        """The words that letters without blanks spell, None when they mostly spell none. Linear."""
        size = len(letters)
        least = [0.0] + [inf] * size
        origin = [0] * (size + 1)
        for start in range(size):
            for end in (
                start + 1,
                *(start + length for length in self._lengths.get(letters[start : start + 3], (2,))),
            ):
                word = letters[start:end]
                cost = least[start] + self._costs.get(word, _UNKNOWN_LETTER if end == start + 1 else inf)
                if end <= size and cost < least[end]:
                    least[end], origin[end] = cost, start
        words: list[str] = []
        end = len(letters)
        while end:
            start = origin[end]
            words.append(letters[start:end])
            end = start
        return self._sentence(words[::-1], len(letters))

    def _sentence(self, words: list[str], length: int) -> str | None:
        covered = sum(len(word) for word in words if len(word) > 2)
        known = sum(len(word) for word in words if word in self._costs)
        return _merge_unknown(words, self._costs) if covered * 2 >= length and known >= 0.7 * length else None


def _merge_unknown(words: list[str], known: Collection[str]) -> str:
    """Letters that belong to no word are kept together."""
    merged: list[str] = []
    was_unknown = False
    for word in words:
        is_unknown = word not in known
        if is_unknown and was_unknown:
            merged[-1] += word
        else:
            merged.append(word)
        was_unknown = is_unknown
    return " ".join(merged)


def _groups(gaps: list[str]) -> Iterator[tuple[int, int]]:
    """First and last letter of each group, given what stands between the letters."""
    blanks = sum(gap.isspace() for gap in gaps)
    shortest = min(map(len, gaps))
    start = 0
    for index, gap in enumerate(gaps):
        if len(gap) > shortest or "'" in gap or (gap.isspace() and blanks * 2 < len(gaps)):
            yield start, index
            start = index + 1
    yield start, len(gaps)
