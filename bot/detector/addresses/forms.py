"""What groups of digits look like: one pattern, tried at each of them. Its words come from addresses.yaml."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.detector.addresses.data import addresses

_SPACE = r"[ \xa0\u202f]"
_AMOUNT = r"\d{1,3}(?:[ \xa0\u202f.]\d{3}){1,3}(?:,\d{1,2})?|\d{1,9}(?:[.,]\d{1,3})?"
_FORMS = r"""
 (?P<phone>\+{SPACE}?[1-9](?:[ .\-/()\xa0\u202f]{{0,3}}\d){{7,14}}(?!\d)
   |00{SPACE}?[1-9](?:[ .\-/()\xa0\u202f]{{0,2}}\d){{8,13}}(?!\d)
   |0[ .\-]?[1-9](?:[ .\-\u2013\u2014/_,·\xa0\u202f\n]{{0,3}}\d){{8}}(?!\d|[ ]\d\d[ ]\d\d))
|(?P<nir>[12][ .]?\d\d[ .]?(?:0[1-9]|1[0-2])[ .]?(?:\d\d|2[AB])[ .]?\d{{3}}[ .]?\d{{3}}(?:[ .|/]?\d\d)?(?!\d))
|(?P<card>\d{{4}}(?:[ .-]?\d{{4}}){{3}}(?![ .-]?\d)|3[47]\d\d[ .-]?\d{{6}}[ .-]?\d{{5}}(?!\d))
|(?P<date>(?:0?[1-9]|[12]\d|3[01])(?:/(?:0?[1-9]|1[0-2])(?:/(?:19|20)?\d\d)?|[.-](?:0?[1-9]|1[0-2])[.-](?:19|20)?\d\d)
   (?![\d/])|(?:19|20)\d\d-[01]\d-[0-3]\d(?!\d)|(?:[12]?\d|3[01])(?:er)?{SPACE}(?:{MONTHS})(?![^\W_])(?:{SPACE}(?:19|20)\d\d)?)
|(?P<time>(?:[01]?\d|2[0-4]){SPACE}?[hH]{SPACE}?(?:[0-5]\d)?(?![^\W_])|(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d))
|(?P<amount>(?:{AMOUNT}){SPACE}?(?P<currency>{CURRENCIES})(?![^\W_]))
|(?P<quantity>(?:{AMOUNT}){SPACE}?(?P<unit>{UNITS})(?![^\W_]))
|(?P<singles>\d(?P<by>[ .,\-\u2013\u2014_·•*/|\xa0\u202f]{{1,3}})\d(?!\d)
   (?:(?P=by)\d(?!\d)){{2,8}}(?![^\W_]|[.,]\d))
|(?P<decimal>\d{{1,6}}[.,]\d{{1,2}}(?![.,]?\d))
|(?P<groups>\d{{1,4}}(?:(?:[ ][ \-\u2013\u2014][ ]|[ .\-\u2013\u2014_·\xa0\u202f])\d{{1,4}}){{1,6}}(?!\d))
|(?P<plain>\d{{1,34}})
"""


@lru_cache(maxsize=1)
def forms() -> re.Pattern[str]:
    """The pattern; ``lastgroup`` of a match at a digit or + names its form."""
    words = addresses()
    source = _FORMS.format(
        SPACE=_SPACE,
        AMOUNT=_AMOUNT,
        MONTHS=_either(words.months),
        CURRENCIES=_either(words.currencies),
        UNITS=_either(words.units),
    )
    return re.compile(source, re.VERBOSE | re.IGNORECASE)


def _either(words: frozenset[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


def is_luhn(digits: str) -> bool:
    """ISO/IEC 7812 check digit (bank cards, RPPS, SIRET)."""
    odd = sum(int(digit) for digit in digits[-1::-2])
    even = sum(sum(divmod(2 * int(digit), 10)) for digit in digits[-2::-2])
    return (odd + even) % 10 == 0


def is_ean13(digits: str) -> bool:
    """GS1 check digit (CIP13, EAN13)."""
    body = [int(digit) for digit in digits]
    return len(body) == 13 and (sum(body[::2]) + 3 * sum(body[1::2])) % 10 == 0  # noqa: PLR2004


def is_iban(text: str) -> bool:
    """ISO 13616 check, spaces allowed."""
    compact = re.sub(r"\s", "", text).upper()
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", compact):
        return False
    moved = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in moved)) % 97 == 1
