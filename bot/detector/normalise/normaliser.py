"""The normaliser: characters first, then what was set apart, then token by token, until nothing changes any more."""

from __future__ import annotations

import re
from collections import Counter
from types import MappingProxyType

from bot.detector.normalise import disguises
from bot.detector.normalise.characters import FOLD, FOLD_LATIN, PLAIN
from bot.detector.normalise.data import Contextual, chat_spellings, known_words
from bot.detector.normalise.joins import Joins
from bot.detector.normalise.result import Edit, EditStage, Normalised, Stage, WidthStage, apply
from bot.detector.normalise.words import TOKEN, Words

_NONE: MappingProxyType[str, int] = MappingProxyType({})
_TARGETS = 1500  # commonest words towards which typos are mended, beside the lexicon
_COMMONEST = 400  # words that a line break may well stand between
_ROUNDS = 6
_ENGLISH_CUES = 2
_ELIDED = frozenset(
    {
        b"c'",
        b"d'",
        b"j'",
        b"l'",
        b"m'",
        b"n'",
        b"s'",
        b"t'",
        b"qu'",
        b"jusqu'",
        b"lorsqu'",
        b"puisqu'",
        b"quelqu'",
        b"aujourd'",
        b"presqu'",
    }
)
_WORD_BYTES = (
    bytes(code if chr(code).isalnum() or chr(code) in "'" else 32 for code in range(128)) + b" " * 128
)
_NUMBER = re.compile(rb"\d+")
_LINK = re.compile(
    r"(?:https?|hxxps?|ftp)://\S+|www\.\S+|[^\s@]+@[^\s@]+\.[a-z]{2,}"
    r"|(?<![\w.])(?:[a-z0-9-]+\.)+(?:fr|com|net|org|info|eu|io|me|app|site|online|link|click|live|co|us|uk|be|ch|lu|de|es|it|"
    r"re|tk|xyz|top|ly|gl|gle|dev|shop|store|pro|biz|cc|tv|to|pw|ru|cn|example|invalid|test|web|space|website|help|care|health|tech|page|cloud|zip|mov)(?![\w])(?:/\S*)?"
)
_E_CPS = re.compile(r"(?<![\w-])e[ .-]cps(?![\w])")


