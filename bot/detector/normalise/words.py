"""One token at a time: leet, stretched letters, chat spellings, glued words, typos. Depends on the token alone."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice, product

from bot.detector.normalise.data import ChatSpellings, leet
from bot.detector.typos import Typos

_SIGNS = leet()
_SYMBOLS = re.escape("".join(sign for sign in _SIGNS if not sign.isdigit() and sign not in "(<+!"))
TOKEN = re.compile(rf"[a-z0-9{_SYMBOLS}]+(?:[!+(<][a-z0-9{_SYMBOLS}]+)*")
_QUANTITY = re.compile(r"\d+[a-z]{0,4}\d*|[a-z]\d+|\d+[.,]?\d*[a-z%€$£]{1,3}|[\d€$£@+°!|]+")
_STRETCHED = re.compile(r"(.)\1{2,}")
_RUN = re.compile(r"(.)\1+")
_MAX_READINGS = 16
_MAX_TOKEN = 40
_ELISION = re.compile(r"(qu|[cdjklmnst])(?=[aeiouyh])(.{3,})")
_PRONOUN = re.compile(r"([cdjlmnst])(?![aeiouyh])(.{3,})")
_FULL = {"c": "ce", "d": "de", "j": "je", "l": "le", "m": "me", "n": "ne", "s": "se", "t": "te"}


class Words:
    """Repairs single tokens towards a vocabulary."""

    def __init__(
        self, lexicon: frozenset[str], known: frozenset[str], common: Iterable[str], chat: ChatSpellings
    ) -> None:
        self.lexicon = lexicon
        self.vocabulary = known | lexicon
        self._chat = chat.anywhere
        self._typos = Typos([*common])

    def repair(self, token: str) -> tuple[str, str] | None:
        """What the token stands for and the kind of disguise it wore; None when it is best left alone."""
        if token in self._chat:
            return self._chat[token], "chat"
        if token in self.vocabulary or len(token) > _MAX_TOKEN:
            return None
        if not token.isalpha() or not token.isascii():
            return self._unleet(token)
        return self._unstretch(token) or self._unglue(token) or self._correct(token)

    def _unleet(self, token: str) -> tuple[str, str] | None:
        is_quantity = _QUANTITY.fullmatch(token) is not None
        letters = sum(char.isalpha() for char in token)
        readings = list(islice(product(*(_SIGNS.get(char, char) for char in token)), _MAX_READINGS))
        for reading in map("".join, readings):
            if not is_quantity and reading in self.lexicon:
                return reading, "leet"
        if is_quantity or letters < 2 or letters * 2 <= len(token):
            return None
        for reading in map("".join, readings):
            if reading in self.vocabulary and len(reading) > 2:
                return reading, "leet"
            if reading in self._chat:
                return self._chat[reading], "leet"
        first = "".join(readings[0])
        repaired = self.repair(first) if first.isalpha() and letters > 2 else None
        return (repaired[0], "leet") if repaired else None

    def _unstretch(self, token: str) -> tuple[str, str] | None:
        if not _STRETCHED.search(token):
            return None
        short = _STRETCHED.sub(r"\1\1", token)
        for reading in (_STRETCHED.sub(r"\1", token), short, _RUN.sub(r"\1", token)):
            if reading in self.vocabulary and (len(reading) > 2 or reading in self.lexicon):
                return reading, "stretched"
            if reading in self._chat and len(reading) > 1:
                return self._chat[reading], "stretched"
        runs = [*_RUN.finditer(short)]
        for run in runs:
            reading = short[: run.start()] + run[1] + short[run.end() :]
            if reading in self.vocabulary and len(reading) > 2:
                return reading, "stretched"
        return self._correct(_RUN.sub(r"\1", token))

    def _unglue(self, token: str) -> tuple[str, str] | None:
        if match := _ELISION.fullmatch(token):
            rest = self._word(match[2])
            if rest:
                return ("qu" if match[1] == "k" else match[1]) + "'" + rest, "chat"
        if match := _PRONOUN.fullmatch(token):
            rest = self._word(match[2])
            if rest:
                return f"{_FULL[match[1]]} {rest}", "chat"
        return None

    def _word(self, token: str) -> str | None:
        return token if token in self.vocabulary else self._chat.get(token)

    def _correct(self, token: str) -> tuple[str, str] | None:
        word = self._typos.correct(token)
        return (word, "typo") if word else None
