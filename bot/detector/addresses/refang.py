"""Addresses made harmless or spelled out, put back: hxxp, [.], « point », « tiret », a break inside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.detector.addresses.brands import find_brand
from bot.detector.addresses.clean import Plain
from bot.detector.addresses.data import addresses

_JOINER = r"point|dot|tiret|dash|trait d'union|underscore|slash"
_SIGNS = {
    "point": ".",
    "dot": ".",
    "tiret": "-",
    "dash": "-",
    "trait d'union": "-",
    "underscore": "_",
    "slash": "/",
}
_WORD = rf"[a-zà-ÿ0-9]{{1,40}}(?:-(?!(?:{_JOINER})\b)[a-zà-ÿ0-9]{{1,40}}){{0,6}}"
_SPELLED = re.compile(
    rf"(?<![a-zà-ÿ0-9-])(?:www[ -])?{_WORD}(?:[ -]{{1,3}}(?:{_JOINER})[ -]{{1,3}}{_WORD}){{1,6}}",
    re.IGNORECASE,
)
_SPLIT = re.compile(rf"[ -]{{1,3}}({_JOINER})[ -]{{1,3}}", re.IGNORECASE)
_BRACKETED = re.compile(
    r"(?P<dot>\s?[\[({<]\s?(?:\.|dot|d0t|point)\s?[\])}>]\s?)|(?P<at>\s?[\[({<]\s?(?:@|at|arobase)\s?[\])}>]\s?)"
    r"|(?P<colon>[\[({<]:[\])}>])|(?P<slash>[\[({<]/[\])}>])|(?P<scheme>\bh(?:xx|\*\*|__|tt)p(?=s?(?::|\[)))"
    r"|(?P<gap>(?<=://)\s{1,3})"
    r"|(?P<broken>(?<=[\w-][.-])[ ]?\r?\n[ ]?(?=[a-z0-9])|\s{1,2}(?=\.[a-z]{2})|(?<=\w) \. (?=[a-z]{2}))",
    re.IGNORECASE,
)
_ENDING = re.compile(r"\s*\.?\s*([a-z]{2,10})(?![\w-])")
_REPLACED = {"dot": ".", "at": "@", "colon": ":", "slash": "/", "scheme": "http", "gap": ""}
_HINTS = ("[", "(", "{", "<", "xxp", "**p", "__p", "//", " .", ".\n", "-\n", "\n.", ".\r", "-\r")
_WORDS = ("point", "dot", "tiret", "dash")

_MAX_EDITS = 128
_SHORTEST_NAME = 4
_USUAL_ENDINGS = frozenset({"fr", "net", "org", "eu", "io"})
# « a m e l i - p r o . c o m »
_SPACED = re.compile(r"(?<![\w.-])[\w-](?: [\w.-]){6,60}(?![\w-])")

Edit = tuple[int, int, str]


def refang(plain: Plain) -> Plain:
    """The text with such addresses in their usual form; the same object when there is none. Linear."""
    lower = plain.text.lower()
    if any(hint in lower for hint in _HINTS):
        plain = _apply(plain, _bracket_edits(plain.text))
        plain = _apply(plain, _spaced_edits(plain.text))
    if any(word in lower for word in _WORDS):
        plain = _apply(plain, _spelled_edits(plain.text))
    return plain


def _bracket_edits(text: str) -> Iterator[Edit]:
    for match in islice(_BRACKETED.finditer(text), _MAX_EDITS):
        name = match.lastgroup or ""
        if name != "broken":
            yield match.start(), match.end(), _REPLACED[name]
        elif _is_broken_host(text, match):
            yield match.start(), match.end(), "." if "." in match.group() else ""


def _spaced_edits(text: str) -> Iterator[Edit]:
    for match in islice(_SPACED.finditer(text), _MAX_EDITS) if " . " in text else ():
        joined = match.group().replace(" ", "")
        if "." in joined and find_brand(joined):
            yield match.start(), match.end(), joined


def _is_broken_host(text: str, match: re.Match[str]) -> bool:
    """A break beside a dot or hyphen hides an address only between a brand and an ending."""
    before = text[max(0, match.start() - 60) : match.start()].split()
    if not before or not find_brand(before[-1]):
        return False
    if text[match.start() - 1] == "-":
        return True
    ending = _ENDING.match(text, match.end())
    return ending is not None and ending.group(1) in addresses().spelled_endings


def _spelled_edits(text: str) -> Iterator[Edit]:
    for match in islice(_SPELLED.finditer(text), _MAX_EDITS):
        joined = _SPLIT.sub(lambda sign: _SIGNS[sign.group(1).lower()], match.group())
        if _is_spelled_host(joined, "dot" in match.group().lower()):
            yield match.start(), match.end(), joined.replace(" ", ".")


def _is_spelled_host(joined: str, is_english: bool) -> bool:
    """« point com » is French for a briefing; "dot com" is always an address."""
    host = joined.lower().partition("/")[0]
    name, _, ending = host.rpartition(".")
    if not name or ending not in addresses().spelled_endings:
        return False
    if "-" in name or name.startswith("www") or any(char.isdigit() for char in name) or find_brand(name):
        return True
    is_plain_word = len(name) < _SHORTEST_NAME or name in addresses().spelled_neighbours
    return not is_plain_word and (ending in _USUAL_ENDINGS or is_english)


def _apply(plain: Plain, edits: Iterator[Edit]) -> Plain:
    """Each character of a replacement points to the start of what it replaces, the last one to its end."""
    old = plain.offsets
    pieces: list[str] = []
    offsets: list[int] = []
    done = 0
    for start, end, new in edits:
        pieces += (plain.text[done:start], new)
        offsets += range(done, start)
        if new:
            offsets += [min(start + index, end - 1) for index in range(len(new) - 1)] + [end - 1]
        done = end
    if not done:
        return plain
    pieces.append(plain.text[done:])
    offsets += range(done, len(plain.text))
    return Plain("".join(pieces), offsets if old is None else [old[index] for index in offsets])
