"""A raw update -> the desk's events. Pure: no network, no clock.

The JSON is read as it is, and only what we need of it: an update with something new in it, which a library's
parser may refuse, is still a message whose words are judged.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.telegram.envelope import PLATFORM, part
from adapters.telegram.texts import clean, quoted, read
from bot import commands
from bot.messages import ChatMoved, Command, Event, Membership, Message, Press
from bot.ports import Payload

Json = Mapping[str, Any]
_COMMAND = re.compile(r"/(\w{1,32})(?:@(\w+))?(?:\s+(.*))?", re.DOTALL)
PRESENT = ("creator", "administrator", "member", "restricted")
ADMINS = ("creator", "administrator")
GENERAL = 1
"""The thread id of a forum's General topic, which no message may be sent to."""


def translate(payload: Payload) -> list[Event]:
    """The events of a payload sealed by ``adapters.telegram.envelope``; empty: ignored on purpose."""
    update = payload["update"]
    for kind, events in READERS.items():
        found = part(update, kind)
        if found:
            return events(found, payload)
    return []


def find_command(message: Json, username: str) -> tuple[str, str] | None:
    """(name, what follows) when a message is one of our commands, written here and meant for us."""
    said = message.get("text") or message.get("caption")
    match = _COMMAND.fullmatch(said.strip()) if isinstance(said, str) else None
    if not match or "forward_origin" in message:
        return None
    is_ours = match[1].lower() in commands.NAMES and (match[2] or username).lower() == username.lower()
    return (match[1].lower(), clean(match[3] or "").strip()) if is_ours else None


def _of_message(message: Json, payload: Payload) -> list[Event]:
    if not part(message, "chat").get("id") or "message_id" not in message:
        return []
    chat = str(message["chat"]["id"])
    if message.get("migrate_to_chat_id"):
        return [ChatMoved(PLATFORM, chat, str(message["migrate_to_chat_id"]))]
    if message.get("migrate_from_chat_id"):
        return [ChatMoved(PLATFORM, str(message["migrate_from_chat_id"]), chat)]
    bot = payload["bot"]
    if bot["id"] in (_id(message.get("from")), _id(part(message, "forward_origin").get("sender_user"))):
        return []  # our own words, also when somebody passes them on
    found = find_command(message, bot["username"])
    if found:
        return [_command(message, found, payload)]
    said = _message(message)
    return [said] if said.text else []


def _message(message: Json) -> Message:
    writing = read(message)
    edited = message.get("edit_date")
    return Message(
        PLATFORM,
        str(message["chat"]["id"]),
        str(message["message_id"]),
        _author(message),
        writing.text,
        at=_time(edited or message.get("date")),
        thread=_thread(message),
        edit=str(edited or ""),
        author_name=_name(message),
        links=tuple(writing.links),
        is_forwarded="forward_origin" in message and not message.get("is_automatic_forward"),
        is_private=message["chat"].get("type") == "private",
        album=str(message.get("media_group_id") or ""),
    )


def _command(message: Json, found: tuple[str, str], payload: Payload) -> Command:
    name, rest = found
    answered = message.get("reply_to_message")
    # In a topic, what answers nothing is shown as an answer to the topic's own first message.
    is_answer = isinstance(answered, Mapping) and "forum_topic_created" not in answered
    sender_chat = _id(message.get("sender_chat"))
    return Command(
        PLATFORM,
        str(message["chat"]["id"]),
        str(message["message_id"]),
        _author(message),
        name,
        text=rest or quoted(message),
        at=_time(message.get("edit_date") or message.get("date")),
        thread=_thread(message),
        author_name=_name(message),
        reply_to=_message({"chat": message["chat"], **answered}) if answered and is_answer else None,
        is_private=message["chat"].get("type") == "private",
        is_admin=payload["is_admin"] or (sender_chat is not None and sender_chat == message["chat"]["id"]),
    )


def _of_press(query: Json, payload: Payload) -> list[Event]:
    message = part(query, "message")
    if not part(message, "chat").get("id"):
        return []  # of an inline message or a game: we make neither
    press = Press(
        PLATFORM,
        str(message["chat"]["id"]),
        str(message.get("message_id", "")),
        str(_id(query.get("from")) or ""),
        query.get("data") or "",
        token=str(query["id"]),
        at=datetime.fromisoformat(payload["at"]),
        thread=_thread(message),
        author_name=_name(query),
    )
    return [press]


def _of_membership(change: Json, payload: Payload) -> list[Event]:
    chat, now = part(change, "chat"), part(change, "new_chat_member")
    if chat.get("type") not in ("group", "supergroup"):
        return []  # in private a refused notice tells; a channel is heard through its linked group
    is_admin = now.get("status") in ADMINS
    membership = Membership(
        PLATFORM,
        str(chat["id"]),
        is_member=now.get("status") in PRESENT and now.get("is_member", True),
        is_admin=is_admin,
        is_deaf=not (is_admin or payload["bot"]["hears_groups"]),
        title=clean(str(chat.get("title") or ""))[:255],
        at=_time(change.get("date")),
    )
    return [membership]


def _author(message: Json) -> str:
    """The person, "" where nobody can be named: an anonymous administrator, a channel, a bot."""
    sender = part(message, "from")
    return "" if message.get("sender_chat") or sender.get("is_bot") else str(_id(sender) or "")


def _name(message: Json) -> str:
    shown = part(message, "sender_chat") or part(message, "from")
    names = [shown.get("title"), shown.get("first_name"), shown.get("last_name")]
    return clean(" ".join(str(name) for name in names if name))[:255]


def _thread(message: Json) -> str:
    """The topic. Elsewhere Telegram numbers chains of answers alike, and nothing can be sent to those."""
    thread = message.get("message_thread_id")
    return str(thread) if message.get("is_topic_message") and thread and thread != GENERAL else ""


def _id(somebody: Any) -> int | None:
    found = somebody.get("id") if isinstance(somebody, Mapping) else None
    return found if isinstance(found, int) else None


def _time(seconds: Any) -> datetime:
    return datetime.fromtimestamp(seconds if isinstance(seconds, int) else 0, UTC)


READERS: dict[str, Callable[[Json, Payload], list[Event]]] = {
    "message": _of_message,
    "edited_message": _of_message,
    "callback_query": _of_press,
    "my_chat_member": _of_membership,
}
