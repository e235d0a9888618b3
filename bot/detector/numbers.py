"""Groups of digits in a message: phone, one-time code, card, IBAN, price, date, time, quantity, reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from bot.detector.addresses.clean import clean
from bot.detector.addresses.data import addresses
from bot.detector.addresses.forms import forms, is_iban
from bot.detector.addresses.number import Number, NumberKind, phone_number
from bot.detector.addresses.phones import Line, read_phone
from bot.detector.addresses.readers import LONGEST_CODE, READERS, SHORTEST_CODE, is_unit, read_bare
from bot.detector.addresses.spelled import Spelled, find_spelled, has_number_words
from bot.detector.addresses.tokens import find_secret_words, find_word, read_token

__all__ = ["Line", "Number", "NumberKind", "find_numbers", "find_passwords"]

_DIGIT = re.compile(r"[\d①-⓿❶-➓]")
_START = re.compile(r"\+?\d")
_IBAN = re.compile(r"[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?(?![^\W_])", re.IGNORECASE)
_AFTER = re.compile(r"\s{0,2}([^\W\d_]+|[€$£%])")
_MAX_NUMBERS = 96  # read from the start of a message: more is a list or an attack
_MAX_SPELLED = 32
_MIN_SPELLED = 3  # digits: « vingt-deux » alone is a word


def find_numbers(raw_text: str) -> tuple[Number, ...]:
    """All groups of digits, in the order of the text. Never raises; linear."""
    has_digit = _DIGIT.search(raw_text) is not None
    has_words = has_number_words(raw_text.lower(), 1 if has_digit else 2)
    if not has_digit and not has_words:
        return ()
    plain = clean(raw_text)
    found = list(islice(_spelled(plain.text), _MAX_SPELLED)) if has_words else []
    if has_digit:
        found += _written(plain.text, [number.span for number in found])
        found.sort(key=lambda number: number.span)
    if not plain.is_changed:
        return tuple(found)
    return tuple(replace(number, span=plain.raw(*number.span)) for number in found)


def find_passwords(raw_text: str) -> tuple[Number, ...]:
    """Words in the shape of a password, digits or not; only for a message that speaks of one. Linear."""
    plain = clean(raw_text)
    spans = islice(find_secret_words(plain.text), _MAX_NUMBERS)
    kind = NumberKind.TOKEN
    return tuple(Number(kind, plain.raw(*span), plain.text[span[0] : span[1]], "password") for span in spans)


def _spelled(text: str) -> Iterator[Number]:
    lower = text.lower()
    runs = find_spelled(lower) if len(lower) == len(text) else ()
    for run in runs:
        number = _read_spelled(run, lower)
        if number is not None:
            yield number


def _read_spelled(run: Spelled, lower: str) -> Number | None:
    value, span = "".join(run.parts), (run.start, run.end)
    if len(value) < _MIN_SPELLED and not run.has_thousand:
        return None
    after = _AFTER.match(lower[run.end : run.end + 20])
    if after and is_unit(after.group(1)):
        is_amount = after.group(1) in addresses().currencies
        kind = NumberKind.AMOUNT if is_amount else NumberKind.QUANTITY
        return Number(kind, span, value, after.group(1), is_spelled=True)
    if run.has_thousand:
        return Number(NumberKind.QUANTITY, span, value, "mille", is_spelled=True)
    phone = read_phone(value) if value[0] == "0" else None
    if phone is not None and phone.line is not Line.SHORT:
        return phone_number(phone, span, is_spelled=True)
    is_pairs = [len(part) for part in run.parts] == [2, 2]
    is_code = SHORTEST_CODE <= len(value) <= LONGEST_CODE and _is_dictated(run.parts)
    kind = NumberKind.CODE if is_code else NumberKind.NUMBER
    return Number(kind, span, value, "pairs" if is_pairs else "", is_spelled=True)


def _is_dictated(parts: tuple[str, ...]) -> bool:
    """« sept cent douze, trois cent quatre » or three numbers and more; « huit, dix » may count anything."""
    return len(parts) > 2 or [len(part) for part in parts] == [3, 3]  # noqa: PLR2004


def _written(text: str, skip: list[tuple[int, int]]) -> Iterator[Number]:
    """Groups of digits outside of the spans to skip."""
    position = 0
    for _ in range(_MAX_NUMBERS):
        start = _START.search(text, position)
        if start is None:
            return
        inside = next((end for begin, end in skip if begin <= start.start() < end), 0)
        number, position = (None, inside) if inside else _read_at(text, start.start(), position)
        if number is not None:
            yield number


def _read_at(text: str, start: int, first: int) -> tuple[Number | None, int]:
    """The number at the digit or + at ``start``, and where to go on. Before ``first`` all is read."""
    begin, end = find_word(text, start, first)
    if begin < start:
        iban = _IBAN.match(text, begin)
        if iban and is_iban(iban.group()):
            value = re.sub(r"\s", "", iban.group()).upper()
            return Number(NumberKind.IBAN, iban.span(), value), iban.end()
        return _read_word(text, begin, end), max(end, start + 1)
    match = forms().match(text, start)
    if match is None:  # a + before something that is no phone
        return None, start + 1
    form = match.lastgroup or "plain"
    if form == "plain" and end > match.end():
        number = _read_word(text, start, end)
        if number is not None:
            return number, end
    return READERS[form](match, text), match.end()


def _read_word(text: str, begin: int, end: int) -> Number | None:
    token = read_token(text[begin:end])
    if token is None:
        return None
    span = (begin, begin + token.length)
    if token.shape == "digits":
        return replace(read_bare(token.value, span, text), kind=NumberKind.CODE)
    if token.shape in ("atc", "serial", "plate"):
        return Number(NumberKind.REFERENCE, span, token.value, token.shape)
    return Number(NumberKind.TOKEN, span, token.value, token.shape)
