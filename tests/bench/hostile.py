"""Messages made to be slow: each kind at any length."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle, islice

LENGTHS = (1_000, 4_000, 16_000, 40_000)


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda length: "".join(islice(cycle(piece), length))


HOSTILE: dict[str, Callable[[int], str]] = {
    "dots": _repeated("."),
    "dotted letters": _repeated("c.o.d.e."),
    "spaced letters": _repeated("c o d e "),
    "emoji": _repeated("🔥🙏"),
    "combining marks": lambda length: "e" + "\u0301" * (length - 1),
    "zero width": _repeated("c\u200bo\u200bd\u200be "),
    "one long word": _repeated("abracadabrantesque"),
    "one letter": _repeated("e"),
    "digits": _repeated("4829131"),
    "spaced digits": _repeated("48 29 13 "),
    "links": _repeated("http://e-cps.example/x "),
    "dots and slashes": _repeated("a.b/c:d@"),
    "« code » repeated": _repeated("code "),
    "asks repeated": _repeated("donne-moi le code reçu par sms stp "),
    "look-alikes": _repeated("соdе "),
    "typos": _repeated("donme moi le coode resu "),
    "brackets": _repeated("[(«"),
    "line ends": _repeated("a\n"),
    "leet": _repeated("c0d3 m07 d3 p4553 "),
}
