"""One reader for each form of digits (forms.py): a match -> a Number."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.detector.addresses.data import addresses
from bot.detector.addresses.forms import is_ean13, is_luhn
from bot.detector.addresses.number import Number, NumberKind, phone_number
from bot.detector.addresses.official import official
from bot.detector.addresses.phones import Line, Phone, french_line, read_phone
from bot.messages import Span

SHORTEST_CODE, LONGEST_CODE = 4, 8
_CARD_FIRST = "23456"  # ISO/IEC 7812: banks
_CARD_LENGTHS = range(15, 20)
_WINDOW = 28  # characters before a number in which the word that names it stands
_LINKS = " \t\n\xa0:.'’=-"  # between a number and the word that names it
_ARTICLES = frozenset(["le", "la", "au", "du", "ce", "the", "on", "at"])
_SHORT = re.compile(r"3\d{3}|10\d{2}|118\d{3}|[3-8]\d{4}")
_PREFIX = re.compile(r"0[1-9](?:[ .-]?\d\d){0,3}")
_YEAR = re.compile(r"1[5-9]\d\d|20[0-4]\d")
Reader = Callable[[re.Match[str], str], Number | None]


def word_before(text: str, start: int) -> str:
    """The lower-case word just before ``start``, an article between them left out; "" when there is none."""
    words = text[max(0, start - _WINDOW) : start].lower().rstrip(_LINKS).split()
    if not words:
        return ""
    if words[-1] in _ARTICLES and len(words) > 1:
        words.pop()
    return words[-1].rstrip(_LINKS).rpartition("'")[2].rpartition("’")[2].lstrip('(«"[*_`')


def is_unit(word: str) -> bool:
    """A unit or currency that cannot be an SMS word."""
    words = addresses()
    return (word in words.units or word in words.currencies) and word not in words.loose_units


def digits_of(text: str) -> str:
    """The digits of ``text``."""
    return "".join(char for char in text if char.isdigit())


def read_bare(digits: str, span: Span, text: str) -> Number:
    """Digits with no unit: the word before decides, then their count and check digits."""
    before = word_before(text, span[0])
    words = addresses()
    is_called = before in words.calls
    known = official().phone(digits)
    if known and (is_called or len(digits) >= SHORTEST_CODE):
        return phone_number(Phone(digits, Line.SHORT, known.name), span)
    if before in words.references:
        return Number(NumberKind.REFERENCE, span, digits, before)
    if is_called and _SHORT.fullmatch(digits):
        return phone_number(Phone(digits, Line.SHORT), span)
    if before == "en" and _PREFIX.fullmatch(digits):
        return _partial(digits, span)
    if SHORTEST_CODE <= len(digits) <= LONGEST_CODE:
        is_year = len(digits) == SHORTEST_CODE and _YEAR.fullmatch(digits) is not None
        kind = NumberKind.DATE if is_year and before in words.before_year else NumberKind.CODE
        return Number(kind, span, digits, "year" if is_year else "")
    return _read_long(digits, span)


def _read_long(digits: str, span: Span) -> Number:
    label = ""
    if is_ean13(digits):
        label = "cip13" if digits.startswith("3400") else "ean13"
    elif len(digits) in _CARD_LENGTHS and digits[0] in _CARD_FIRST and is_luhn(digits):
        return Number(NumberKind.CARD, span, digits)
    elif is_luhn(digits):
        label = {11: "rpps", 14: "siret"}.get(len(digits), "")
    kind = NumberKind.REFERENCE if len(digits) > LONGEST_CODE else NumberKind.NUMBER
    return Number(kind, span, digits, label)


def _partial(digits: str, span: Span) -> Number:
    return Number(NumberKind.PHONE, span, digits, "partial", french_line(digits[1:]))


def _phone(match: re.Match[str], text: str) -> Number:
    phone = read_phone(match.group())
    if phone is None:
        return read_bare(digits_of(match.group()), match.span(), text)
    return phone_number(phone, match.span())


def _card(match: re.Match[str], text: str) -> Number:
    digits = digits_of(match.group())
    is_grouped = len(match.group()) > len(digits)  # typed as on a card: a card, even with a wrong digit
    if digits[0] in _CARD_FIRST and (is_grouped or is_luhn(digits)):
        return Number(NumberKind.CARD, match.span(), digits)
    return read_bare(digits, match.span(), text)


def _nir(match: re.Match[str], _: str) -> Number:
    return Number(NumberKind.REFERENCE, match.span(), digits_of(match.group()), "nir")


def _date(match: re.Match[str], _: str) -> Number:
    return Number(NumberKind.DATE, match.span(), digits_of(match.group()))


def _time(match: re.Match[str], _: str) -> Number:
    return Number(NumberKind.TIME, match.span(), digits_of(match.group()))


def _unit(match: re.Match[str], text: str) -> Number:
    is_amount = match["amount"] is not None
    label = match["currency" if is_amount else "unit"].lower()
    written = match.group()[: -len(label)]
    number = written.rstrip()
    digits = digits_of(number)
    is_apart = len(number) < len(written)
    if is_apart and len(digits) >= SHORTEST_CODE and "," not in number and label in addresses().loose_units:
        return _read_groups(number, (match.start(), match.start() + len(number)), text)
    kind = NumberKind.AMOUNT if is_amount else NumberKind.QUANTITY
    return Number(kind, match.span(), _decimal_value(number), label)


def _decimal(match: re.Match[str], _: str) -> Number:
    return Number(NumberKind.AMOUNT, match.span(), _decimal_value(match.group()), "decimal")


def _decimal_value(number: str) -> str:
    """« 1 250,50 » -> "1250.50"; three digits after a dot are thousands."""
    whole, sign, rest = number.rpartition("," if "," in number else ".")
    if sign and len(rest) < 3:  # noqa: PLR2004
        return f"{digits_of(whole)}.{rest}"
    return digits_of(number)


def _singles(match: re.Match[str], _: str) -> Number:
    digits = digits_of(match.group())
    kind = NumberKind.CODE if len(digits) <= LONGEST_CODE else NumberKind.NUMBER
    return Number(kind, match.span(), digits)


def _groups(match: re.Match[str], text: str) -> Number:
    return _read_groups(match.group(), match.span(), text)


def _read_groups(written: str, span: Span, text: str) -> Number:
    groups = re.findall(r"\d+", written)
    digits = "".join(groups)
    if len(groups) == 1 or official().phone(digits):
        return read_bare(digits, span, text)
    before = word_before(text, span[0])
    if before == "en" and _PREFIX.fullmatch(written):
        return _partial(digits, span)
    if before in addresses().references:
        return Number(NumberKind.REFERENCE, span, digits, before)
    sizes = [len(group) for group in groups]
    if not SHORTEST_CODE <= len(digits) <= LONGEST_CODE or _is_counting(groups, sizes):
        return Number(NumberKind.NUMBER, span, digits, "pairs" if sizes == [2, 2] else "")
    return Number(NumberKind.CODE, span, digits, "thousands" if sizes == [2, 3] else "")


def _is_counting(groups: list[str], sizes: list[int]) -> bool:
    """Thousands (« 12 500 »), ranges (« 10-12 », « 100-150 »), lists of round numbers."""
    if sizes == [2, 2] or (len(groups) == 2 and sizes[0] == 1):  # noqa: PLR2004
        return True
    if groups[-1].endswith("00") and all(size == 3 for size in sizes[1:]):  # noqa: PLR2004
        return True
    return all(group.endswith(("0", "5")) for group in groups) and groups == sorted(groups)


def _plain(match: re.Match[str], text: str) -> Number:
    return read_bare(match.group(), match.span(), text)


READERS: dict[str, Reader] = {
    "phone": _phone, "nir": _nir, "card": _card, "date": _date, "time": _time, "amount": _unit,
    "quantity": _unit, "singles": _singles, "decimal": _decimal, "groups": _groups, "plain": _plain,
}  # fmt: skip
"""By the name of the form. The text is the whole one that was searched."""
