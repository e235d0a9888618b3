"""Numbers and links of a message as concepts with their place in the normalised text."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from bot.detector.links import Link, find_links
from bot.detector.normalise import Normalised
from bot.detector.numbers import Number, NumberKind, find_numbers
from bot.detector.units import Mark
from bot.messages import HiddenLink

MARKS = {
    "number_code": "four to eight digits that nothing explains",
    "number_token": "letters and digits mixed, in the shape of a password or an activation code",
    "number_phone": "a telephone number that is not official",
    "number_official": "an official telephone number",
    "number_card": "the number of a bank card",
    "number_iban": "a bank account",
    "number_amount": "a price",
    "number_date": "a date",
    "number_time": "a time of day",
    "number_quantity": "a quantity with its unit",
    "number_reference": "a number with the word that says what it is: lot, order, room",
    "number_other": "any other number",
    "link_official": "a link to an official domain",
    "link_lookalike": "a link that imitates an official one",
    "link_unknown": "a link to a domain that is not official",
    "address_official": "an official e-mail address",
    "address_other": "an e-mail address",
}


def find_marks(normalised: Normalised, hidden_links: Iterable[HiddenLink] = ()) -> list[Mark]:
    """All numbers and links, a link before the numbers inside it."""
    links = find_links(normalised.raw, hidden_links)
    numbers = find_numbers(normalised.raw)
    if not links and not numbers:
        return []
    found = [(link.span, link_concept(link)) for link in links]
    found += [
        (number.span, number_concept(number))
        for number in numbers
        if not any(start <= number.span[0] < end for (start, end), _ in found)
    ]
    place = _Places(normalised)
    marks = [Mark(concept, (place(start), place(end))) for (start, end), concept in found]
    return [mark for mark in marks if mark.concept != "number_token" or _has_digit(normalised, mark)]


def _has_digit(normalised: Normalised, mark: Mark) -> bool:
    """« s0uc1 » was a word, not a password."""
    return any(char.isdigit() for char in normalised.text[slice(*mark.span)])


def link_concept(link: Link) -> str:
    """Which of ``MARKS`` a link is."""
    kind = str(link.kind)
    if link.is_email:
        return "address_official" if kind == "official" else "address_other"
    return f"link_{kind}" if kind in ("official", "lookalike") else "link_unknown"


def number_concept(number: Number) -> str:
    """Which of ``MARKS`` a number is."""
    if number.kind in (NumberKind.PHONE, NumberKind.SHORT):
        return "number_official" if number.is_official else "number_phone"
    if number.kind is NumberKind.NUMBER or number.label in ("year", "thousands"):
        return "number_other"
    return f"number_{number.kind}"


class _Places:
    """Raw position -> position in the normalised text."""

    def __init__(self, normalised: Normalised) -> None:
        self._normalised = normalised

    def __call__(self, raw: int) -> int:
        if not self._normalised.stages:
            return min(raw, len(self._normalised.text))
        positions = range(len(self._normalised.text))
        return bisect_left(positions, raw, key=lambda at: self._normalised.raw_span(at, at + 1)[0])
