"""Whole-text disguises that are undone before and after the characters are folded."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection

from bot.detector.normalise.characters import FOLD
from bot.detector.normalise.data import chat_spellings, lookalikes
from bot.detector.normalise.result import Edit

_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
_first, _second = lookalikes()
_LETTERS = {char: to for char, to in _first.items() if unicodedata.category(char)[0] == "L"}
_GREEK_AND_CYRILLIC = (range(0x370, 0x530), range(0x1F00, 0x2000))
for _char in (chr(code) for codes in _GREEK_AND_CYRILLIC for code in codes):
    _base = unicodedata.normalize("NFD", _char)[0]
    if _base in _LETTERS:
        _LETTERS.setdefault(_char, _LETTERS[_base])
_GREEK_STYLED = "\U0001d6a8-\U0001d7cb"
_FOREIGN = re.compile(f"[{''.join(_LETTERS)}{_GREEK_STYLED}]")
_INVISIBLE = r"\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufe00-\ufe0f\ufeff"
_WORD = re.compile(rf"[^\W_][\w{_INVISIBLE}]*")
_spellings = chat_spellings().accented
_BESIDE = rf"\w'’{_INVISIBLE}-"  # what makes an accented letter part of something longer
_ACCENTED = re.compile(
    rf"(?<![{_BESIDE}])(?<!(?<!\w)\w\W)(?:{'|'.join(_spellings)})(?![{_BESIDE}])(?!\W\w(?!\w))", re.IGNORECASE
)
_TURNED_LETTER = re.compile("[ǝɐɔɟƃɥᴉɾʞɯɹʇʌʍʎ]")
_TURNED = str.maketrans("ɐqɔpǝɟƃɥᴉɾʞןɯuodbɹsʇnʌʍxʎz", "abcdefghijklmnopqrstuvwxyz")
_FEW = 3
_SAMPLE = 2000  # characters looked at
_KNOWN_SHARE = 0.5  # of the words of a text without Latin letters, to believe that it is French in disguise

_AMP = r"&(?:amp;|#0*38;|#x0*26;)*"
_ENTITY = re.compile(
    rf"{_AMP}(#\d{{1,7}};|#x[0-9a-f]{{1,6}};|[a-z]{{2,8}}\d{{0,2}};)|&(?:amp;|#0*38;|#x0*26;)+", re.I
)
_MOJIBAKE = re.compile(
    "Ã[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ ]|Â[\xa0-\xbf]|â€[™œ\x9d˜“”¦¢]|â\x80[\x90-\xbf]|Å[“’]|Å\x93"
)
_FLAG = re.compile(r"(?<![🇦-🇿])[🇦-🇿]{2}(?![🇦-🇿])")
_MARKS = re.compile(
    r"\*\*+|__+|~~+|\|\|+|``+|(?<![^\W_])[*_~`|]+(?=[^\W_])|(?<=[^\W_])[*_~`|]+(?![^\W_])|((?<=[^\W_])`(?=[^\W_]))"
)
STYLED = re.compile(
    "[\u1d00-\u1dbf\u2070-\u209f\u2100-\u214f\u2160-\u217f\u2460-\u24ff\ua720-\ua7ff\uab30-\uab65\uff21-\uff5a\U0001d400-\U0001d7ff\U0001f130-\U0001f189\U0001f1e6-\U0001f1ff]"
)
INVISIBLE = re.compile(
    r"(?<=\w)[\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e01ef]+(?=\w)"
)
STROKES = re.compile(r"[\u0304-\u0307\u0309-\u0326\u0328-\u036f\u1dc0-\u1dff\u20d0-\u20df]")


def entities(text: str) -> list[Edit]:
    """HTML entities, however often they were escaped."""
    if "&" not in text or ";" not in text:
        return []
    edits = []
    for match in _ENTITY.finditer(text):
        new = html.unescape(f"&{match[1]}") if match[1] else "&"
        if new == "&" or not new.startswith("&"):
            edits.append(Edit(match.start(), match.end(), new))
    return edits


def mojibake(text: str) -> list[Edit]:
    """UTF-8 that somebody read as Windows-1252: « reÃ§u »."""
    if not any(sign in text for sign in "ÃÂâÅ"):
        return []
    return [Edit(m.start(), m.end(), new) for m in _MOJIBAKE.finditer(text) if (new := _reread(m[0]))]


def _reread(piece: str) -> str:
    if piece == "Ã ":  # the no-break space of « à » became an ordinary one
        return "à "
    for encoding in ("cp1252", "latin-1"):
        try:
            return piece.encode(encoding).decode("utf-8")
        except UnicodeError:
            continue
    return ""


def unmask(text: str, vocabulary: Collection[str], lexicon: Collection[str]) -> tuple[str, int]:
    """The text with foreign look-alikes as Latin letters, one for one, and how many there were.

    Words that mix scripts are always read so; others when the text is mainly Latin, or when most words are
    known ones then.
    """
    unmasked, count = text, 0
    while foreign := len(_FOREIGN.findall(unmasked)):
        is_latin = len(_LATIN.findall(unmasked)) >= foreign or _is_masked(unmasked, vocabulary, lexicon)
        before = unmasked
        readings = _Readings(is_latin, vocabulary)
        unmasked = _WORD.sub(lambda match: readings[match[0]], before)  # noqa: B023 - used at once
        if unmasked == before:
            break
        count += foreign - len(_FOREIGN.findall(unmasked))
    return unmasked, count


class _Readings(dict[str, str]):
    """Words as look-alikes, each worked out when it is first met."""

    def __init__(self, is_latin: bool, vocabulary: Collection[str]) -> None:
        super().__init__()
        self._is_latin = is_latin
        self._vocabulary = vocabulary

    def __missing__(self, word: str) -> str:
        is_masked = _FOREIGN.search(word) and (self._is_latin or _LATIN.search(word))
        reading = self[word] = _read(word, self._vocabulary) if is_masked else word
        return reading


def _is_masked(text: str, vocabulary: Collection[str], lexicon: Collection[str]) -> bool:
    """Whether a text with few Latin letters gives known words once they are read as look-alikes."""
    words = [_read(word, vocabulary).translate(FOLD) for word in _WORD.findall(text[:2000]) if len(word) > 1]
    known = sum(word in vocabulary for word in words)
    return known >= _KNOWN_SHARE * len(words) and any(word in lexicon for word in words)


def _read(word: str, vocabulary: Collection[str]) -> str:
    first = "".join(_letter(char) for char in word)
    if first.translate(FOLD) in vocabulary:
        return first
    second = "".join(_second.get(char) or _letter(char) for char in word)
    return second if second.translate(FOLD) in vocabulary else first


def _letter(char: str) -> str:
    if char in _LETTERS:
        return _LETTERS[char]
    if char > "\U0001d6a7" and char < "\U0001d7cc":
        plain = unicodedata.normalize("NFKD", char)
        return _LETTERS.get(plain, char)
    return char


def accented(text: str) -> list[Edit]:
    """Chat spellings that only their accent tells from a word: « jé donné », « cé bon »."""
    return [Edit(m.start(), m.end(), _spellings[m[0].lower()]) for m in _ACCENTED.finditer(text)]


def flags(text: str) -> list[Edit]:
    """Two regional indicators alone are a flag, not letters."""
    if text.isascii():
        return []
    return [Edit(m.start(), m.end(), "🏳") for m in _FLAG.finditer(text)]


def marks(text: str) -> list[Edit]:
    """Markdown marks; a back-tick between letters is an apostrophe."""
    return [Edit(m.start(), m.end(), "'" if m[1] else "") for m in _MARKS.finditer(text)]


def is_backwards(text: str, vocabulary: Collection[str]) -> bool:
    """Whether a text that claims to be written from its end, or upside down, gives more known words so."""
    if "\u202e" not in text and not _is_turned(text):
        return False
    forwards, backwards = (
        sum(len(word) for word in re.findall("[a-z]{2,}", reading.translate(FOLD)) if word in vocabulary)
        for reading in (text[:_SAMPLE], from_end(text)[-_SAMPLE:])
    )
    return backwards > forwards


def from_end(text: str) -> str:
    """The text read from its end, and letters turned upside down the right way up, one for one."""
    return (text.translate(_TURNED) if _is_turned(text) else text)[::-1]


def _is_turned(text: str) -> bool:
    return len(_TURNED_LETTER.findall(text)) >= _FEW


BEFORE_FOLDING = (("entity", entities), ("mojibake", mojibake), ("chat", accented), ("", flags))
"""Finders of edits, with the kind of disguise each undoes."""


def dress(text: str) -> dict[str, int]:
    """How many letters wear fancy dress, invisible characters or strokes."""
    return {
        "styled": len(STYLED.findall(text)),
        "invisible": len(INVISIBLE.findall(text)),
        "stroke": len(STROKES.findall(text)),
    }
