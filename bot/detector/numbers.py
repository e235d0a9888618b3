"""Groups of digits in a message: phone, one-time code, card, IBAN, price, date, time, quantity, reference."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.detector.addresses.clean import clean
from bot.detector.addresses.data import addresses
from bot.detector.addresses.forms import forms, is_ean13, is_iban, is_luhn
from bot.detector.addresses.official import official
from bot.detector.addresses.phones import Line, read_phone
from bot.detector.addresses.spelled import Spelled, find_spelled, has_number_word
from bot.detector.addresses.tokens import read_token
from bot.messages import Span

__all__ = ["Line", "Number", "NumberKind", "find_numbers"]


class NumberKind(StrEnum):
    """What a group of digits is, by its form and the word beside it. The meaning is the detector's."""

    PHONE = "phone"
    SHORT = "short"  # a short number that is called: 3608
    CODE = "code"  # 4 to 8 digits with nothing that says what they count
    TOKEN = "token"  # letters and digits mixed: « N3V8-QT61 », « Sormiou_12 »
    CARD = "card"
    IBAN = "iban"
    AMOUNT = "amount"
    DATE = "date"
    TIME = "time"
    QUANTITY = "quantity"
    REFERENCE = "reference"
    NUMBER = "number"  # anything else


@dataclass(frozen=True, slots=True)
class Number:
    """``value``: digits only, E.164 for a phone, compact for IBAN and token. ``span`` is in the raw text.

    ``label``: the unit, the currency, the word before a reference, the owner of an official phone, the form of a
    token ("code", "password"), "year" or "pairs". ``line``: of a phone.
    """

    kind: NumberKind
    span: Span
    value: str
    label: str = ""
    line: Line | None = None
    is_official: bool = False
    is_spelled: bool = False


_DIGIT = re.compile(r"[\d①-⓿❶-➓]")
_START = re.compile(r"\+?\d")
_IBAN = re.compile(r"(?<![^\W_])[A-Z]{2}\d{2}(?:[ ]?[A-Z0-9]{4}){3,7}(?:[ ]?[A-Z0-9]{1,3})?(?![^\W_])", re.IGNORECASE)
_BEFORE = re.compile(r"(n°|nº|#|[^\W\d_]+)\W{0,3}(?:(?:le|la|au|du|ce|the|on|at)\W{1,3})?$")
_MAX_NUMBERS = 96  # read from the start of a message: more is a list or an attack
_SHORTEST, _LONGEST = 4, 8  # digits of a one-time code
_MIN_SPELLED = 3
# Units that are also SMS words (« g » j'ai, « j » je, « cps » the card): behind a code they count nothing.
_LOOSE_UNITS = frozenset(["g", "l", "j", "s", "m", "v", "e", "h", "cp", "cps", "ca", "x", "sec", "sem", "mo", "points", "point"])


def find_numbers(raw_text: str) -> tuple[Number, ...]:
    """All groups of digits, in the order of the text. Never raises; linear."""
    has_digit = _DIGIT.search(raw_text) is not None
    if not has_digit and not has_number_word(raw_text.lower()):
        return ()
    plain = clean(raw_text)
    text = plain.text
    spelled = list(_spelled(text))
    found = [*spelled, *_written(text, spelled)] if has_digit else spelled
    if plain.offsets is None and len(found) < 2:  # noqa: PLR2004
        return tuple(found)
    return tuple(
        number if plain.offsets is None else replace(number, span=plain.raw(*number.span))
        for number in sorted(found, key=lambda number: number.span)
    )


def _spelled(text: str) -> Iterator[Number]:
    lower = text.lower()
    if len(lower) != len(text) or not has_number_word(lower):
        return
    for run in find_spelled(lower):
        number = _read_spelled(run, lower)
        if number is not None:
            yield number


def _read_spelled(run: Spelled, lower: str) -> Number | None:
    value, span = "".join(run.parts), (run.start, run.end)
    if len(value) < _MIN_SPELLED and not run.has_thousand:
        return None
    after = re.match(r"\s{0,2}([^\W\d_]+|[€$£%])", lower[run.end : run.end + 20])
    words = addresses()
    if after and after.group(1) in words.currencies | words.units and after.group(1) not in _LOOSE_UNITS:
        kind = NumberKind.AMOUNT if after.group(1) in words.currencies else NumberKind.QUANTITY
        return Number(kind, span, value, after.group(1), is_spelled=True)
    if run.has_thousand:
        return Number(NumberKind.QUANTITY, span, value, "mille", is_spelled=True)
    if len(value) == 10 and value[0] == "0":  # noqa: PLR2004 - a national phone number
        phone = read_phone(value)
        if phone is not None:
            kind = NumberKind.PHONE
            return Number(kind, span, phone.number, phone.name, phone.line, phone.is_official, is_spelled=True)
    is_code = _SHORTEST <= len(value) <= _LONGEST and len(run.parts) > 1
    return Number(NumberKind.CODE if is_code else NumberKind.NUMBER, span, value, is_spelled=True)


