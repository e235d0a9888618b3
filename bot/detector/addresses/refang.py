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
    r"[\[({<](?:\s?(?P<dot>\.|dot|d0t|point)\s?|\s?(?P<at>@|at|arobase)\s?|(?P<colon>:)|(?P<slash>/))[\])}>]\s?",
    re.IGNORECASE,
)
_SCHEME = re.compile(r"\bh(?P<scheme>xx|\*\*|__)p(?=s?:)", re.IGNORECASE)
_GAP = re.compile(r"://(?P<gap>\s{1,3})")
_BROKEN = re.compile(
    r"(?<=\w)(?P<broken>\s?[.-][ ]?\r?\n[ ]?(?=[a-z0-9])|\s{1,2}\.[ ]?(?=[a-z]{2}))", re.IGNORECASE
)
_ENDING = re.compile(r"([a-z]{2,10})(?![\w-])", re.IGNORECASE)
_SIGN_OF = {"dot": ".", "at": "@", "colon": ":", "slash": "/"}
_BREAKS = (" .", ".\n", "-\n", "\n.", ".\r", "-\r")
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
    if "[" in lower or "(" in lower or "{" in lower or "<" in lower:
        plain = _apply(plain, _bracket_edits(plain.text))
    if "p:" in lower or "ps:" in lower:
        plain = _apply(plain, _scheme_edits(plain.text))
    if any(sign in lower for sign in _BREAKS):
        plain = _apply(plain, _break_edits(plain.text))
        plain = _apply(plain, _spaced_edits(plain.text))
    if any(word in lower for word in _WORDS):
        plain = _apply(plain, _spelled_edits(plain.text))
    return plain


def _bracket_edits(text: str) -> Iterator[Edit]:
    for match in islice(_BRACKETED.finditer(text), _MAX_EDITS):
        start = match.start()
        has_space = start > 0 and text[start - 1] in " \t\xa0"
        yield start - has_space, match.end(), _SIGN_OF[match.lastgroup or "dot"]


def _scheme_edits(text: str) -> Iterator[Edit]:
    """hxxp -> http, and no space after the two slashes."""
    edits = [(*match.span("scheme"), "tt") for match in islice(_SCHEME.finditer(text), _MAX_EDITS)]
    edits += [(*match.span("gap"), "") for match in islice(_GAP.finditer(text), _MAX_EDITS)]
    yield from sorted(edits)


def _break_edits(text: str) -> Iterator[Edit]:
    for match in islice(_BROKEN.finditer(text), _MAX_EDITS):
        sign = "." if "." in match.group() else "-"
        if _is_broken_host(text, match, sign):
            yield match.start(), match.end(), sign


def _spaced_edits(text: str) -> Iterator[Edit]:
    for match in islice(_SPACED.finditer(text), _MAX_EDITS) if " . " in text else ():
        joined = match.group().replace(" ", "")
        if "." in joined and find_brand(joined):
            yield match.start(), match.end(), joined


def _is_broken_host(text: str, match: re.Match[str], sign: str) -> bool:
    """A break beside a dot or hyphen hides an address only between a brand and an ending."""
    before = text[max(0, match.start() - 60) : match.start()].split()
    if not before or not find_brand(before[-1]):
        return False
    ending = _ENDING.match(text, match.end())
    return sign == "-" or (ending is not None and ending.group(1).lower() in addresses().spelled_endings)


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
