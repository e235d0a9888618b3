"""Which places of a folded text to repair. Cheap tests first: most texts need nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from bot.detector.normalise.data import ChatSpellings, Contextual
from bot.detector.normalise.joins import Joins
from bot.detector.normalise.result import Edit, Stage, lead_back
from bot.detector.normalise.words import TOKEN, Repair, Words

Found = list[tuple[Edit, str]]
"""Edits in order, each with the kind of disguise it undoes ("" for none)."""

_TARGETS = 1500  # commonest words towards which typos are mended, beside the lexicon
_TARGET_LENGTH = 5
_MEMORY = 1 << 15  # repairs of tokens remembered
_ENGLISH_CUES = 2
_SINGLES = 3  # single letters in a row
_ELIDED = b"c' d' j' l' m' n' s' t' qu' jusqu' lorsqu' puisqu' quelqu' aujourd' presqu' entr' quoiqu'".split()
_WORD_BYTES = bytes(code if code < 128 and (chr(code).isalnum() or code == 39) else 32 for code in range(256))
_NO_SIGNS = bytes(code for code in range(128) if chr(code) not in "@$|+!")
_GLUED = re.compile(rb"[^\s\w'][a-z0-9@$]|_")
_TLDS = (
    "fr com net org info eu io me app site online link click live co us uk be ch lu de es it re tk xyz top ly gl gle dev shop "
    "store pro biz cc tv to pw ru cn example invalid test web space website help care health tech page cloud zip mov"
).replace(" ", "|")
_LINK = re.compile(
    r"(?:https?|hxxps?|ftp)://\S+|www\.\S+|[^\s@]{1,64}@[^\s@]{1,250}\.[a-z]{2,}"
    rf"|(?<![\w.-])[a-z0-9-]{{1,63}}(?:\.[a-z0-9-]{{1,63}}){{0,5}}\.(?:{_TLDS})(?![\w-])(?:/\S*)?"
)
_E_CPS = re.compile(r"(?<![\w-])e[ .-]cps(?!\w)")
_MARK_BEFORE_NAME = re.compile(r"[.!?:«\"\n(-]\s*$|^\s*$")


class Past(NamedTuple):
    """What has been done to a text so far."""

    raw: str
    stages: Sequence[Stage]
    is_leet: bool  # digits are known to stand for letters in it


def split(folded: bytes) -> list[bytes]:
    """The words of a folded text, each elision one of its own: « l'écran » gives l', ecran."""
    return folded.translate(_WORD_BYTES).replace(b"'", b"' ").split()


class Repairs:
    """Finds what to repair in a folded text, given the words to repair towards and those to leave alone."""

    def __init__(self, lexicon: frozenset[str], known: Sequence[str], chat: ChatSpellings) -> None:
        self.vocabulary = frozenset(known) | lexicon
        rank = {word: place for place, word in enumerate(known)}
        common = {word for word in known[:_TARGETS] if len(word) >= _TARGET_LENGTH} - set(chat.anywhere)
        targets = sorted(lexicon | common, key=lambda word: (rank.get(word, len(rank)), word))
        words = Words(lexicon, self.vocabulary, known, targets, chat)
        self._repair = lru_cache(_MEMORY)(words.repair)
        self._joins = Joins(lexicon, rank, chat.anywhere.keys())
        self._lexicon = lexicon
        self._chat = chat
        self._contextual: dict[str, list[Contextual]] = {}
        for item in chat.contextual:
            self._contextual.setdefault(item.when, []).append(item)
        unsettled = {*chat.anywhere, *self._contextual, *(word for word in self.vocabulary if len(word) == 1)}
        self.settled = frozenset(word.encode() for word in (self.vocabulary - unsettled) | {"a", "y"}) | {
            *_ELIDED
        }

    def find(self, text: str, past: Past) -> Found:
        """What to repair next, in order and without overlap."""
        folded = text.encode("ascii", "replace")
        words = split(folded)
        unsettled = {word for word in set(words) - self.settled if not word.isdigit()}
        if not unsettled and b"\n" not in folded:
            return []
        found = self._joined(text, folded, words, unsettled)
        if not found and unsettled:
            has_signs = bool(folded.translate(None, _NO_SIGNS)) or not text.isascii()
            found = self._mended(text, {word.decode() for word in unsettled}, has_signs, past)
        return _disjoint(found, text) if found else found

    def _joined(self, text: str, folded: bytes, words: list[bytes], unsettled: set[bytes]) -> Found:
        found: Found = []
        if b"cps" in words:
            found += [(Edit(m.start(), m.end(), "ecps"), "") for m in _E_CPS.finditer(text)]
        singles = any(len(word) == 1 for word in unsettled)
        if singles and sum(len(word) == 1 for word in words) >= _SINGLES:
            found += self._joins.singles(text)
        if b"\n" in folded:
            found += self._joins.lines(text)
        if not text.isascii() or _GLUED.search(folded):
            found += self._joins.chunks(text)
        if self._has_broken_pair(words, unsettled):
            found += self._joins.pairs(text)
        return found

    def _has_broken_pair(self, words: list[bytes], unsettled: set[bytes]) -> bool:
        for left, right in zip(words, words[1:], strict=False):
            if (left in unsettled or right in unsettled) and (left + right).decode() in self._lexicon:
                return True
        return False

    def _mended(self, text: str, unsettled: set[str], has_signs: bool, past: Past) -> Found:
        found: Found = []
        for item in (item for word in unsettled for item in self._contextual.get(word, ())):
            found += [
                (Edit(m.start(), m.end(), m.expand(item.to)), "chat") for m in item.pattern.finditer(text)
            ]
        tokens = {m[0] for m in TOKEN.finditer(text)} if has_signs else unsettled
        repairs = {token: repair for token in tokens if (repair := self._repair(token, past.is_leet))}
        if not self._chat.english.keys().isdisjoint(unsettled) and self._is_english(text):
            repairs |= {
                word: Repair(to, "chat") for word, to in self._chat.english.items() if word in unsettled
            }
        if not repairs:
            return found
        for match in TOKEN.finditer(text):
            repair = repairs.get(match[0])
            if repair and not _is_part(text, match) and not (repair.is_risky and _is_name(match, past)):
                found.append((Edit(match.start(), match.end(), repair.text), repair.kind))
        return found

    def _is_english(self, text: str) -> bool:
        return len(self._chat.english_cues.intersection(re.findall("[a-z]+", text))) >= _ENGLISH_CUES


def _is_part(text: str, match: re.Match[str]) -> bool:
    """Short tokens beside an apostrophe or a hyphen belong to a larger word: « I've », « qu'un », « e-cps »."""
    if match.end() - match.start() >= _SINGLES + 1:
        return False
    return text[match.start() - 1 : match.start()] in ("'", "-") or text[match.end() : match.end() + 1] in (
        "'",
        "-",
    )


def _is_name(match: re.Match[str], past: Past) -> bool:
    """Whether the token is written like a name: one capital, inside a sentence."""
    start, end = lead_back(past.stages, match.start(), match.end())
    word = past.raw[start:end]
    if not word.istitle():
        return False
    return _MARK_BEFORE_NAME.search(past.raw[max(0, start - 8) : start]) is None


def _disjoint(found: Iterable[tuple[Edit, str]], text: str) -> Found:
    """The edits in order, the first of those that overlap, none inside a link."""
    links = [match.span() for match in _LINK.finditer(text)] if "." in text or ":" in text else []
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