def _written(text: str, taken: list[Number]) -> Iterator[Number]:
    """Groups of digits outside of the ``taken`` spans."""
    skip = [number.span for number in taken]
    for match in _IBAN.finditer(text):
        if is_iban(match.group()):
            skip.append(match.span())
            yield Number(NumberKind.IBAN, match.span(), re.sub(r"\s", "", match.group()).upper())
    position, count = 0, 0
    while count < _MAX_NUMBERS and (start := _START.search(text, position)):
        inside = next((end for begin, end in skip if begin <= start.start() < end), 0)
        if inside:
            position = inside
            continue
        number, position = _read_at(text, start.start())
        count += 1
        if number is not None:
            yield number


def _read_at(text: str, start: int) -> tuple[Number | None, int]:
    """The number at the digit or + at ``start``, and where to go on."""
    begin = _word_begin(text, start)
    if begin < start:
        return _read_word(text, begin)
    match = forms().match(text, start)
    if match is None:  # a + before something that is no phone
        return None, start + 1
    if match.end() < len(text) and text[match.end()].isalpha() and match.lastgroup == "plain":
        number, end = _read_word(text, start)
        return (number, end) if number else (_plain(match, text), match.end())
    return _READERS[match.lastgroup or "plain"](match, text), match.end()


def _word_begin(text: str, start: int) -> int:
    """Where the word begins that a digit stands in: letters, or letters and a hyphen before it."""
    begin = start
    limit = max(0, start - 40)
    while begin > limit and (text[begin - 1].isalnum() or text[begin - 1] in "_-!&*$#+.@"):
        begin -= 1
    word = text[begin:start]
    return begin if word[:1].isalpha() and (word[-1].isalpha() or word[-1] in "_-!&*$#+.@") else start


def _read_word(text: str, begin: int) -> tuple[Number | None, int]:
    match = re.compile(r"[^\s«»\"“”()<>,;:…]{1,60}").match(text, begin)
    end = match.end() if match else begin + 1
    token = read_token(text[begin:end])
    if token is None:
        return None, end
    shape, value = token
    span = (begin, begin + len(text[begin:end].rstrip(".,;:!?»)]") if shape != "password" else text[begin:end]))
    if shape in ("atc", "serial"):
        return Number(NumberKind.REFERENCE, span, value, shape), end
    return Number(NumberKind.CODE if value.isdigit() else NumberKind.TOKEN, span, value, shape), end


def _word_before(text: str, start: int) -> str:
    found = _BEFORE.search(text[max(0, start - 24) : start].lower())
    return found.group(1) if found else ""


def _digits(text: str) -> str:
    return "".join(char for char in text if char.isdigit())


def _phone(match: re.Match[str], text: str) -> Number | None:
    phone = read_phone(match.group())
    if phone is None:
        return _bare(_digits(match.group()), match.span(), text)
    return Number(NumberKind.PHONE, match.span(), phone.number, phone.name, phone.line, phone.is_official)


def _card(match: re.Match[str], text: str) -> Number | None:
    digits = _digits(match.group())
    is_grouped = len(match.group()) > len(digits)  # typed as on a card: a card, even with a wrong digit
    if digits[0] in "23456" and (is_grouped or is_luhn(digits)):
        return Number(NumberKind.CARD, match.span(), digits)
    return _bare(digits, match.span(), text)


def _nir(match: re.Match[str], text: str) -> Number | None:
    del text
    return Number(NumberKind.REFERENCE, match.span(), _digits(match.group()), "nir")


def _unit(match: re.Match[str], text: str) -> Number | None:
    is_amount = match.lastgroup == "currency" or match.group("amount") is not None
    label = (match["currency"] if is_amount else match["unit"]).lower()
    number = match.group()[: -len(label)].rstrip()
    digits = _digits(number)
    if len(digits) >= _SHORTEST and digits == number and label in _LOOSE_UNITS:
        return _bare(digits, (match.start(), match.start() + len(number)), text)
    return Number(NumberKind.AMOUNT if is_amount else NumberKind.QUANTITY, match.span(), _decimal_value(number), label)


def _date(match: re.Match[str], text: str) -> Number | None:
    del text
    return Number(NumberKind.DATE, match.span(), _digits(match.group()))


