"""The gate: a cheap look that may only say "certainly nothing".

An alert cannot be without a secret, an account, a screen, a link, a device or somebody who asks
(patterns/grammar/gate.yaml). One Aho-Corasick pass over the normalised text looks for the rarest word of each
of their phrases; only where one stands are the phrases themselves looked up.
"""

from __future__ import annotations

import re

from ahocorasick_rs import AhoCorasick

from bot.detector.data import read_yaml
from bot.detector.lexicon import Lexicon, fold, split_words
from bot.detector.normalise.data import read_words
from bot.detector.units import Unit

_HINT = re.compile(  # every repetition is bounded: a hostile text stays linear
    r"\d[\d .-]{2,30}\d|\d[a-z0-9_-]{0,30}\d[a-z0-9_-]{0,30}\d"
    r"|(?<![a-z])[a-z]{3,40}[-_!.]?\d|[a-z][-_]\d|\d[-_][a-z]"
    r"|[a-z0-9]\.[a-z]{2}|//|@|xxp|[\[(]\.[\])]|\bpoint\b|\bdot\b|\ben \."
)
_MARKS = ("link_", "address_", "number_code", "number_token", "number_phone", "number_card", "number_iban")


class Gate:
    """Built once from the lexicon."""

    def __init__(self, lexicon: Lexicon) -> None:
        data = read_yaml("grammar/gate.yaml")
        self._lexicon = lexicon
        self._concepts = frozenset(data["concepts"])
        self._words = frozenset(fold(word) for word in data["words"])
        rank = {word: place for place, word in enumerate(read_words("known_words.txt"))}
        phrases = lexicon.phrases(self._concepts)
        anchors = {
            max(words, key=lambda word: (rank.get(word, len(rank)), len(word), word)) for words in phrases
        }
        self._automaton = AhoCorasick(sorted(anchors | self._words))

    def is_open(self, text: str) -> bool:
        """Whether a normalised text may hold what an alert needs. Linear."""
        if _HINT.search(text):
            return True
        found = self._automaton.find_matches_as_indexes(text, overlapping=True)
        return (
            bool(found) and any(_is_whole(text, start, end) for _, start, end in found) and self._holds(text)
        )

    def _holds(self, text: str) -> bool:
        words = split_words(text)
        if not self._words.isdisjoint(words):
            return True
        for at in range(len(words)):
            for stop in self._lexicon.ends(words, at):
                if not self._concepts.isdisjoint(stop):
                    return True
        return False

    def allows(self, units: list[Unit]) -> bool:
        """The same condition on a message that was read: what ``is_open`` may never be stricter than."""
        return any(
            unit.word in self._words
            or not self._concepts.isdisjoint(unit.concepts)
            or any(concept.startswith(_MARKS) for concept in unit.concepts)
            for unit in units
        )


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a match is no piece of a longer word."""
    starts = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    return starts and (end == len(text) or not (text[end].isalnum() and text[end - 1].isalnum()))
