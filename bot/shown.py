"""How numbers and addresses are written in a reply."""

from __future__ import annotations


def show_number(number: str) -> str:
    """E.164 -> as it is dialled in France: « 06 39 98 12 34 », « 0 806 800 213 »; others as they are."""
    if not number.startswith("+33"):
        return number
    digits = "0" + number.removeprefix("+33")
    if digits.startswith("08"):
        return f"0 {digits[1:4]} {digits[4:7]} {digits[7:]}"
    return " ".join(digits[index : index + 2] for index in range(0, len(digits), 2))


def defang(text: str) -> str:
    """So that no chat turns the bot's own answer into a link to the trap."""
    return text.replace(".", "[.]")
