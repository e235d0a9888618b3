"""The normaliser: characters first, then what was set apart, then token by token, until nothing changes."""

from __future__ import annotations

import re

from bot.detector.normalise import disguises
from bot.detector.normalise.characters import FOLD, FOLD_LATIN, PLAIN, is_usual
from bot.detector.normalise.data import chat_spellings, known_words
from bot.detector.normalise.repairs import Repairs, split
from bot.detector.normalise.result import NO_DISGUISE, Normalised, ReverseStage, WidthStage
from bot.detector.normalise.work import Work

_ROUNDS = 6
_SHORT_ACCENTED = re.compile(rb"(?<![\w\x80-\xff'-])[cdfgjlmtv]?[\xe8\xe9] ")
_UNFOLDED = re.compile(r"[*_~|`&]")


class Normaliser:
    """Reads messages as they are meant. Built once from the words that disguises are undone towards."""

    def __init__(self, lexicon: frozenset[str]) -> None:
        lexicon = frozenset(word for word in lexicon if len(word) > 1 and word.isalpha() and word.isascii())
        self._lexicon = lexicon
        self._repairs = Repairs(lexicon, known_words(), chat_spellings())
        self._settled = self._repairs.settled

    def __call__(self, raw: str) -> Normalised:
        """The normalised text, never an error. Linear in the length of ``raw``."""
        try:
            latin = raw.encode("latin-1")
        except UnicodeEncodeError:
            return self._beyond_latin(raw)
        if latin.translate(None, PLAIN) or _has_short_accented(latin):
            return self._settle(Work(raw, raw), is_odd=True)
        folded = latin.translate(FOLD_LATIN)
        text = folded.decode("latin-1")
        if self._settled.issuperset(split(folded)) and b"\n" not in folded:
            return Normalised(raw, text, NO_DISGUISE, ())
        return self._settle(Work(raw, text))

    def _beyond_latin(self, raw: str) -> Normalised:
        """Typographic quotes and emoji want folding alone; everything else every step."""
        if not is_usual(raw) or "é " in raw or "è " in raw:
            return self._settle(Work(raw, raw), is_odd=True)
        work = Work(raw, raw.translate(FOLD))
        work.stages.append(WidthStage(raw, FOLD))
        return self._settle(work)

    def _undress(self, work: Work) -> None:
        """Whole-text disguises, then single characters."""
        for kind, find in disguises.BEFORE_FOLDING:
            work.edit([(edit, kind) for edit in find(work.text)])
        if not work.text.isascii():
            if disguises.is_backwards(work.text, self._repairs.vocabulary):
                work.stages.append(ReverseStage(len(work.text)))
                work.text = disguises.from_end(work.text)
                work.count("backwards")
            for kind, count in disguises.dress(work.text).items():
                work.count(kind, count)
        while True:
            text, foreign = disguises.unmask(work.text, self._repairs.vocabulary, self._lexicon)
            work.count("look-alike", foreign)
            work.text = text.translate(FOLD)
            if work.text == text:
                break  # otherwise letters that were dressed up may show that the rest is in disguise
            work.stages.append(WidthStage(text, FOLD))
        work.edit([(edit, "mark") for edit in disguises.marks(work.text)])

    def _settle(self, work: Work, is_odd: bool = False) -> Normalised:
        """Rounds of undressing, joining and repairing until the text is stable."""
        for turn in range(_ROUNDS):
            before = work.text
            if is_odd and (turn == 0 or not before.isascii() or _UNFOLDED.search(before)):
                self._undress(work)
            found = self._repairs.find(work.text, is_leet="leet" in work.counts)
            if found:
                work.edit(found)
            elif work.text == before:
                break
        return work.result()


def _has_short_accented(latin: bytes) -> bool:
    return (b"\xe9 " in latin or b"\xe8 " in latin) and _SHORT_ACCENTED.search(latin) is not None
