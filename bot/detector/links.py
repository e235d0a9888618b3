"""Links in a message: where they are, where they lead, and whether that host is official or imitates one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from bot.detector.addresses.brands import find_brand
from bot.detector.addresses.clean import clean
from bot.detector.addresses.data import addresses
from bot.detector.addresses.hosts import bare_host, parse_host
from bot.detector.addresses.judge import Judgement, LinkKind, Trick, judge
from bot.detector.addresses.official import official
from bot.detector.addresses.refang import refang
from bot.messages import HiddenLink, Span

__all__ = ["Link", "LinkKind", "Trick", "find_links"]

_HINTS = (".", "://", "xxp", "point", "dot", "tiret", "[")
_ODD_DOTS = re.compile(r"[。．｡․‧∙⋅]")
_MAX_LINKS = 48  # looked at from the start of a message and in its tail: more is a list or an attack
_TAIL = 1500
_LONGEST_HOST = 253  # RFC 1035
# One set of characters first: the regex engine then skips all others at full speed.
_CANDIDATE = re.compile(
    r"""[.@:](?:(?<=[^\W_]\.)(?=[^\W_])|(?<=@)|(?<=:)(?=/)
    |(?:(?<=\b(?:en|un|in)[ ]\.)|(?<=\bpar[ ]\.))(?=[a-z]{2}))""",
    re.VERBOSE | re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"""(?=[\w.])(?:(?<![^\W_])h(?:tt|xx)ps?(?::/{0,3}|//)(?P<url>[^\s<>"«»|]{2,2048})
    |(?<![\w.+@-])(?:
      (?P<user>[\w.+-]{1,64})@(?P<mail>(?:[\w-]{1,63}\.){1,8}[^\W\d_][\w-]{1,23})(?![\w@])
     |(?P<bare>(?:[\w-]{1,63}\.){1,9}(?:[^\W\d_][^\W_]{1,23}|xn--[\w-]{2,59}))(?![\w@-]|://)
      (?P<rest>(?::\d{2,5})?(?:[/?][^\s<>"«»|]{1,2048})?)
     |(?P<ip>\d{1,3}(?:\.\d{1,3}){3})(?P<port>(?::\d{2,5})?/[^\s<>"«»|]{1,2048}))
    |\.(?:(?<=\b(?:en|un|in)[ ]\.)|(?<=\bpar[ ]\.))(?P<ending>[a-z]{2,12})(?!\w|\.\w))""",
    re.VERBOSE | re.IGNORECASE,
)
_SPACE = re.compile(r"\s")
_TRAILING = ".,;:!?)]}'’…*_~`”"
_IP = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|\d{8,10}|0x[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Link:
    """``span`` is in the raw text; ``host`` is lower case and refanged; ``domain`` is "" for an IP address.

    ``of``: the official domain imitated, or that it belongs to. ``detail``: the letters that differ
    (« I → l »), the foreign domain or the word used. ``brand``: the official word in the host, or in the path
    of a short link. Where only an ending is named (« un lien en .shop »), it is the host.
    """

    kind: LinkKind
    span: Span
    host: str
    domain: str
    of: str = ""
    trick: Trick | None = None
    detail: str = ""
    brand: str = ""
    is_email: bool = False
    is_hidden: bool = False
    is_disguised: bool = False


def find_links(raw_text: str, hidden_links: Iterable[HiddenLink] = ()) -> tuple[Link, ...]:
    """All links and e-mail addresses, in the order of the text, hidden targets last. Never raises; linear."""
    shown = tuple(_search(raw_text)) if _has_hint(raw_text) else ()
    hidden = tuple(_hidden(hidden_links, shown))
    return shown + hidden if hidden else shown


def _has_hint(text: str) -> bool:
    if "." in text:
        return True
    lower = text.lower()
    if any(hint in lower for hint in _HINTS):
        return True
    return not text.isascii() and _ODD_DOTS.search(text) is not None


def _search(raw_text: str) -> Iterator[Link]:
    text = refang(clean(raw_text))
    for match in _matches(text.text):
        link = _read(match)
        if link is not None:
            span = text.raw(*link.span)
            written = text.text[link.span[0] : link.span[1]]
            yield replace(link, span=span, is_disguised=raw_text[span[0] : span[1]] != written)


def _matches(text: str) -> Iterator[re.Match[str]]:
    end = 0
    for match in islice(_words_with_address(text, 0), _MAX_LINKS):
        end = match.end()
        yield match
    yield from islice(_words_with_address(text, max(end, len(text) - _TAIL)), _MAX_LINKS)


def _words_with_address(text: str, position: int) -> Iterator[re.Match[str]]:
    """Only words with a telling sign are looked at closely: the rest of the text costs next to nothing."""
    while pivot := _CANDIDATE.search(text, position):
        begin = max(text.rfind(" ", position, pivot.start()), text.rfind("\n", position, pivot.start())) + 1
        space = _SPACE.search(text, pivot.end())
        end = space.start() if space else len(text)
        yield from _ADDRESS.finditer(text, max(begin, position), end)
        position = end


def _read(match: re.Match[str]) -> Link | None:
    if match["url"] is not None:
        return _read_url(match)
    if match["mail"] is not None:
        return _read_mail(match)
    if match["ip"] is not None:
        return _link(match["ip"], match.span())
    if match["ending"] is not None:
        return _read_ending(match)
    return _read_bare(match)


def _read_bare(match: re.Match[str]) -> Link | None:
    rest = match["rest"].rstrip(_TRAILING)
    has_path = len(rest) > 1 and parse_host(match["bare"]).domain
    written = match["bare"] if has_path else bare_host(match["bare"])
    if not written:
        return None
    is_whole = len(written) == len(match["bare"])
    end = match.start() + len(written) + (len(rest) if is_whole else 0)
    return _link(written, (match.start(), end), path=rest if is_whole else "")


def _read_ending(match: re.Match[str]) -> Link | None:
    """« un lien en .shop »: somebody names the ending only."""
    ending = match["ending"].lower()
    is_known = parse_host(f"x.{ending}").domain and ending not in addresses().file_endings | {"fr"}
    return Link(LinkKind.UNKNOWN, match.span(), f".{ending}", "") if is_known else None


def _read_url(match: re.Match[str]) -> Link | None:
    url = match["url"].rstrip(_TRAILING)
    authority = re.split(r"[/?#\\]", url, maxsplit=1)[0]
    user, _, written = authority.rpartition("@")
    written = re.sub(r":\d*$", "", written)[-_LONGEST_HOST:]
    if not re.search(r"\w", written):
        return None
    span = (match.start(), match.start("url") + len(url))
    return _link(written, span, user=user, path=url[len(authority) :])


def _read_mail(match: re.Match[str]) -> Link | None:
    written = match["mail"]
    if not parse_host(written).domain:
        return None
    address = f"{match['user']}@{written}".lower()
    link = _link(written, match.span(), user=match["user"])
    if official().email(address):
        return replace(link, is_email=True)
    brand = find_brand(match["user"])
    return replace(link, is_email=True, brand=link.brand or (brand.word if brand else ""))


def _link(written: str, span: Span, user: str = "", path: str = "") -> Link:
    host = parse_host(_decode(written))
    if _IP.fullmatch(host.name):
        return Link(LinkKind.UNKNOWN, span, host.name, "")
    found = judge(_decode(written), host, user)
    if found.kind in (LinkKind.SHORTENER, LinkKind.HOSTED):
        found = _with_path(found, path)
    return Link(found.kind, span, host.name, host.domain, found.of, found.trick, found.detail, found.brand)


def _with_path(found: Judgement, path: str) -> Judgement:
    brand = find_brand(path[:200].replace("_", "-"))
    return replace(found, brand=brand.word) if brand else found


def _decode(written: str) -> str:
    """Punycode labels as the reader's browser would show them."""
    if "xn--" not in written.lower():
        return written
    labels = []
    for label in written.split("."):
        try:
            labels.append(label.encode("ascii").decode("idna") if label.lower().startswith("xn--") else label)
        except UnicodeError:
            labels.append(label)
    return ".".join(labels)


def _hidden(hidden_links: Iterable[HiddenLink], shown: tuple[Link, ...]) -> Iterator[Link]:
    for hidden in hidden_links:
        link = next(_search(hidden.target), None)
        if link is None:
            continue
        inside = [s for s in shown if s.span[0] >= hidden.span[0] and s.span[1] <= hidden.span[1]]
        if any(s.host == link.host for s in inside):
            continue
        claimed = next((s.of for s in inside if s.kind is LinkKind.OFFICIAL), "")
        if claimed and link.kind is not LinkKind.OFFICIAL:
            link = replace(link, kind=LinkKind.LOOKALIKE, of=claimed, trick=Trick.SHOWN, detail=link.domain)
        yield replace(link, span=hidden.span, is_hidden=True)
