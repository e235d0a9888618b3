"""One host -> official, look-alike (of what, by which trick), short link, open to all, or unknown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.detector.addresses.brands import difference, find_brand, nearest_brand, skeleton
from bot.detector.addresses.hosts import Host
from bot.detector.addresses.official import official, suffixes


class LinkKind(StrEnum):
    """What is known of where a link leads."""

    OFFICIAL = "official"
    LOOKALIKE = "lookalike"
    SHORTENER = "shortener"
    HOSTED = "hosted"  # a form or page that anybody can publish on a well-known host
    UNKNOWN = "unknown"


class Trick(StrEnum):
    """How a look-alike imitates."""

    LETTER = "letter"  # a letter that looks like another
    TYPO = "typo"  # a letter added, dropped, changed or swapped
    HYPHEN = "hyphen"  # a dot turned into a hyphen, a hyphen put in or left out
    SUBDOMAIN = "subdomain"  # the official name in front of somebody else's
    ENDING = "ending"  # the same name with another ending
    USER = "user"  # the official name before an @
    SHOWN = "shown"  # the text shows the official name, the target is another
    BRAND = "brand"  # an official word in somebody else's name


@dataclass(frozen=True, slots=True)
class Judgement:
    """``of``: the official domain imitated, or that the host belongs to. ``detail``: letters, « I → l »."""

    kind: LinkKind
    of: str = ""
    trick: Trick | None = None
    detail: str = ""
    brand: str = ""


def judge(written: str, host: Host, user: str = "") -> Judgement:
    """``written``: the host as the reader sees it, case kept; ``user``: what stood before an @."""
    known = official().domain(host.name)
    if known:
        return Judgement(LinkKind.OFFICIAL, known.name)
    if user and (trusted := official().domain(user.lower().rsplit(":", 1)[0])):
        return Judgement(LinkKind.LOOKALIKE, trusted.name, Trick.USER, user)
    if any(name in official().shorteners for name in suffixes(host.name)):
        return Judgement(LinkKind.SHORTENER)
    found = _imitated_domain(written, host) or _imitated_brand(written, host)
    if found:
        return found
    is_hosted = any(name in official().hosted for name in suffixes(host.name))
    weak = find_brand(_name(host), strong=False)
    return Judgement(LinkKind.HOSTED if is_hosted else LinkKind.UNKNOWN, brand=weak.word if weak else "")


def _name(host: Host) -> str:
    """The host without its public suffix."""
    return host.name.removesuffix("." + host.suffix) if host.domain else host.name


@lru_cache(maxsize=1)
def _copied() -> tuple[tuple[str, str, str], ...]:
    """Official domains worth copying, the most specific first, each with its skeleton and brand word.

    A domain whose own word is an ordinary one (sante.fr) is left out: « ma-sante.fr » copies nobody.
    """
    names = sorted((d.name for d in official().domains), key=lambda name: (-name.count("."), -len(name)))
    brands = ((name, find_brand(name)) for name in names)
    return tuple((name, skeleton(name), brand.word) for name, brand in brands if brand)


def _imitated_domain(written: str, host: Host) -> Judgement | None:
    padded = f".{host.name}."
    dotted = padded.replace("-", ".")
    shape = "." + skeleton(host.name)
    glued = host.name.replace("-", "")
    for name, name_shape, brand in _copied():
        if shape.endswith("." + name_shape):
            tail = written[-len(name) :] if len(written) >= len(name) else written
            return Judgement(LinkKind.LOOKALIKE, name, Trick.LETTER, difference(tail, name), brand)
        if f".{name}." in padded:
            return Judgement(LinkKind.LOOKALIKE, name, Trick.SUBDOMAIN, host.domain, brand)
        if (
            f".{name.replace('-', '.')}." in dotted
            or glued == name
            or name.replace(".", "") in glued.split(".")
        ):
            return Judgement(LinkKind.LOOKALIKE, name, Trick.HYPHEN, host.domain, brand)
    return None


def _imitated_brand(written: str, host: Host) -> Judgement | None:
    name = _name(host)
    brand = find_brand(name)
    if brand:
        is_same = official().domain(brand.of) and host.label == brand.of.split(".")[0]
        return Judgement(
            LinkKind.LOOKALIKE, brand.of, Trick.ENDING if is_same else Trick.BRAND,
            host.suffix if is_same else brand.word, brand.word,
        )  # fmt: skip
    shown = written[: len(name)] if len(written) == len(host.name) else name
    for word in re.split(r"[.\-_]", shown)[:16]:
        near = nearest_brand(word)
        if near:
            trick = Trick.LETTER if near[1] else Trick.TYPO
            detail = difference(word, near[0].word)
            return Judgement(LinkKind.LOOKALIKE, near[0].of, trick, detail, near[0].word)
    return None
