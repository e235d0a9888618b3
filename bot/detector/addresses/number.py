"""A group of digits in a message, whatever it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.detector.addresses.phones import Line, Phone
from bot.messages import Span


class NumberKind(StrEnum):
    """What a group of digits is, by its form and the word beside it. The meaning is the detector's."""

    PHONE = "phone"
    SHORT = "short"  # a short number that is called: 3608
    CODE = "code"  # 4 to 8 digits with nothing that says what they count
    TOKEN = "token"  # noqa: S105 - letters and digits mixed: « N3V8-QT61 », « Sormiou_12 »
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
    """``span`` is in the raw text. ``value``: digits; E.164 for a phone, "1250.50" for an amount.

    ``label``: unit, currency, word before a reference, owner of an official phone; for a token "code",
    "password" or "word" (a word and digits); for a code "year" (may be one), "thousands" (« 27 814 ») or "";
    for a number "pairs" (« 90 57 »); for a phone "partial" (« un numéro en 05 36 49 »). ``line``: of a phone.
    """

    kind: NumberKind
    span: Span
    value: str
    label: str = ""
    line: Line | None = None
    is_official: bool = False
    is_spelled: bool = False


def phone_number(phone: Phone, span: Span, *, is_spelled: bool = False) -> Number:
    """The number that a phone is."""
    kind = NumberKind.SHORT if phone.line is Line.SHORT else NumberKind.PHONE
    return Number(kind, span, phone.number, phone.name, phone.line, phone.is_official, is_spelled)
