"""One token at a time: leet, stretched letters, chat spellings, glued words, typos. No context is needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from bot.detector.normalise.data import ChatSpellings, leet
from bot.detector.typos import Correction, Typos

# ruff: noqa: PLR2004 - lengths of words in letters

_SIGNS = leet()
_SYMBOLS = re.escape("".join(sign for sign in _SIGNS if not sign.isdigit() and sign not in "+!"))
TOKEN = re.compile(rf"[a-z0-9{_SYMBOLS}]+(?:[!+][a-z0-9{_SYMBOLS}]+)*")
_QUANTITY = re.compile(r"\d+[a-z]{0,4}\d*|[a-z]\d+|\d+[.,]?\d*[a-z%€$£]{1,3}|[\d€$£@+°!|]+")
_STRETCHED = re.compile(r"(.)\1{2,}")
_RUN = re.compile(r"(.)\1+")
_GLUING = 2500  # commonest words that may follow a glued pronoun
_SEEN = 9000  # words met in our own texts
_LEGIBLE = 10_000  # commonest words that leet is read as
_CLASSES = {"i": "l", "q": "g", "b": "g"}  # letters that share a sign
_PLAIN = str.maketrans({sign: letters[0] for sign, letters in _SIGNS.items()})
_SHAPE = str.maketrans(
    {sign: _CLASSES.get(letters[0], letters[0]) for sign, letters in _SIGNS.items()} | _CLASSES
)
_MAX_TOKEN = 40
_ELISION = re.compile(r"(qu|[djklmnst]|c(?=e))(?=[aeiouh])(.{3,})")
_PRONOUN = re.compile(r"([cdjlmnst])(?![aeiouyh])(.{3,})")
_FULL = {"c": "c'est", "d": "de", "j": "je", "l": "le", "m": "me", "n": "ne", "s": "se", "t": "te"}


class Repair(NamedTuple):
    """What a token stands for, and the kind of disguise it wore."""

    text: str
    kind: str


class Words:
    """Repairs single tokens towards a vocabulary."""

    def __init__(
        self,
        lexicon: frozenset[str],
        vocabulary: frozenset[str],
        known: Sequence[str],
        typos: Typos,
        chat: ChatSpellings,
    ) -> None:
        self._lexicon = lexicon
        self._vocabulary = vocabulary
        self._gluing = frozenset(known[:_GLUING]) | (lexicon & frozenset(known[:_SEEN]))
        self._chat = chat.anywhere
        self._french = chat.french
        self._typos = typos
        self._shapes: dict[str, str] = {}
        for word in (*sorted(lexicon), *known[:_LEGIBLE], *chat.anywhere):
            if len(word) > 1:
                self._shapes.setdefault(word.translate(_SHAPE), word)

    def repair(self, token: str, is_leet: bool = False) -> Repair | None:
        """The repaired token; None when it is best left alone. With ``is_leet`` short leet is read too."""
        if token in self._chat:
            return Repair(self._chat[token], "chat")
        if token in self._vocabulary or len(token) > _MAX_TOKEN or token.isdigit():
            return None
        if not token.isalpha() or not token.isascii():
            return self._unleet(token, is_leet)
        return self._unstretch(token) or self._unscramble(token)

    def _unscramble(self, token: str) -> Repair | None:
        """A slip of the pen in a word of the lexicon, else words run together, else any slip."""
        correction = self._typos.correct(token)
        if correction and not (correction.is_near and correction.word in self._lexicon):
            return self._unglue(token) or self._typo(correction)
        return self._typo(correction) if correction else self._unglue(token)

    def _typo(self, correction: Correction) -> Repair:
        return Repair(correction.word, "typo")

    def _unleet(self, token: str, is_leet: bool) -> Repair | None:
        """« c0d3 »: neither a quantity nor the signs of a secret, but the very shape of a word."""
        if self._is_amount(token) or (_QUANTITY.fullmatch(token) and not (is_leet and len(token) > 2)):
            return None
        word = self._shapes.get(token.translate(_SHAPE))
        letters = sum(map(str.isalpha, token))
        if word and (word in self._lexicon or (len(word) > 3 and letters > 1) or is_leet):
            return Repair(self._chat.get(word, word), "leet")
        plain = token.translate(_PLAIN)
        if word or not plain.isalpha() or letters < 4 or "!" in token or "+" in token:
            return None
        repaired = self.repair(plain)
        return repaired._replace(kind="leet") if repaired else None

    def _is_amount(self, token: str) -> bool:
        """« 3jours », « 2fois »: a number and a word."""
        word = token.lstrip("0123456789")
        return word != token and len(word) > 2 and (word in self._vocabulary or word in self._chat)

    def _unstretch(self, token: str) -> Repair | None:
        if not _STRETCHED.search(token):
            return None
        single = _RUN.sub(r"\1", token)
        if len(single) < 2:
            return None
        double = _STRETCHED.sub(r"\1\1", token)
        shortened = (double[: run.start()] + run[1] + double[run.end() :] for run in _RUN.finditer(double))
        for reading in (_STRETCHED.sub(r"\1", token), double, single, *shortened):
            if reading in self._chat:
                return Repair(self._chat[reading], "stretched")
            if reading in self._vocabulary and (len(reading) > 2 or reading in self._lexicon):
                return Repair(reading, "stretched")
        correction = self._typos.correct(single)
        return self._typo(correction) if correction else None

    def _unglue(self, token: str) -> Repair | None:
        match = _ELISION.fullmatch(token)
        if match and (rest := self._word(match[2])):
            return Repair(f"{'qu' if match[1] == 'k' else match[1]}'{rest}", "chat")
        match = _PRONOUN.fullmatch(token)
        if match and (rest := self._word(match[2])):
            return Repair(f"{_FULL[match[1]]} {rest}", "chat")
        return None

    def _word(self, token: str) -> str | None:
        return token if token in self._gluing else self._french.get(token)
