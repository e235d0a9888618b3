"""A raw event of the web chat -> the desk's event. Pure: no network, no clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.web.people import CHAT, PEOPLE, find_person
from bot import commands
from bot.messages import Command, Event, Message, Press
from bot.ports import Payload

PLATFORM = "web"
_COMMAND = re.compile(r"/(\w{1,32})(?:\s+(.*))?\s*", re.DOTALL)


def translate(payload: Payload) -> list[Event]:
    """The one event of a payload made by ``adapters.web.adapter``. Raises KeyError on any other."""
    kind = payload["kind"]
    at = datetime.fromisoformat(payload["at"])
    author = payload["author"]
    name = find_person(author).name
    if kind == "press":
        return [
            Press(
                PLATFORM,
                CHAT,
                payload["message"],
                author,
                payload["data"],
                token=payload["token"],
                at=at,
                author_name=name,
            )
        ]
    return [_command(payload, at) or _message(payload)]


def _message(payload: Mapping[str, Any]) -> Message:
    author = payload["author"]
    return Message(
        PLATFORM,
        CHAT,
        payload["message"],
        author,
        payload["text"],
        at=datetime.fromisoformat(payload["at"]),
        author_name=find_person(author).name,
        thread=payload.get("thread", ""),
    )


def _command(payload: Mapping[str, Any], at: datetime) -> Command | None:
    match = _COMMAND.fullmatch(payload["text"])
    if not match or match[1].lower() not in commands.NAMES:
        return None  # a slash before other words is only the way somebody writes
    person = find_person(payload["author"])
    name, text = match[1].lower(), (match[2] or "").strip()
    answered = payload.get("reply_to")
    about = _message(answered) if answered else None
    if name in commands.ABOUT_SOMEBODY and about is None:
        about = _named(text, at)
    return Command(
        PLATFORM,
        CHAT,
        payload["message"],
        payload["author"],
        name=name,
        text=text,
        at=at,
        author_name=person.name,
        reply_to=about,
        is_admin=person.is_lead,
    )


def _named(text: str, at: datetime) -> Message | None:
    """Somebody of the room whose first name is said, as the author of a message answered."""
    said = set(text.lower().replace("@", " ").split())
    for person in PEOPLE.values():
        if not person.is_outside and person.name.split()[0].lower() in said:
            return Message(PLATFORM, CHAT, "", person.id, "", at=at, author_name=person.name)
    return None
