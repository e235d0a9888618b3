"""The normaliser: characters first, then what was set apart, then token by token, until nothing changes any more."""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType

from bot.detector.normalise import disguises
from bot.detector.normalise.characters import FOLD, FOLD_LATIN, PLAIN, is_usual
from bot.detector.normalise.data import chat_spellings
from bot.detector.normalise.repairs import Found, Past, Repairs, split
from bot.detector.normalise.result import Edit, EditStage, Normalised, Stage, WidthStage, apply
from bot.detector.normalise.vocabulary import known_words

_NONE: MappingProxyType[str, int] = MappingProxyType({})
_ROUNDS = 6
_LEET = 1  # words in leet, to read short ones so too
_UNFOLDED = re.compile(r"[*_~|`&]")


class Normaliser:
    """Reads messages as they are meant. Built once from the words that disguises are undone towards."""

    def __init__(self, lexicon: frozenset[str]) -> None:
        lexicon = frozenset(word for word in lexicon if word.isalpha() and word.isascii())
        self._lexicon = lexicon
        self._repairs = Repairs(lexicon, known_words(), chat_spellings())
        self._settled = self._repairs.settled

    def __call__(self, raw: str) -> Normalised:
        """The normalised text, never an error. Linear in the length of ``raw``."""
        try:
            latin = raw.encode("latin-1")
        except UnicodeEncodeError:
            return self._fold(raw, is_usual(raw))
        if latin.translate(None, PLAIN):
            return self._fold(raw, is_plain=False)
        folded = latin.translate(FOLD_LATIN)
        text = folded.decode("latin-1")
        if self._settled.issuperset(split(folded)) and b"\n" not in folded:
            return Normalised(raw, text, _NONE)
        return self._settle(raw, text, [], Counter())

    def _fold(self, raw: str, is_plain: bool) -> Normalised:
        """For a text with characters beyond Latin-1, or with odd ones: plain when folding alone will do."""
        stages: list[Stage] = []
        counts: Counter[str] = Counter()
        if is_plain:
            stages.append(WidthStage(raw, FOLD))
            return self._settle(raw, raw.translate(FOLD), stages, counts)
        return self._settle(raw, self._characters(raw, stages, counts), stages, counts)

    def _characters(self, text: str, stages: list[Stage], counts: Counter[str]) -> str:
        """Whole-text disguises and characters; ``stages`` and ``counts`` grow."""
        for kind, find in disguises.BEFORE_FOLDING:
            text = _edit(text, [(edit, kind) for edit in find(text)], stages, counts)
        if not text.isascii():
            counts.update(disguises.dress(text))
        while True:
            text, foreign = disguises.unmask(text, self._repairs.vocabulary, self._lexicon)
            counts["look-alike"] += foreign
            folded = text.translate(FOLD)
            if folded == text:
                break
            stages.append(WidthStage(text, FOLD))
            text = folded  # letters that were dressed up may show that the rest is in disguise
        return _edit(text, [(edit, "mark") for edit in disguises.marks(text)], stages, counts)

    def _settle(self, raw: str, text: str, stages: list[Stage], counts: Counter[str]) -> Normalised:
        """Rounds of joining and repairing until the text is stable."""
        for _ in range(_ROUNDS):
            before = text
            if _UNFOLDED.search(text):
                text = self._characters(text, stages, counts)
            text = _edit(
                text, self._repairs.find(text, Past(raw, stages, counts["leet"] >= _LEET)), stages, counts
            )
            if text == before:
                break
        found = MappingProxyType({kind: n for kind, n in counts.items() if n and kind}) if counts else _NONE
        return Normalised(raw, text, found, tuple(stages))


def _edit(text: str, found: Found, stages: list[Stage], counts: Counter[str]) -> str:
    if not found:
        return text
    edits: list[Edit] = [edit for edit, _ in found]
    counts.update(kind for _, kind in found)
    stages.append(EditStage(edits))
    return apply(text, edits)