def _time(match: re.Match[str], text: str) -> Number | None:
    del text
    return Number(NumberKind.TIME, match.span(), _digits(match.group()))


def _decimal(match: re.Match[str], text: str) -> Number | None:
    del text
    return Number(NumberKind.AMOUNT, match.span(), _decimal_value(match.group()), "decimal")


def _decimal_value(number: str) -> str:
    """« 1 250,50 » -> "1250.50"; three digits after a dot are thousands."""
    whole, sign, rest = number.rpartition("," if "," in number else ".")
    if sign and len(rest) < 3:  # noqa: PLR2004
        return f"{_digits(whole)}.{rest}"
    return _digits(number)


def _singles(match: re.Match[str], text: str) -> Number | None:
    digits = _digits(match.group())
    kind = NumberKind.CODE if len(digits) <= _LONGEST else NumberKind.NUMBER
    return Number(kind, match.span(), digits) if text else None


def _groups(match: re.Match[str], text: str) -> Number | None:
    groups = re.findall(r"\d+", match.group())
    digits = "".join(groups)
    if official().phone(digits):
        return _bare(digits, match.span(), text)
    if not _SHORTEST <= len(digits) <= _LONGEST or _is_counting(groups):
        is_pair = [len(group) for group in groups] == [2, 2]
        return Number(NumberKind.NUMBER, match.span(), digits, "pairs" if is_pair else "")
    before = _word_before(text, match.start())
    if before in addresses().references:
        return Number(NumberKind.REFERENCE, match.span(), digits, before)
    return Number(NumberKind.CODE, match.span(), digits)


def _is_counting(groups: list[str]) -> bool:
    """Thousands (« 12 500 »), ranges (« 10-12 », « 100-150 »), lists of round numbers."""
    sizes = [len(group) for group in groups]
    if sizes == [2, 2] or 1 in sizes[:1] and len(groups) == 2:  # noqa: PLR2004
        return True
    if len(groups) == 2 and groups[1].endswith("00"):  # noqa: PLR2004
        return True
    return all(group.endswith(("0", "5")) for group in groups) and groups == sorted(groups)


def _plain(match: re.Match[str], text: str) -> Number | None:
    return _bare(match.group(), match.span(), text)


def _bare(digits: str, span: Span, text: str) -> Number:
    """Digits with no unit: the word before decides, then their count and check digits."""
    before = _word_before(text, span[0])
    words = addresses()
    is_called = before in words.calls
    known = official().phone(digits)
    if known and (len(digits) > 2 or is_called):  # noqa: PLR2004
        return Number(NumberKind.SHORT, span, digits, known.name, Line.SHORT, is_official=True)
    if before in words.references:
        return Number(NumberKind.REFERENCE, span, digits, before)
    if is_called and re.fullmatch(r"3\d{3}|10\d{2}|118\d{3}|[3-8]\d{4}", digits):
        return Number(NumberKind.SHORT, span, digits, "", Line.SHORT)
    if _SHORTEST <= len(digits) <= _LONGEST:
        is_year = len(digits) == _SHORTEST and digits[:2] in ("19", "20") and before in _BEFORE_YEAR
        return Number(NumberKind.DATE if is_year else NumberKind.CODE, span, digits, "year" if is_year else "")
    return _long(digits, span)


_BEFORE_YEAR = frozenset(
    "en depuis de d année annee mars avril mai juin juillet août aout septembre octobre novembre décembre janvier "
    "février fin début debut rentrée été automne printemps hiver since in year".split()
)


def _long(digits: str, span: Span) -> Number:
    if is_ean13(digits):
        return Number(NumberKind.REFERENCE, span, digits, "cip13" if digits.startswith("3400") else "ean13")
    if 15 <= len(digits) <= 19 and digits[0] in "23456" and is_luhn(digits):  # noqa: PLR2004
        return Number(NumberKind.CARD, span, digits)
    if len(digits) in (11, 14) and is_luhn(digits):
        return Number(NumberKind.REFERENCE, span, digits, "rpps" if len(digits) == 11 else "siret")  # noqa: PLR2004
    is_reference = len(digits) > _LONGEST
    return Number(NumberKind.REFERENCE if is_reference else NumberKind.NUMBER, span, digits)


_READERS = {
    "phone": _phone, "nir": _nir, "card": _card, "date": _date, "time": _time, "amount": _unit, "currency": _unit,
    "quantity": _unit, "unit": _unit, "singles": _singles, "decimal": _decimal, "groups": _groups, "plain": _plain,
}  # fmt: skip
