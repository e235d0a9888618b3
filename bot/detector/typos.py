"""Spelling correction towards a list of words: one edit away, or the same to the ear.

The look-up is SymSpell's: every word is filed under itself and under each of its forms with a letter missing,
so a token meets its word through at most length + 1 look-ups (W. Garbe, 2012).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

# ruff: noqa: PLR2004 - lengths of words in letters

MIN_LENGTH = 4
_MAX_LENGTH = 24
_COMMON = 2  # cost of a common slip, at most
_FAR = 9
_NEIGHBOURS = {
    "a": "zqseo", "b": "vghn", "c": "xdfvksq", "d": "sefcxrt", "e": "zrsdiw", "f": "drgvct", "g": "fthbvj",
    "h": "gyjnb", "i": "uojkye", "j": "huknig", "k": "jilomcq", "l": "komp", "m": "lpn", "n": "bhjm",
    "o": "iplkau", "p": "oml", "q": "aswck", "r": "etdf", "s": "qzdxcwae", "t": "ryfgd", "u": "yijho",
    "v": "cfgbw", "w": "xqsve", "x": "wsdc", "y": "tuhgi", "z": "aesq",
}  # fmt: skip
"""Keys that touch on an AZERTY or QWERTY keyboard, and letters that sound alike."""
_SOUNDS = tuple(
    (re.compile(pattern), letters)
    for pattern, letters in (
        ("ph", "f"),
        ("qu?|ck|c(?![eiyh])", "k"),
        ("c(?=[eiy])|ss|z", "s"),
        ("eaux?|aux?", "o"),
        ("(?:ai|ei|et|er|ez|es|ee)(?![aou])", "e"),
        ("y", "i"),
        ("[ea](?:n|m)(?![aeiounm])", "an"),
        ("tion", "sion"),
        ("(?<!c)h", ""),
        (r"(.)\1+", r"\1"),
        ("(?<=..)[estdx]{1,2}$", ""),
    )
)


class Correction(NamedTuple):
    """A word, and whether the slip is the likeliest kind: a letter left out or two letters swapped."""

    word: str
    is_near: bool


def sound(word: str) -> str:
    """A rough French pronunciation: words that sound alike share it."""
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return word


class Typos:
    """Corrects tokens to one of ``words``, commonest first. Built once; a look-up takes some microseconds."""

    def __init__(self, words: Iterable[str]) -> None:
        self._rank: dict[str, int] = {}
        self._forms: dict[str, list[str]] = defaultdict(list)
        self._sounds: dict[str, str] = {}
        for rank, word in enumerate(words):
            if MIN_LENGTH <= len(word) <= _MAX_LENGTH and word not in self._rank:
                self._rank[word] = rank
                self._sounds.setdefault(sound(word), word)
                for form in {word, *_shortened(word)}:
                    self._forms[form].append(word)

    def correct(self, token: str) -> Correction | None:
        """The likeliest word: a common slip away from ``token``, else alike by ear, else an odd slip away."""
        if not MIN_LENGTH - 1 <= len(token) <= _MAX_LENGTH:
            return None
        candidates = set(self._forms.get(token, ()))
        if len(token) >= MIN_LENGTH:
            for form in _shortened(token):
                candidates.update(self._forms.get(form, ()))
        costs = [(cost, self._rank[word], word) for word in candidates if (cost := edit_cost(token, word))]
        cost, _, word = min(costs, default=(_FAR, 0, ""))
        if cost > _COMMON and (heard := self._by_ear(token)):
            return Correction(heard, is_near=False)
        return Correction(word, cost == 1) if word else None

    def _by_ear(self, token: str) -> str | None:
        key = sound(token)
        word = self._sounds.get(key) if len(key) >= MIN_LENGTH else None
        return word if word and abs(len(word) - len(token)) <= 2 else None


def _shortened(word: str) -> list[str]:
    return [word[:i] + word[i + 1 :] for i in range(len(word))]


def edit_cost(token: str, word: str) -> int:
    """How odd the slip from ``word`` to ``token`` is, 1 to 3; 0 when it is not one edit, or too odd a one."""
    start = 0
    shortest = min(len(token), len(word))
    while start < shortest and token[start] == word[start]:
        start += 1
    end = 0
    while end < shortest - start and token[-1 - end] == word[-1 - end]:
        end += 1
    cost = _slip(token[start : len(token) - end], word[start : len(word) - end])
    if cost and start == 0:
        cost += 1
    is_odd = cost > _COMMON and len(word) == MIN_LENGTH and token[0] + token[-1] != word[0] + word[-1]
    if len(token) < MIN_LENGTH and (cost > 1 or token[0] != word[0]):
        return 0
    return 0 if is_odd or cost > 3 else cost


def _slip(wrong: str, right: str) -> int:
    if len(wrong) == len(right) == 2:
        return 1 if wrong == right[::-1] else 0
    if len(wrong) + len(right) == 1:
        return 1 if right else 2
    if len(wrong) == len(right) == 1:
        return 2 if right in _NEIGHBOURS.get(wrong, ()) else 3
    return 0