class Normaliser:
    """Reads messages as they are meant. Built once from the words that disguises are undone towards."""

    def __init__(self, lexicon: frozenset[str]) -> None:
        chat = chat_spellings()
        known = known_words()
        words = frozenset(known)
        lexicon = frozenset(word for word in lexicon if word.isalpha() and word.isascii())
        rank = {word: place for place, word in enumerate(known)}
        common = sorted(
            lexicon | {w for w in known[:_TARGETS] if len(w) > 4}, key=lambda w: (rank.get(w, len(rank)), w)
        )
        self._words = Words(lexicon, words, common, chat)
        self._vocabulary = words | lexicon
        self._joins = Joins(lexicon, self._vocabulary, frozenset(known[:_COMMONEST]))
        self._chat = chat
        self._contextual: dict[str, list[Contextual]] = {}
        for item in chat.contextual:
            self._contextual.setdefault(item.when, []).append(item)
        unsettled = set(chat.anywhere) | set(self._contextual)
        single = {word for word in self._vocabulary if len(word) == 1} - set("ay")
        settled = self._vocabulary - unsettled - single | {"a", "y"}
        self._settled = frozenset(word.encode() for word in settled) | _ELIDED

    def __call__(self, raw: str) -> Normalised:
        """The normalised text, never an error. Linear in the length of ``raw``."""
        try:
            latin = raw.encode("latin-1")
        except UnicodeEncodeError:
            return self._thorough(raw)
        if latin.translate(None, PLAIN):
            return self._thorough(raw)
        folded = latin.translate(FOLD_LATIN)
        words = set(folded.translate(_WORD_BYTES).replace(b"'", b"' ").split())
        if self._settled.issuperset(words) and b"\n" not in folded:
            return Normalised(raw, folded.decode("latin-1"), _NONE)
        return self._settle(raw, folded.decode("latin-1"), [], Counter())

    def _thorough(self, raw: str) -> Normalised:
        """Every step, for a text with characters beyond plain Latin letters and signs."""
        stages: list[Stage] = []
        counts: Counter[str] = Counter()
        text = self._characters(raw, stages, counts)
        return self._settle(raw, text, stages, counts)

    def _characters(self, text: str, stages: list[Stage], counts: Counter[str]) -> str:
        for kind, find in (
            ("entity", disguises.entities),
            ("mojibake", disguises.mojibake),
            ("flag", disguises.flags),
        ):
            text = _edit(text, find(text), kind, stages, counts)
        if not text.isascii():
            counts.update(disguises.dress(text))
        text, foreign = disguises.unmask(text, self._vocabulary, self._words.lexicon)
        counts["look-alike"] += foreign
        folded = text.translate(FOLD)
        if folded != text:
            stages.append(WidthStage(text, FOLD))
        return _edit(folded, disguises.marks(folded), "mark", stages, counts)

    def _settle(self, raw: str, text: str, stages: list[Stage], counts: Counter[str]) -> Normalised:
        """Rounds of joining and repairing until the text is stable."""
        for _ in range(_ROUNDS):
            before = text
            if _UNFOLDED.search(text):
                text = self._characters(text, stages, counts)
            text = self._round(text, stages, counts)
            if text == before:
                break
        counts.pop("flag", None)
        found = MappingProxyType({kind: n for kind, n in counts.items() if n})
        return Normalised(raw, text, found, tuple(stages))

    def _round(self, text: str, stages: list[Stage], counts: Counter[str]) -> str:
        unsettled = self._unsettled(text)
        if not unsettled and "\n" not in text:
            return text
        links = [match.span() for match in _LINK.finditer(text)] if "." in text or "/" in text else []
        found = list(self._joins.edits(text)) + [
            (Edit(m.start(), m.end(), "ecps"), "") for m in _E_CPS.finditer(text)
        ]
        joined = _disjoint(found, links)
        if joined:
            return _edits(text, joined, stages, counts)
        return _edits(text, _disjoint(self._repairs(text, unsettled), links), stages, counts)

    def _unsettled(self, text: str) -> set[str]:
        words = text.encode("ascii", "replace").translate(_WORD_BYTES).replace(b"'", b"' ").split()
        return {word.decode() for word in set(words) - self._settled if not _NUMBER.fullmatch(word)}

    def _repairs(self, text: str, unsettled: set[str]) -> list[tuple[Edit, str]]:
        is_english = len(self._chat.english_cues.intersection(re.findall("[a-z]+", text))) >= _ENGLISH_CUES
        found: list[tuple[Edit, str]] = []
        for item in (item for word in unsettled for item in self._contextual.get(word, ())):
            found += [
                (Edit(m.start(), m.end(), m.expand(item.to)), "chat") for m in item.pattern.finditer(text)
            ]
        repairs: dict[str, tuple[str, str] | None] = {}
        for match in TOKEN.finditer(text):
            token = match[0]
            if token in self._vocabulary and token.encode() in self._settled or token.isdigit():
                continue
            if token not in repairs:
                repairs[token] = self._repair(token, is_english)
            repaired = repairs[token]
            if repaired and not _is_elision(text, match, token):
                found.append((Edit(match.start(), match.end(), repaired[0]), repaired[1]))
        return found

    def _repair(self, token: str, is_english: bool) -> tuple[str, str] | None:
        if is_english and token in self._chat.english:
            return self._chat.english[token], "chat"
        return self._words.repair(token)


_UNFOLDED = re.compile(r"[*_~|`&]")


def _is_elision(text: str, match: re.Match[str], token: str) -> bool:
    """Short tokens beside an apostrophe or a hyphen belong to a larger word: « I've », « qu'un », « e-cps »."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    return len(token) < 4 and (before in ("'", "-") or after in ("'", "-")) and before + after != ""


def _disjoint(found: list[tuple[Edit, str]], links: list[tuple[int, int]]) -> list[tuple[Edit, str]]:
    """The edits in order, the first of those that overlap, none inside a link."""
    kept: list[tuple[Edit, str]] = []
    at, link = 0, 0
    for edit, kind in sorted(found):
        while link < len(links) and links[link][1] <= edit.start:
            link += 1
        is_linked = link < len(links) and links[link][0] < edit.end
        if edit.start >= at and not is_linked:
            kept.append((edit, kind))
            at = edit.end
    return kept


def _edits(text: str, found: list[tuple[Edit, str]], stages: list[Stage], counts: Counter[str]) -> str:
    if not found:
        return text
    edits = [edit for edit, _ in found]
    counts.update(kind for _, kind in found if kind)
    stages.append(EditStage(edits))
    return apply(text, edits)


def _edit(text: str, edits: list[Edit], kind: str, stages: list[Stage], counts: Counter[str]) -> str:
    return _edits(text, [(edit, kind) for edit in edits], stages, counts)
