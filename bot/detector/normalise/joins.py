"""Words whose letters or pieces were set apart: « c o d e », « c.o.d.e », « c🔥o🔥d🔥e », « co-\\nde », « identi fiant »."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.detector.normalise.data import leet
from bot.detector.normalise.result import Edit

_SIGNS = {sign: letters[0] for sign, letters in leet().items() if sign.isdigit() or sign in "@$€"}
_LETTER = "a-z0-9@$€"
_SINGLES = re.compile(rf"(?<![{_LETTER}])[{_LETTER}](?:[^{_LETTER}]{{1,3}}[{_LETTER}](?![{_LETTER}])){{2,}}")
_CHUNKS = re.compile(r"(?<![a-z0-9@])[a-z0-9@$€]+(?:(?:[^\w\s']{1,3}|_|[ \r]?[-‐]?[ \r]?\n ?)[a-z0-9@$€]+)+")
_SEPARATOR = re.compile(r"[^a-z0-9@$€]+")
_PIECE = re.compile(r"[a-z0-9@$€]+")
_PAIR = re.compile(r"(?<![\w'.@-])([a-z]{2,}) (?=([a-z]{2,})(?![\w'@-]))")
_DIGITS = re.compile(r"\d{3,}")
_ORDINARY = set('.,;:!?-/()"«»+@&=#%…[]{}<>')
_LONGEST = 20
_ALONE = {"a": 2.5, "y": 2.5, **dict.fromkeys("cdjlmnst", 3.0)}
_UNKNOWN = 4.0  # cost of a letter that belongs to no word


class Joins:
    """Finds the edits that bring the letters of a word together again."""

    def __init__(
        self, lexicon: frozenset[str], vocabulary: Collection[str], commonest: Collection[str]
    ) -> None:
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._commonest = commonest

    def edits(self, text: str) -> Iterator[tuple[Edit, str]]:
        """Edits with the kind of disguise undone; they may overlap: the caller keeps the first of each place."""
        for match in _SINGLES.finditer(text):
            yield from ((edit, "spaced") for edit in self._singles(match))
        for match in _CHUNKS.finditer(text):
            yield from self._chunks(match)
        for match in _PAIR.finditer(text):
            if self._is_broken(match[1], match[2]):
                yield Edit(match.start(), match.end(2), match[1] + match[2]), "separated"

    def _is_broken(self, left: str, right: str) -> bool:
        return left + right in self._lexicon and (
            left not in self._vocabulary or right not in self._vocabulary
        )

    def _singles(self, match: re.Match[str]) -> Iterator[Edit]:
        """Groups of single letters; a wider gap, or a blank among other signs, parts two words."""
        letters = list(_PIECE.finditer(match.string, match.start(), match.end()))
        gaps = [match.string[a.end() : b.start()] for a, b in zip(letters, letters[1:], strict=False)]
        groups = [letters[first : last + 1] for first, last in _groups(gaps)]
        spelt = [self._spelt("".join(piece[0] for piece in group)) for group in groups]
        for group, words in zip(groups, spelt, strict=True):
            short = "".join(piece[0] for piece in group) if any(spelt) and len(group) == 2 else ""
            word = words or (short if short in self._vocabulary else None)
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
        return self.segment(plain)

    def _chunks(self, match: re.Match[str]) -> Iterator[tuple[Edit, str]]:
        pieces = list(_PIECE.finditer(match.string, match.start(), match.end()))
        separators = [match.string[a.end() : b.start()] for a, b in zip(pieces, pieces[1:], strict=False)]
        start = 0
        for index in range(1, len(pieces)):
            if index == len(separators) or separators[index] != separators[start]:
                found = self._rejoin(pieces[start : index + 1], separators[start])
                if found:
                    yield found
                start = index

    def _rejoin(self, pieces: list[re.Match[str]], separator: str) -> tuple[Edit, str] | None:
        words = [piece[0] for piece in pieces]
        sound_words = self._commonest if "\n" in separator else self._vocabulary
        if len(words) < 2 or all(word in sound_words or word.isdigit() for word in words):
            return None
        whole = "".join(_SIGNS.get(char, char) for word in words for char in word)
        is_odd = not set(separator) <= _ORDINARY
        kind = "line break" if "\n" in separator else "separated"
        if whole in self._lexicon or (is_odd and len(whole) > 4 and whole in self._vocabulary):
            return Edit(pieces[0].start(), pieces[-1].end(), whole), kind
        is_shredded = len(words) > 2 and len(whole) <= 3 * len(words)
        found = self.segment(whole) if (is_odd and "\n" not in separator) or is_shredded else None
        return (
            (Edit(pieces[0].start(), pieces[-1].end(), found), kind)
            if found and found.split() != words
            else None
        )

    def segment(self, letters: str) -> str | None:
        """The words that letters without blanks spell, or None when they mostly spell none. Linear in the length."""
        best: list[tuple[float, int]] = [(0.0, 0)]
        for end in range(1, len(letters) + 1):
            options = [(best[end - 1][0] + _UNKNOWN, end - 1)]
            for start in range(max(0, end - _LONGEST), end):
                cost = self._cost(letters[start:end])
                if cost:
                    options.append((best[start][0] + cost, start))
            best.append(min(options))
        words: list[str] = []
        end = len(letters)
        while end:
            start = best[end][1]
            words.append(letters[start:end])
            end = start
        words.reverse()
        return self._sentence(words, len(letters))

    def _cost(self, word: str) -> float:
        if len(word) == 1:
            return _ALONE.get(word, 0.0)
        if word in self._lexicon:
            return 1.0
        if word in self._vocabulary:
            return 1.2 if len(word) > 3 else 1.6 if len(word) == 3 else 2.0
        return 0.0

    def _sentence(self, words: list[str], length: int) -> str | None:
        covered = sum(len(word) for word in words if len(word) > 2 or word in self._lexicon)
        known = sum(len(word) for word in words if word in self._vocabulary)
        if covered * 2 < length or known < 0.7 * length:
            return None
        return _merge_unknown(words, self._vocabulary)


def _merge_unknown(words: list[str], vocabulary: Collection[str]) -> str:
    """Letters that belong to no word are kept together."""
    merged: list[str] = []
    was_unknown = False
    for word in words:
        is_unknown = len(word) == 1 and word not in vocabulary
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
        if len(gap) > shortest or (gap.isspace() and blanks * 2 < len(gaps)):
            yield start, index
            start = index + 1
    yield start, len(gaps)
