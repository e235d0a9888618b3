"""What of a message can be recognised again: numbers, links and addresses, each in its one normal form."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import yaml

from bot.messages import HiddenLink, Span
from bot.shown import defang, show_number

if TYPE_CHECKING:
    from bot.detector.links import Link

MOST = 8
"""Traces of one message: more is a list."""
LONGEST = 255
_BEFORE = 80  # characters before a number in which somebody may say whose it is
_SENTENCE_END = re.compile(r"[.!?;\n]\s")


@dataclass(frozen=True, slots=True)
class Trace:
    """``kind``: "phone" (``value`` in E.164, or a short number), "link" (registrable domain; host and path
    where anybody can publish) or "email" (« @domain »; at a host that everybody uses, with a digest of the
    name before it: who that is need not be kept to know him again)."""

    kind: str
    value: str

    def show(self) -> str:
        """As it may be shown in a chat: never as a link that can be followed."""
        if self.kind == "phone":
            return show_number(self.value)
        name, at, host = self.value.partition("@")
        return defang(f"{'…' if name else ''}@{host}" if at else self.value)


def find_traces(text: str, hidden_links: Iterable[HiddenLink] = ()) -> tuple[Trace, ...]:
    """What is neither official nor said to be a colleague's own, in the order of the text. Never raises."""
    from bot.detector.links import find_links  # these take a second to load: most commands do without

    hidden = tuple(hidden_links)
    links = find_links(text, hidden)
    taken = [link.span for link in links if not link.is_hidden]
    found = [*_of_links(links, text, hidden), *_of_numbers(text, taken)]
    return tuple(dict.fromkeys(found))[:MOST]


def read_number(text: str) -> str:
    """The one phone number that a text holds, in E.164 or short; "" for none or several."""
    from bot.detector.numbers import NumberKind, find_numbers

    kinds = (NumberKind.PHONE, NumberKind.SHORT)
    found = {number.value for number in find_numbers(text) if number.kind in kinds}
    return found.pop() if len(found) == 1 else ""


def _of_links(links: Iterable[Link], text: str, hidden: tuple[HiddenLink, ...]) -> Iterator[Trace]:
    from bot.detector.links import LinkKind

    targets = {link.span: link.target for link in hidden}
    for link in links:
        if link.kind is LinkKind.OFFICIAL or not link.host:
            continue
        written = targets.get(link.span, "") if link.is_hidden else text[slice(*link.span)]
        if link.is_email:
            yield Trace("email", _sender(written.strip().lower(), link.domain or link.host))
        elif link.kind in (LinkKind.SHORTENER, LinkKind.HOSTED):
            yield Trace("link", (link.host + _path(written))[:LONGEST])
        else:
            yield Trace("link", link.domain or link.host)


def _sender(address: str, domain: str) -> str:
    is_shared = domain in _read()["mail_hosts"].split()
    return (hashlib.sha256(address.encode()).hexdigest()[:12] if is_shared else "") + f"@{domain}"


def _path(written: str) -> str:
    """The path without query: on a host that everybody uses, it tells one page from another."""
    path = re.search(r"(?<![/:])(/[^\s?#]+)", written)
    return path[1].rstrip("/") if path else ""


def _of_numbers(text: str, taken: list[Span]) -> Iterator[Trace]:
    from bot.detector.numbers import NumberKind, find_numbers

    for number in find_numbers(text):
        is_phone = number.kind in (NumberKind.PHONE, NumberKind.SHORT) and number.label != "partial"
        is_free = not any(start <= number.span[0] < end for start, end in taken)
        if is_phone and is_free and not number.is_official and not is_own(text[: number.span[0]]):
            yield Trace("phone", number.value)


def is_own(before: str) -> bool:
    """Whether the words before a number say that it is a colleague's."""
    own, others, line_of = _cues()
    sentence = _SENTENCE_END.split(before[-_BEFORE:].replace("’", "'"))[-1]
    if others.search(sentence):
        return False
    return bool(own.search(sentence) or line_of.search(sentence))


@cache
def _cues() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    own, others, lines = (_any_of(_read()[name]) for name in ("own", "others", "lines"))
    return (
        re.compile(rf"(?<!\w){own}(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w){others}(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?i:{lines})\s+(?:de |d'|of )(?:l')?[A-ZÉÈÀÎÔ][a-zéèêëïîôç-]+"),
    )


@cache
def _read() -> dict[str, str]:
    lists = yaml.safe_load((files("patterns") / "indicators.yaml").read_text(encoding="utf-8"))
    return {name: str(text) for name, text in lists.items()}


def _any_of(words: str) -> str:
    return "(?:" + "|".join(re.escape(word.strip()) for word in words.split("|") if word.strip()) + ")"
