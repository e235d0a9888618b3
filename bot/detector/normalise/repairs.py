"""Which places of a folded text to repair. Cheap tests first: most texts need nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.detector.normalise.data import ChatSpellings, Contextual
from bot.detector.normalise.joins import Joins
from bot.detector.normalise.result import Edit
from bot.detector.normalise.words import TOKEN, Repair, Words
from bot.detector.normalise.work import Found
from bot.detector.typos import Typos

_SEEN = 9000  # words met in our own texts
_RANKED = 20_000  # words whose frequency counts
_TARGETS = 4000  # commonest words towards which typos are mended, beside the lexicon
_MEMORY = 1 << 15  # repairs of tokens remembered
_ENGLISH_CUES = 2
_SINGLES = 3  # single letters in a row
_SCRAP = 2  # letters of a piece of a word
_MOST_SCRAPS = 3000  # in a text worth piecing together: nobody sends more, but to keep the reader busy
_SHORT = 3  # letters of a token that an apostrophe may tie to another
_LETTERS = {bytes([code]) for code in range(97, 123)}
_ELIDED = b"c' d' j' l' m' n' s' t' qu' jusqu' lorsqu' puisqu' quelqu' aujourd' presqu' entr' quoiqu'".split()
_WORD_BYTES = bytes(
    code if chr(code).isascii() and (chr(code).isalnum() or chr(code) == "'") else 32 for code in range(256)
)
_NO_SIGNS = bytes(code for code in range(128) if chr(code) not in "@$|+!")
_GLUED = re.compile(rb"[^\s\w'][a-z0-9@$]|_")
_TLDS = (
    "fr|com|net|org|info|eu|io|me|app|site|online|link|click|live|co|us|uk|be|ch|lu|de|es|it|re|tk|xyz|top|ly|gl|gle"
    "|dev|shop|store|pro|biz|cc|tv|to|pw|ru|cn|example|invalid|test|web|space|website|help|care|health|tech|page"
    "|cloud|zip|mov"
)
_LINK = re.compile(
    r"(?:https?|hxxps?|ftp)://\S+|www\.\S+|[^\s@]{1,64}@[^\s@]{1,250}\.[a-z]{2,}"
    rf"|(?<![\w.-])[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{0,5}}\.(?:{_TLDS})(?![\w-])(?:/\S*)?"
)
_LINKISH = re.compile(r"\.[a-z]|://|@")
_E_CPS = re.compile(r"(?<![\w-])e[ .-]cps(?!\w)")


def split(folded: bytes) -> list[bytes]:
    """The words of a folded text, each elision one of its own: « l'écran » gives l', ecran."""
    return folded.translate(_WORD_BYTES).replace(b"'", b"' ").split()


class Repairs:
    """Finds what to repair in a folded text, given the words to repair towards and those to leave alone."""

    def __init__(self, lexicon: frozenset[str], known: Sequence[str], chat: ChatSpellings) -> None:
        seen = frozenset(known[:_SEEN])
        self.vocabulary = frozenset(known) | lexicon
        rank = {word: place for place, word in enumerate(known[:_RANKED])}
        likely = (lexicon & seen) | frozenset(known[:_TARGETS]).difference(chat.anywhere)
        targets = sorted(likely, key=lambda word: (rank.get(word, _RANKED), word))
        words = Words(lexicon, self.vocabulary, known, Typos(targets), chat)
        self._repair = lru_cache(_MEMORY)(words.repair)
        self._joins = Joins(lexicon, rank, chat.anywhere.keys())
        self._halves = _halves(lexicon & seen)
        self._chat = chat
        self._contextual: dict[str, list[Contextual]] = {}
        for item in chat.contextual:
            self._contextual.setdefault(item.when, []).append(item)
        unsettled = {*chat.anywhere, *self._contextual, *"bcdefghijklmnopqrstuvwxz"}
        settled = "\n".join(self.vocabulary - unsettled | {"a", "y"})
        self.settled = frozenset(settled.encode().split(b"\n")).union(_ELIDED)

    def find(self, text: str, is_leet: bool) -> Found:
        """What to repair next, in order and without overlap; ``is_leet``: digits stand for letters in it."""
        folded = text.encode("ascii", "replace")
        words = split(folded)
        unsettled = {word for word in set(words) - self.settled if not word.isdigit()}
        if not unsettled and b"\n" not in folded:
            return []
        found = self._joined(text, folded, words, unsettled)
        if not found and unsettled:
            has_signs = bool(folded.translate(None, _NO_SIGNS)) or not text.isascii()
            found = self._mended(text, {word.decode() for word in unsettled}, has_signs, is_leet)
        return _disjoint(found, text) if found else found

    def _joined(self, text: str, folded: bytes, words: list[bytes], unsettled: set[bytes]) -> Found:
        found: Found = []
        if b"cps" in words:
            found += [(Edit(m.start(), m.end(), "ecps"), "") for m in _E_CPS.finditer(text)]
        if b"\n" in folded:
            found += self._joins.lines(text)
        if sum(len(word) <= _SCRAP for word in words) > _MOST_SCRAPS:
            return found
        if not unsettled.isdisjoint(_LETTERS) and sum(len(word) == 1 for word in words) >= _SINGLES:
            found += self._joins.singles(text)
        if not text.isascii() or _GLUED.search(folded):
            found += self._joins.chunks(text)
        if not unsettled.isdisjoint(self._halves) and self._has_broken_pair(words):
            found += self._joins.pairs(text)
        return found

    def _has_broken_pair(self, words: list[bytes]) -> bool:
        texts = [word.decode() for word in words]
        return any(self._joins.is_broken(left, right) for left, right in pairwise(texts))

    def _mended(self, text: str, unsettled: set[str], has_signs: bool, is_leet: bool) -> Found:
        found: Found = []
        for when in unsettled & self._contextual.keys():
            for item in self._contextual[when]:
                matches = item.pattern.finditer(text)
                found += [(Edit(m.start(), m.end(), m.expand(item.to)), "chat") for m in matches]
        repairs = self._repairs(text, unsettled, has_signs, is_leet)
        if not repairs:
            return found
        for match in TOKEN.finditer(text):
            repair = repairs.get(match[0])
            if repair and not _is_part(text, match):
                found.append((Edit(match.start(), match.end(), repair.text), repair.kind))
        return found

    def _repairs(self, text: str, unsettled: set[str], has_signs: bool, is_leet: bool) -> dict[str, Repair]:
        tokens = {match[0] for match in TOKEN.finditer(text)} if has_signs else unsettled
        repairs = {token: repair for token in tokens if (repair := self._repair(token, is_leet))}
        english = unsettled & self._chat.english.keys()
        if english and self._is_english(text):
            repairs |= {word: Repair(self._chat.english[word], "chat") for word in english}
        return repairs

    def _is_english(self, text: str) -> bool:
        return len(self._chat.english_cues.intersection(re.findall("[a-z]+", text))) >= _ENGLISH_CUES


def _halves(words: Iterable[str]) -> frozenset[bytes]:
    return frozenset(
        half.encode() for word in words for i in range(2, len(word) - 1) for half in (word[:i], word[i:])
    )


def _is_part(text: str, match: re.Match[str]) -> bool:
    """Short tokens beside an apostrophe or before a hyphen belong to a larger word: « I've », « e-cps »."""
    size = match.end() - match.start()
    if size > _SHORT:
        return False
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    return before == "'" or after in ("'", "-") or (before == "-" and size == 1)


def _disjoint(found: Iterable[tuple[Edit, str]], text: str) -> Found:
    """The edits in order, the first of those that overlap, none inside a link."""
    links = [match.span() for match in _LINK.finditer(text)] if _LINKISH.search(text) else []
    kept: Found = []
    at, link = 0, 0
    for edit, kind in sorted(found):
        while link < len(links) and links[link][1] <= edit.start:
            link += 1
        is_linked = link < len(links) and links[link][0] < edit.end
        if edit.start >= at and not is_linked:
            kept.append((edit, kind))
            at = edit.end
    return kept
