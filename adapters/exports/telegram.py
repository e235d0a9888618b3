"""Telegram Desktop's ``result.json``: one chat, or the chats of a whole account, streamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from adapters.exports.json_stream import JsonEvents, build, drain, elements, keys, parse, skip
from adapters.exports.values import UNKNOWN_TIME, as_text, as_time, clean
from bot.errors import VigieError
from bot.messages import HiddenLink, Message
from bot.scan import Item, Kind, Tally

CHAT_LISTS = frozenset({"chats", "left_chats"})


class BadShape(Exception):  # noqa: N818 - not an error of the program: it is counted
    """A text that is neither a string nor a list of strings and entities."""


def read_telegram(stream: IO[bytes], name: str, tally: Tally) -> Iterator[Item]:
    """The messages of an export in its order, service messages left out. Raises what ijson raises."""
    events = parse(stream)
    event, _ = next(events)
    if event != "start_map":
        raise VigieError(f"{name} is not a Telegram export: choose the file result.json.")
    for chat, data in _chat(events):
        tally_name = f"{name}, chat {chat}" if chat else name
        item = _item(chat, data, tally_name, tally)
        if item is not None:
            yield item
    drain(events)


def _chat(events: JsonEvents) -> Iterator[tuple[str, Any]]:
    """(chat id, raw message) of an object that is a chat, or an account with lists of chats."""
    chat = ""
    for key in keys(events):
        event, value = next(events)
        if key == "id":
            chat = as_text(build(event, value, events))
        elif key == "messages" and event == "start_array":
            for message in elements(events):
                yield chat, message
        elif key in CHAT_LISTS and event == "start_map":
            yield from _chat_list(events)
        else:
            skip(event, events)


def _chat_list(events: JsonEvents) -> Iterator[tuple[str, Any]]:
    for key in keys(events):
        event, _ = next(events)
        if key != "list" or event != "start_array":
            skip(event, events)
            continue
        for event, _ in events:
            if event == "end_array":
                break
            if event == "start_map":
                yield from _chat(events)
            else:
                skip(event, events)


def _item(chat: str, data: Any, name: str, tally: Tally) -> Item | None:
    if not isinstance(data, dict):
        tally.reject(name, "one entry is not a message")
        return None
    if data.get("type") == "service":
        return None
    identity = as_text(data.get("id"))
    try:
        text, links = flatten(_parts(data))
    except BadShape:
        tally.reject(f"{name}, message {identity}", "its text is neither a string nor a list")
        return None
    if not text:
        return None
    message = Message(
        platform="export",
        chat=chat,
        message=identity,
        author=as_text(data.get("from_id")),
        text=text,
        at=_time(data),
        author_name=as_text(data.get("from")),
        links=links,
        is_forwarded="forwarded_from" in data,
    )
    return Item(f"{chat}/{identity}" if chat else identity, (message,), Kind.CHAT)


def _time(data: dict[str, Any]) -> Any:
    at = as_time(data.get("date_unixtime"))
    return as_time(data.get("date")) if at is UNKNOWN_TIME else at


def _parts(data: dict[str, Any]) -> Any:
    """What the reader sees: the text (captions included), else a poll's question and answers."""
    text = data.get("text", "")
    poll = data.get("poll")
    if text or not isinstance(poll, dict):
        return text
    answers = poll.get("answers")
    answers = answers if isinstance(answers, list) else []
    lines = [answer.get("text") for answer in answers if isinstance(answer, dict)]
    return "\n".join(as_text(line) for line in [poll.get("question"), *lines])


def flatten(parts: Any) -> tuple[str, tuple[HiddenLink, ...]]:
    """``text`` of an export (string, or list of strings and entities) and its hidden link targets.

    Raises ``BadShape`` for any other shape.
    """
    if isinstance(parts, str):
        return clean(parts), ()
    if not isinstance(parts, list):
        raise BadShape
    text, links = "", []
    for part in parts:
        piece, target = _part(part)
        if target and target != piece:
            links.append(HiddenLink((len(text), len(text) + len(piece)), target))
        text += piece
    return text, tuple(links)


def _part(part: Any) -> tuple[str, str]:
    if isinstance(part, str):
        return clean(part), ""
    if not isinstance(part, dict) or not isinstance(part.get("text"), str):
        raise BadShape
    return clean(part["text"]), as_text(part.get("href"))
