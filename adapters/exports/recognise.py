"""Which program wrote a file, told by its content. What we cannot read is named, with what to do instead."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from adapters.exports.json_stream import CLOSING, OPENING, PARSE_ERRORS, parse
from bot.errors import VigieError

HEAD = 1 << 16
"""Bytes looked at."""
BOM = b"\xef\xbb\xbf"
SUPPORTED = (
    "Telegram Desktop's result.json, a Slack export (zip or folder), JSON Lines, "
    "or plain text with one message a line"
)

LINES_LOOKED_AT = 200
PACKED = (b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh", b"\xfd7zXZ")
UTF16 = (b"\xff\xfe", b"\xfe\xff")
TELEGRAM_MESSAGE = frozenset({"date_unixtime", "from_id", "actor_id"})
CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
WHATSAPP = re.compile(
    r"\u200e?\[?\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? (?:à )?\d{1,2}[:h.]\d{2}(?::\d{2})?(?:\s?[AP]M)?(?:\]| - )",
    re.I,
)


class Format(Enum):
    """What a file can be."""

    TELEGRAM = auto()
    SLACK_DAY = auto()
    JSON_LINES = auto()
    TEXT = auto()
    ZIP = auto()
    OTHER_JSON = auto()  # broken off, not JSON at all, or written by a program unknown here


@dataclass(slots=True)
class Outline:
    """The first JSON value of a file, as far as it was looked at."""

    opening: str = ""  # the first event, "" when it is no JSON
    top: dict[str, Any] = field(default_factory=dict)  # keys of the outermost object, values if scalar
    inner: set[str] = field(default_factory=set)  # keys of everything inside


def recognise(head: bytes, name: str, suffix: str = "") -> Format:
    """The format of a file that starts with ``head`` (BOM removed). Raises ``VigieError`` for all others."""
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return Format.ZIP
    _refuse_bytes(head, name)
    outline = _outline(head)
    _refuse_programs(outline, name)
    if _is_telegram(outline):
        return Format.TELEGRAM
    if outline.opening == "start_array" and "ts" in outline.inner:
        return Format.SLACK_DAY
    if suffix in {".jsonl", ".ndjson"} or _is_contract(outline.top) or _has_contract_lines(head):
        return Format.JSON_LINES
    if suffix == ".json" or head.lstrip().startswith((b"{", b"[{")):
        return Format.OTHER_JSON
    _refuse_text(head, name)
    return Format.TEXT


def _refuse_bytes(head: bytes, name: str) -> None:
    if not head.strip():
        raise VigieError(f"{name} is empty: export the chat once more.")
    if head.startswith(PACKED):
        raise VigieError(f"{name} is a packed archive: unpack it, then scan what is in it.")
    if head.startswith(UTF16) or head[:200].count(b"\0") > len(head[:200]) // 4:
        raise VigieError(f"{name} is UTF-16 or not text at all: save it as UTF-8, then scan it again.")


def _outline(head: bytes) -> Outline:
    outline, depth, key = Outline(), 0, ""
    with suppress(*PARSE_ERRORS):  # the head may end anywhere: what came before counts
        for event, value in parse(io.BytesIO(head), buffer_size=64):
            outline.opening = outline.opening or event
            if event == "map_key" and depth == 1:
                key = value
                outline.top[key] = None
            elif event == "map_key":
                outline.inner.add(value)
            elif event in OPENING:
                depth += 1
            elif event in CLOSING:
                depth -= 1
            elif depth == 1:
                outline.top[key] = value
    return outline


def _is_telegram(outline: Outline) -> bool:
    top, inner = outline.top.keys(), outline.inner
    if "chats" in top or "left_chats" in top or {"about", "personal_information"} <= top:
        return True
    is_chat = isinstance(outline.top.get("type"), str) and "name" in top and "author" not in inner
    return "messages" in top and (is_chat or bool(inner & TELEGRAM_MESSAGE))


def _refuse_programs(outline: Outline, name: str) -> None:
    top = outline.top.keys()
    program = ""
    if {"guild", "channel"} <= top:
        program = "Discord"
    elif "messages" in top and {"participants", "thread_path"} & top:
        program = "Messenger or Instagram"
    if program:
        raise VigieError(f"{name} is an export of {program}, which cannot be read. Give {SUPPORTED}.")


def _is_contract(data: dict[str, Any]) -> bool:
    return "id" in data and ("text" in data or "messages" in data)


def _has_contract_lines(head: bytes) -> bool:
    """Whether the lines are JSON objects: one that follows the contract, or several that do not."""
    objects = 0
    for data in _objects(head):
        if _is_contract(data):
            return True
        objects += 1
    return objects > 1


def _objects(head: bytes) -> Iterator[dict[str, Any]]:
    for line in head.split(b"\n", LINES_LOOKED_AT)[:LINES_LOOKED_AT]:
        with suppress(ValueError, RecursionError):  # another line may do
            data = json.loads(line)
            if isinstance(data, dict):
                yield data


def _refuse_text(head: bytes, name: str) -> None:
    start = head.lstrip()[:15].lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml")):
        raise VigieError(
            f"{name} is a web page or XML. In Telegram Desktop, export as « Machine-readable JSON » instead."
        )
    if head.startswith(b"%PDF"):
        raise VigieError(f"{name} is a PDF. Give {SUPPORTED}.")
    text = _decode(head, name)
    if len(CONTROL.findall(text)) > len(text) // 10:
        raise VigieError(f"{name} is not text. Give {SUPPORTED}.")
    lines = [line for line in text.splitlines()[:LINES_LOOKED_AT] if line]
    if sum(bool(WHATSAPP.match(line)) for line in lines) * 2 > len(lines):
        raise VigieError(f"{name} is an export of WhatsApp, which cannot be read. Give {SUPPORTED}.")


def _decode(head: bytes, name: str) -> str:
    try:
        return head.decode()
    except UnicodeDecodeError as error:
        if error.start >= len(head) - 3:  # a character that the head may have cut in two
            return head[: error.start].decode()
        line = head.count(b"\n", 0, error.start) + 1
    raise VigieError(f"{name}, line {line}: this is not UTF-8. Save the file as UTF-8, then scan it again.")
