"""Small conversions that all readers share: text without lone surrogates, times, ids."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

LONE_SURROGATE = re.compile("[\ud800-\udfff]")
UNKNOWN_TIME = datetime(1970, 1, 1, tzinfo=UTC)
"""Stands for a time that the file does not tell."""


def clean(text: str) -> str:
    """The text with lone surrogates replaced one for one, so that spans still hold and it can be encoded."""
    return text if text.isascii() else LONE_SURROGATE.sub("\ufffd", text)


def as_text(value: Any) -> str:
    """A scalar as cleaned text; "" for what is none."""
    if isinstance(value, str):
        return clean(value)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def as_time(value: Any) -> datetime:
    """Unix seconds (number or digits) or ISO 8601 as a time in UTC; ``UNKNOWN_TIME`` for anything else."""
    try:
        if isinstance(value, str) and not value.replace(".", "", 1).isdecimal():
            time = datetime.fromisoformat(value)
            return time if time.tzinfo else time.replace(tzinfo=UTC)
        return datetime.fromtimestamp(float(value), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return UNKNOWN_TIME
