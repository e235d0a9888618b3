"""Is this dotted word a host name? Public suffixes by tldextract's bundled list; nothing is downloaded."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from tldextract import TLDExtract

from bot.detector.addresses.brands import find_brand
from bot.detector.addresses.data import addresses

_RESERVED = ("example", "invalid", "test")  # RFC 2606: nobody can own them, but invented messages use them


@lru_cache(maxsize=1)
def _extract() -> TLDExtract:
    return TLDExtract(suffix_list_urls=(), cache_dir=None, extra_suffixes=_RESERVED)


@dataclass(frozen=True, slots=True)
class Host:
    """``name``: lower case. ``domain``: what somebody registered, "" for an IP or local name."""

    name: str
    domain: str
    label: str  # the registered word: "ameli" of "www.ameli.fr"
    suffix: str


def parse_host(name: str) -> Host:
    """Any string; never raises."""
    lower = _latin_ending(name.lower().strip("."))
    found = _extract().extract_str(lower)
    is_known = bool(found.domain and found.suffix)
    return Host(lower, found.top_domain_under_public_suffix if is_known else "", found.domain, found.suffix)


def _latin_ending(name: str) -> str:
    """A last label in look-alike letters (« ameli.соm », "ameli.c0m") is read as what it passes for."""
    start, dot, ending = name.rpartition(".")
    if (ending.isascii() and ending.isalpha()) or not dot or ending.startswith("xn--"):
        return name
    folded = ending.replace("1", "i").translate(addresses().skeleton_table)
    return start + dot + folded if folded.isascii() and folded.isalpha() else name


def bare_host(written: str) -> str:
    """The host in a dotted word without scheme or path, joined sentences cut off; "" when it is none."""
    while written.count("."):
        if _is_plausible(written):
            return written
        written, _, last = written.rpartition(".")
        if not (last[:1].isupper() or find_brand(written)):
            return ""
    return ""


def _is_plausible(written: str) -> bool:
    host = parse_host(written)
    if not host.domain or "_" in host.label or host.label.startswith("-") or host.label.endswith("-"):
        return False
    if host.name.startswith("www."):
        return True
    words = addresses()
    first, ending = host.name.split(".")[0], host.suffix.rsplit(".", 1)[-1]
    if ending in words.file_endings or first in words.abbreviations:
        return False
    if find_brand(host.name.removesuffix(host.suffix)):
        return True
    return _is_unbranded_plausible(written, host, ending)


def _is_unbranded_plausible(written: str, host: Host, ending: str) -> bool:
    words = addresses()
    shown = written[-len(ending) :]
    if (shown[:1].isupper() and not shown.isupper()) or ending in words.word_endings:
        return False
    if len(host.label) == 1 or host.label.isdigit():
        return False
    is_marked = (
        find_brand(host.label, strong=False)
        or "-" in host.label
        or any(char.isdigit() for char in host.label)
    )
    return bool(is_marked) or ending not in words.loose_endings
