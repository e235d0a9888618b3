"""A written phone number -> E.164, kind of line, and whether it is official."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberType

from bot.detector.addresses.official import official


class Line(StrEnum):
    """What kind of line answers."""

    MOBILE = "mobile"
    FIXED = "fixed"
    VOIP = "voip"
    FREE = "free"  # 0800 to 0805
    STANDARD = "standard"  # 0806 to 0809: the price of a call
    PREMIUM = "premium"
    SHORT = "short"
    FOREIGN = "foreign"


# National numbering plan (Arcep): read here and not by phonenumbers, which takes 0.2 ms a number and knows
# nothing of the ranges that Arcep keeps for fiction.
_LINES = {"6": Line.MOBILE, "7": Line.MOBILE, "9": Line.VOIP, "8": Line.PREMIUM}
_FREE, _STANDARD = frozenset("012345"), frozenset("6789")
_OVERSEAS = {
    "262": "262", "263": "262", "692": "262", "693": "262", "590": "590", "690": "590", "691": "590",
    "594": "594", "694": "594", "596": "596", "696": "596", "697": "596", "508": "508",
}  # fmt: skip
_FRENCH_CODES = ("+33", "+262", "+590", "+594", "+596", "+508")
_NATIONAL = 9  # digits after the 0 or the country code


@dataclass(frozen=True, slots=True)
class Phone:
    """``number``: E.164, or the digits of a short number. ``name``: the official owner, else ""."""

    number: str
    line: Line
    name: str = ""

    @property
    def is_official(self) -> bool:
        """In the list, which is the only way to be called safe."""
        return bool(self.name)


def read_phone(written: str) -> Phone | None:
    """``written``: digits, spaces, signs, a leading + or 00 or 0. None when no such number can exist."""
    digits = "".join(char for char in written if char.isdigit())
    if written.lstrip("( ").startswith("+") or digits.startswith("00"):
        return _international(digits.removeprefix("00"), "(0)" in written.replace(" ", ""))
    if digits.startswith("0") and len(digits) == _NATIONAL + 1:
        return _french(digits[1:])
    return _short(digits)


def _french(national: str) -> Phone | None:
    if national.startswith("0"):
        return None
    overseas = _OVERSEAS.get(national[:3])
    number = f"+{overseas or 33}{national}"
    return _named(number, french_line(national))


def french_line(national: str) -> Line:
    """``national``: the digits after the 0, at least one."""
    if national.startswith("80"):
        third = national[2:3]
        return Line.FREE if third in _FREE else Line.STANDARD if third in _STANDARD else Line.PREMIUM
    return _LINES.get(national[0], Line.FIXED)


def _short(digits: str) -> Phone | None:
    return _named(digits, Line.SHORT) if 2 <= len(digits) <= 6 else None  # noqa: PLR2004


def _international(digits: str, has_trunk: bool) -> Phone | None:
    for code in _FRENCH_CODES:
        rest = digits.removeprefix(code[1:])
        if len(rest) < len(digits):
            rest = rest[1:] if has_trunk or (len(rest) == _NATIONAL + 1 and rest[0] == "0") else rest
            return _named(code + rest, french_line(rest)) if len(rest) == _NATIONAL else None
    try:
        parsed = phonenumbers.parse(f"+{digits}")
    except NumberParseException:
        return None
    if not phonenumbers.is_possible_number(parsed):
        return None
    is_premium = phonenumbers.number_type(parsed) == PhoneNumberType.PREMIUM_RATE
    return _named(f"+{digits}", Line.PREMIUM if is_premium else Line.FOREIGN)


def _named(number: str, line: Line) -> Phone:
    known = official().phone(number)
    return Phone(number, line, known.name if known else "")
