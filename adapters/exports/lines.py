"""JSON Lines (the contract with other programs) and plain text, one message a line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import IO, Any

from adapters.exports.values import UNKNOWN_TIME, as_text, as_time, clean
from bot.messages import Message
from bot.scan import Item, Kind, Tally

MAX_LINE = 4 << 20
"""Bytes. Far above any chat's limit; keeps memory flat on a file without line ends."""


class BadLine(Exception):  # noqa: N818 - not an error of the program: it is counted
    """A line that cannot be read. The text says why, in words of ours only."""


def read_json_lines(stream: IO[bytes], name: str, tally: Tally) -> Iterator[Item]:
    """One item for each valid line, in order; the others are reported and counted."""
    for number, line in _lines(stream, name, tally):
        try:
            item = parse_line(line)
        except BadLine as bad:
            tally.reject(f"{name}, line {number}", str(bad))
        else:
            yield item


def read_text(stream: IO[bytes], name: str, tally: Tally) -> Iterator[Item]:
    """One item for each line that is not blank; its id is the number of the line."""
    for number, line in _lines(stream, name, tally):
        try:
            text = line.decode()
        except UnicodeDecodeError:
            tally.reject(f"{name}, line {number}", "not UTF-8")
        else:
            yield Item(number, (_message(str(number), text),))


def parse_line(line: bytes) -> Item:
    """``{"id", "text"}`` or ``{"id", "messages": [{"author", "text", "at"?}]}``; raises ``BadLine``."""
    try:
        data = json.loads(line.decode())
    except UnicodeDecodeError:
        raise BadLine("not UTF-8") from None
    except (ValueError, RecursionError):
        raise BadLine("not JSON") from None
    if not isinstance(data, dict):
        raise BadLine('not an object with "id" and "text"')
    identity = data.get("id")
    if not isinstance(identity, str | int) or isinstance(identity, bool):
        raise BadLine('"id" is missing or neither a string nor a whole number')
    if data.get("messages") is not None:
        return Item(identity, _conversation(str(identity), data["messages"]), Kind.CONVERSATION, True)
    if not isinstance(data.get("text"), str):
        raise BadLine('"text" is missing or not a string')
    return Item(identity, (_message(str(identity), clean(data["text"])),), is_answered=True)


def _message(identity: str, text: str) -> Message:
    return Message("export", "", identity, "", text, UNKNOWN_TIME)


def _conversation(chat: str, messages: Any) -> tuple[Message, ...]:
    if not isinstance(messages, list):
        raise BadLine('"messages" is not a list')
    return tuple(_turn(chat, index, turn) for index, turn in enumerate(messages))


def _turn(chat: str, index: int, turn: Any) -> Message:
    if not isinstance(turn, dict) or not isinstance(turn.get("text"), str):
        raise BadLine(f'message {index} of "messages" has no "text" that is a string')
    author = as_text(turn.get("author"))
    at = as_time(turn.get("at"))
    return Message("export", chat, str(index), author, clean(turn["text"]), at, author_name=author)


def _lines(stream: IO[bytes], name: str, tally: Tally) -> Iterator[tuple[int, bytes]]:
    number = 0
    while line := stream.readline(MAX_LINE + 1):
        number += 1
        if len(line) > MAX_LINE:
            _finish_line(stream, line)
            tally.reject(f"{name}, line {number}", f"longer than {MAX_LINE >> 20} MiB")
            continue
        if not line.isspace():
            yield number, line.rstrip(b"\r\n")


def _finish_line(stream: IO[bytes], line: bytes) -> None:
    while line and not line.endswith(b"\n"):
        line = stream.readline(MAX_LINE)
