"""What may be kept of a message: its known, harmless words. Everything else is hidden.

A word is shown only if it is in ``patterns/masking/words.txt`` and nothing before it announces a name, a
number, an address or a secret. What the mask misses is worse than what it hides needlessly.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

HIDDEN = "…"
LONGEST = 240
"""Characters of an excerpt."""
LOOKED_AT = 2_000

TOKEN = re.compile(
    r"(?P<mail>\S*@\S*)"
    r"|(?P<link>(?:\w+://|www\.)\S*|[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:[/?#:]\S*)?)"
    r"|(?P<word>\b(?:Mme|Mlle|Mr?|Dr|Pr|Me)\.|(?<![\w-])[eE]-(?:cps|CPS|mail)\b|\w+)"
    r"|(?P<end>[.!?;\n]+)"
    r"|(?P<mark>[,:=()«»'’\"-])"
    r"|(?P<space>\s+)"
    r"|(?P<sign>.)"
)


LABELS = {"mail": "[adresse]", "link": "[lien]", "sign": HIDDEN}
SEPARATORS = (":", "=")


@dataclass(frozen=True, slots=True)
class Cues:
    """The word lists of ``patterns/masking``."""

    words: frozenset[str]
    numbers: frozenset[str]
    beside_numbers: frozenset[str]
    titles: frozenset[str]
    introductions: frozenset[str]
    addresses: frozenset[str]
    secrets: frozenset[str]
    separators: frozenset[str]
    shown_always: frozenset[str]
    proper: frozenset[str]


@cache
def load_cues() -> Cues:
    folder = files("patterns") / "masking"
    lists = yaml.safe_load((folder / "cues.yaml").read_text(encoding="utf-8"))
    words = frozenset((folder / "words.txt").read_text(encoding="utf-8").split())
    return Cues(words=words, **{name: frozenset(text.split()) for name, text in lists.items()})


def mask(text: str, is_strict: bool = False) -> str:
    """The excerpt of a message. ``is_strict``: only the trade's words, where a secret may stand anywhere."""
    plain = unicodedata.normalize("NFC", text[:LOOKED_AT])
    masker = _Masker(load_cues(), is_strict, is_shouted=_is_shouted(plain))
    pieces = [(match.lastgroup or "", match.group()) for match in TOKEN.finditer(plain)]
    shown = [masker.show(kind, piece, _next_word(pieces, at)) for at, (kind, piece) in enumerate(pieces)]
    return _tidy("".join(shown))


class _Masker:
    """Goes through the pieces once, and remembers what the last words announced."""

    def __init__(self, cues: Cues, is_strict: bool, is_shouted: bool) -> None:
        self._cues, self._is_strict, self._is_shouted = cues, is_strict, is_shouted
        self._start_sentence()
        self._was_number = False

    def _start_sentence(self) -> None:
        self._hide_all = 0  # so many words are hidden, whatever they are
        self._hide_new = 0  # so many words that are not always shown are hidden
        self._hide_near = 0  # the same among so many words
        self._is_secret = False  # the rest of the sentence is
        self._is_after_secret = False  # a word for a secret was said in this sentence
        self._is_first = True

    def show(self, kind: str, piece: str, following: str) -> str:
        if kind == "word":
            return self._show_word(piece, following)
        if kind in LABELS:
            return LABELS[kind]
        if "\n" in piece or (kind == "end" and not self._is_secret):  # a password may hold a full stop
            self._start_sentence()
        if piece in SEPARATORS and self._is_after_secret:
            self._is_secret = True
        return piece.replace("\n", " ")

    def _show_word(self, piece: str, following: str) -> str:
        word = piece.lower()
        is_shown = self._may_show(piece, word.rstrip("."), following)
        self._was_number = word in self._cues.numbers or not word.rstrip(".").isalpha()
        self._announce("m." if piece == "M" else word)  # « m' » is no « M. »
        self._is_first = False
        return piece if is_shown else HIDDEN

    def _may_show(self, piece: str, word: str, following: str) -> bool:
        cues = self._cues
        is_known = word in (cues.shown_always if self._is_strict else cues.words | cues.shown_always)
        if self._is_secret or self._hide_all or not is_known or word in cues.numbers:
            return False
        if word in cues.beside_numbers and (self._was_number or _is_number(following, cues)):
            return False
        if (self._hide_new or self._hide_near) and word not in cues.shown_always:
            return False
        return self._is_first or piece.islower() or self._is_shouted or word in cues.proper

    def _announce(self, word: str) -> None:
        """What this word says about the next ones."""
        cues = self._cues
        self._hide_all = max(self._hide_all - 1, 0)
        self._hide_near = max(self._hide_near - 1, 0)
        if word not in cues.shown_always:
            self._hide_new = max(self._hide_new - 1, 0)
        if word in cues.separators and self._is_after_secret:
            self._is_secret = True
        if word in cues.titles:
            self._hide_new = 2
        elif word in cues.addresses:
            self._hide_all = 4
        elif word in cues.secrets:
            self._is_after_secret = True
            self._hide_near = 3
        elif word in cues.introductions:
            self._hide_near = max(self._hide_near, 1)


def _next_word(pieces: list[tuple[str, str]], at: int) -> str:
    return next((piece.lower() for kind, piece in pieces[at + 1 : at + 4] if kind == "word"), "")


def _is_number(word: str, cues: Cues) -> bool:
    return bool(word) and (word in cues.numbers or not word.isalpha())


def _is_shouted(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return sum(sign.isupper() for sign in letters) > len(letters) / 2


def _tidy(shown: str) -> str:
    """One mark for a run of hidden words: not even their number shows."""
    shown = re.sub(rf"(?:{HIDDEN}[\s,:='’\"-]*)+(?={HIDDEN})", "", shown)
    shown = re.sub(r"\s+", " ", shown).strip()
    return shown if len(shown) <= LONGEST else shown[:LONGEST].rsplit(" ", 1)[0] + " " + HIDDEN
