"""Disguises to measure the detector with, each a pure function: the same text always looks the same.

They draw on characters of their own choice, not on the tables by which disguises are undone.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Callable, Mapping

# ruff: noqa: PLR2004 - lengths of words in letters, and shares of words changed

Disguise = Callable[[str], str]

_CYRILLIC = dict(zip("aceopxyisjkmthbnurAEOPCTHKMBXI", "асеорхуіѕјкмтһьпцгАЕОРСТНКМВХІ", strict=True))
_GREEK = dict(zip("aoviputkxenyABEZHIKMNOPTYX", "αονιρυτκχεηγΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", strict=True))
_ARMENIAN = dict(zip("ouhgnjlqpsSOLU", "օսհցոյլզքտՏՕԼՍ", strict=True))
_LEET = {"a": "4@", "e": "3€", "i": "1!", "o": "0", "s": "5$", "t": "7", "l": "1", "b": "8", "g": "9"}
_INVISIBLE = "\u200b\u200c\u200d\u2060\u00ad\ufeff"
_BIDI = "\u200e\u200f\u202a\u202c\u2066\u2069"
_STROKES = "\u0336\u0335\u0337\u0338\u0332\u0333\u20d2\u034d"
_EMOJI = "🔥🙏😅✨💊📱🎉😂👉💬🌸⚡"
_KEYS = "abcdefghijklmnopqrstuvwxyz"
_ACCENTS = str.maketrans("àâäéèêëîïôöùûüçÀÂÉÈÊËÎÏÔÙÛÇ", "aaaeeeeiioouuucAAEEEEIIOUUC")
_WORD = re.compile(r"[^\W\d_]+")
_LINK = re.compile(r"\S+://\S+|\S+\.[a-z]{2,}(?:/\S*)?")
_SMS: tuple[tuple[str, str], ...] = (
    (r"\bqu'est[- ]ce qu(?:e|')", "kes "),
    (r"\bque\b", "ke"),
    (r"\bquoi\b", "koi"),
    (r"\bqui\b", "ki"),
    (r"\bqu'", "k"),
    (r"\bc'est\b", "c"),
    (r"\bj'ai\b", "jé"),
    (r"\bje suis\b", "jsui"),
    (r"\bje ", "j"),
    (r"\bs'il te pla[iî]t\b", "stp"),
    (r"\bs'il vous pla[iî]t\b", "svp"),
    (r"\bmot de passe\b", "mdp"),
    (r"\bpour\b", "pr"),
    (r"\bdans\b", "ds"),
    (r"\bvous\b", "vs"),
    (r"\bnous\b", "ns"),
    (r"\btout\b", "tt"),
    (r"\bavec\b", "ac"),
    (r"\bquelqu'un\b", "kelkun"),
    (r"\bbonjour\b", "bjr"),
    (r"\bt[ée]l[ée]phone\b", "tel"),
    (r"\bmessage\b", "msg"),
    (r"\btoujours\b", "tjrs"),
    (r"\bmaintenant\b", "mtn"),
    (r"\bbeaucoup\b", "bcp"),
    (r"\bpas\b", "pa"),
    (r"\bmoi\b", "mwa"),
    (r"\bcode\b", "kod"),
    (r"\bphoto\b", "foto"),
    (r"\byou\b", "u"),
    (r"\byour\b", "ur"),
    (r"\bplease\b", "plz"),
    (r"\bthanks\b", "thx"),
    (r"\bpassword\b", "pw"),
    (r"\bthe\b", "da"),
    (r"qu", "k"),
    (r"(?<=[a-zé]{3})(?:er|ez|ée?s?)\b", "é"),
    (r"(?<=\w)eau\b", "o"),
    (r"(?<=[a-z]{4})[est]\b", ""),
    (r"(?<=\w)([ntlmpfs])\1(?=\w)", r"\1"),
)
"""Spellings of text messages, in order: pattern and replacement."""


def _dice(text: str) -> random.Random:
    return random.Random(zlib.crc32(text.encode("utf-8", "surrogatepass")))  # noqa: S311 - a seed, not a secret


def _words(text: str, change: Callable[[str], str]) -> str:
    """The text with its words changed; links stay as they are, since a changed link leads elsewhere."""
    links = [match.span() for match in _LINK.finditer(text)]

    def changed(match: re.Match[str]) -> str:
        is_linked = any(start <= match.start() < end for start, end in links)
        return match[0] if is_linked else change(match[0])

    return _WORD.sub(changed, text)


def capitals(text: str) -> str:
    return _words(text, str.upper)


def no_accents(text: str) -> str:
    return text.replace("œ", "oe").replace("’", "'").translate(_ACCENTS)


def _swapped(text: str, table: Mapping[str, str]) -> str:
    return _words(text, lambda word: "".join(table.get(char, char) for char in word))


def cyrillic(text: str) -> str:
    return _swapped(text, _CYRILLIC)


def greek(text: str) -> str:
    return _swapped(text, _GREEK)


def armenian(text: str) -> str:
    return _swapped(text, _ARMENIAN)


def _sprinkled(text: str, signs: str, share: float) -> str:
    dice = _dice(text)

    def changed(word: str) -> str:
        inside = "".join(c + (dice.choice(signs) if dice.random() < share else "") for c in word[:-1])
        return inside + word[-1]

    return _words(text, changed)


def zero_width(text: str) -> str:
    return _sprinkled(text, _INVISIBLE, 0.5)


def bidi(text: str) -> str:
    return _sprinkled(text, _BIDI, 0.4)


def strokes(text: str) -> str:
    sign = _dice(text).choice(_STROKES)
    return _words(text, lambda word: "".join(char + sign for char in word))


def leet(text: str) -> str:
    dice = _dice(text)

    def changed(word: str) -> str:
        if len(word) < 3:
            return word
        return "".join(dice.choice(_LEET[c]) if c in _LEET and dice.random() < 0.6 else c for c in word)

    return _words(no_accents(text), changed)


def _separated(text: str, sign: str) -> str:
    return _words(text, lambda word: sign.join(word) if len(word) > 2 else word)


def spaced(text: str) -> str:
    """Letters set apart by one blank; words keep a wider one between them."""
    return _separated(text.replace(" ", "  "), " ")


def spaced_tight(text: str) -> str:
    """Letters set apart by one blank, and no wider one between the words."""
    return _words(text, " ".join)


def dotted(text: str) -> str:
    return _separated(text, ".")


def dashed(text: str) -> str:
    return _separated(text, _dice(text).choice("-_*·|/"))


def typos(text: str) -> str:
    """One slip in a third of the words of four letters or more."""
    dice = _dice(text)

    def changed(word: str) -> str:
        return _slip(word, dice) if len(word) >= 4 and dice.random() < 1 / 3 else word

    return _words(text, changed)


def _slip(word: str, dice: random.Random) -> str:
    at = dice.randrange(1, len(word) - 1)
    kind = dice.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + dice.choice(_KEYS) + word[at:]
    if kind == 2:
        return word[:at] + dice.choice(_KEYS) + word[at + 1 :]
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def sms(text: str) -> str:
    """The way of French text messages: short forms, sounds, no double letters, few silent endings."""
    text = text.lower().replace("’", "'")
    for pattern, new in _SMS:
        text = re.sub(pattern, new, text)
    return text


def emoji_between_words(text: str) -> str:
    dice = _dice(text)
    return re.sub(" ", lambda _: f" {dice.choice(_EMOJI)} " if dice.random() < 0.6 else " ", text)


def emoji_for_blanks(text: str) -> str:
    sign = _dice(text).choice(_EMOJI)
    return text.replace(" ", sign)


def emoji_between_letters(text: str) -> str:
    return _separated(text, _dice(text).choice(_EMOJI))


def _alphabet(text: str, lower: int, upper: int) -> str:
    def shown(char: str) -> str:
        if "a" <= char <= "z":
            return chr(lower + ord(char) - 97)
        return chr(upper + ord(char) - 65) if "A" <= char <= "Z" else char

    return _words(no_accents(text), lambda word: "".join(map(shown, word)))


def mathematical(text: str) -> str:
    capital = _dice(text).choice((0x1D400, 0x1D468, 0x1D4D0, 0x1D56C, 0x1D5D4, 0x1D63C, 0x1D670))
    return _alphabet(text, capital + 26, capital)


def full_width(text: str) -> str:
    return _alphabet(text, 0xFF41, 0xFF21)


def circled(text: str) -> str:
    return _alphabet(text, 0x24D0, 0x24B6)


def line_breaks(text: str) -> str:
    """Lines broken between words, and inside some long ones."""
    dice = _dice(text)
    text = re.sub(" ", lambda _: "\n" if dice.random() < 0.25 else " ", text)

    def changed(word: str) -> str:
        at = len(word) // 2
        return f"{word[:at]}\n{word[at:]}" if len(word) >= 4 and dice.random() < 0.3 else word

    return _words(text, changed)


def markdown(text: str) -> str:
    dice = _dice(text)

    def changed(word: str) -> str:
        mark = dice.choice(("*", "**", "__", "~~", "`", "||", "_"))
        at = len(word) // 2
        if len(word) >= 4 and dice.random() < 0.3:
            return f"{word[:at]}**{word[at:]}**"
        return f"{mark}{word}{mark}" if len(word) > 2 and dice.random() < 0.5 else word

    return _words(text, changed)


def stretched(text: str) -> str:
    dice = _dice(text)

    def changed(word: str) -> str:
        at = dice.randrange(len(word))
        return word[:at] + word[at] * dice.randint(3, 6) + word[at + 1 :] if len(word) > 3 else word

    return _words(text, changed)


DISGUISES: dict[str, Disguise] = {
    "capitals": capitals,
    "no accents": no_accents,
    "cyrillic": cyrillic,
    "greek": greek,
    "armenian": armenian,
    "zero width": zero_width,
    "leet": leet,
    "spaced": spaced,
    "spaced tight": spaced_tight,
    "dotted": dotted,
    "dashed": dashed,
    "typos": typos,
    "sms": sms,
    "emoji between words": emoji_between_words,
    "emoji for blanks": emoji_for_blanks,
    "emoji between letters": emoji_between_letters,
    "mathematical": mathematical,
    "full width": full_width,
    "circled": circled,
    "strokes": strokes,
    "bidi": bidi,
    "line breaks": line_breaks,
    "markdown": markdown,
    "stretched": stretched,
}
"""Every disguise by its name."""
