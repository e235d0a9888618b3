"""``/verifier``: is this number, link or address official, a copy of an official one, or unknown? Offline."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.detector.addresses.brands import difference, distance
from bot.detector.addresses.official import official
from bot.detector.addresses.phones import Line, Phone, read_phone
from bot.detector.links import Link, LinkKind, Trick, find_links
from bot.detector.numbers import NumberKind, find_numbers
from bot.messages import HiddenLink
from bot.shown import show_number

_ONLY_NUMBER = re.compile(r"[\s+()./\d-]{2,24}")
_NEAR = 2  # digits in which a copy differs from an official number
_MAX_FINDINGS = 5


class Standing(StrEnum):
    """Unknown is not safe: nothing is called safe but what is in the list."""

    LOOKALIKE = "lookalike"
    UNKNOWN = "unknown"
    OFFICIAL = "official"


class Thing(StrEnum):
    """What was looked at."""

    LINK = "link"
    EMAIL = "email"
    PHONE = "phone"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the list says of one number, link or address.

    ``shown``: the host, address or number in its usual form. ``owner``, ``source``, ``checked``: of the
    official entry that it is, or imitates. ``of``: the official domain or number imitated. ``detail``: the
    letter or digit that differs (« I → l »), or the foreign part. ``hint``: why it deserves more care:
    "shortener", "hosted", "premium", "foreign" or "ip", else "". ``is_hidden``: behind another text.
    """

    standing: Standing
    thing: Thing
    shown: str
    owner: str = ""
    source: str = ""
    checked: date | None = None
    of: str = ""
    trick: Trick | None = None
    detail: str = ""
    hint: str = ""
    is_hidden: bool = False


def verify(text: str, hidden_links: Iterable[HiddenLink] = ()) -> tuple[Finding, ...]:
    """All that can be looked up in ``text``, the most dangerous first; empty for nothing. Never raises."""
    links = find_links(text, hidden_links)
    found = [_of_link(link, text) for link in links]
    found += [
        _of_phone(phone) for phone in _phones(text, [link.span for link in links if not link.is_hidden])
    ]
    unique = dict.fromkeys(sorted(found, key=lambda finding: list(Standing).index(finding.standing)))
    return tuple(unique)[:_MAX_FINDINGS]


def listed() -> date:
    """The date of the official list."""
    return official().listed


def _of_link(link: Link, text: str) -> Finding:
    thing = Thing.EMAIL if link.is_email else Thing.LINK
    shown = link.host
    if link.is_email:
        address = text[slice(*link.span)].lower()
        shown = address if address.endswith(link.host) else link.host
        known = official().email(shown)
        if known:
            return Finding(Standing.OFFICIAL, thing, shown, known.name, known.source, known.checked)
    domain = official().domain(link.of) if link.of else None
    owner, source, checked = (domain.owner, domain.source, domain.checked) if domain else ("", "", None)
    standing = _STANDINGS.get(link.kind, Standing.UNKNOWN)
    return Finding(
        standing, thing, shown, owner, source, checked,
        of=link.of, trick=link.trick, detail=link.detail, hint=_hint(link), is_hidden=link.is_hidden,
    )  # fmt: skip


_STANDINGS = {LinkKind.OFFICIAL: Standing.OFFICIAL, LinkKind.LOOKALIKE: Standing.LOOKALIKE}


def _hint(link: Link) -> str:
    if link.kind in (LinkKind.SHORTENER, LinkKind.HOSTED):
        return link.kind.value
    return "ip" if not link.domain and re.fullmatch(r"[\d.]+", link.host) else ""


def _phones(text: str, taken: list[tuple[int, int]]) -> list[Phone]:
    """Numbers outside of the links. A bare « 3915 » is a number to call here; in a chat it may be a code."""
    if _ONLY_NUMBER.fullmatch(text):
        phone = read_phone(text.strip())
        return [phone] if phone else []
    phones = []
    for number in find_numbers(text):
        is_free = not any(start <= number.span[0] < end for start, end in taken)
        if is_free and number.label != "partial" and number.kind in (NumberKind.PHONE, NumberKind.SHORT):
            phones.append(Phone(number.value, number.line or Line.FIXED, number.label))
    return phones


def _of_phone(phone: Phone) -> Finding:
    known = official().phone(phone.number)
    shown = show_number(phone.number)
    if known:
        return Finding(Standing.OFFICIAL, Thing.PHONE, shown, known.name, known.source, known.checked)
    hint = phone.line.value if phone.line in (Line.PREMIUM, Line.FOREIGN) else ""
    copied = next((entry for entry in official().phones if _is_near(phone.number, entry.number)), None)
    if copied:
        return Finding(
            Standing.LOOKALIKE, Thing.PHONE, shown, copied.name, copied.source, copied.checked,
            of=show_number(copied.number), trick=Trick.TYPO,
            detail=difference(phone.number, copied.number), hint=hint,
        )  # fmt: skip
    return Finding(Standing.UNKNOWN, Thing.PHONE, shown, hint=hint)


def _is_near(number: str, known: str) -> bool:
    """One or two digits away; for a short number, two digits swapped: other neighbours are others' own."""
    if len(number) != len(known):
        return False
    if known.startswith("+"):
        return distance(number, known) <= _NEAR
    return sorted(number) == sorted(known) and distance(number, known) == 1
