"""What the inbox holds of an update: the raw JSON, and what was known when it came and is not in it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from adapters.telegram.api import Me

PLATFORM = "telegram"
ALLOWED = ["message", "edited_message", "callback_query", "my_chat_member"]
"""The updates that we ask for. A channel's posts come through its linked group, as messages."""


def seal(update: Mapping[str, Any], me: Me, is_admin: bool = False) -> tuple[str, str, str, dict[str, Any]]:
    """(platform, chat, key, payload) for the inbox. ``is_admin``: of the author, as far as it was asked."""
    payload = {
        "update": update,
        "bot": {"id": me.id, "username": me.username, "hears_groups": me.hears_groups},
        "is_admin": is_admin,
        "at": datetime.now(UTC).isoformat(),
    }
    return PLATFORM, chat_of(update), str(update.get("update_id", "")), payload


def chat_of(update: Mapping[str, Any]) -> str:
    """The chat in whose order an update stands, "" for none.

    A move stands in the order of the new chat: before the first message there.
    """
    for kind in ALLOWED:
        found = part(update, kind)
        if found:
            message = part(found, "message") if kind == "callback_query" else found
            return str(message.get("migrate_to_chat_id") or part(message, "chat").get("id", ""))[:255]
    return ""


def part(json: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object within a JSON object; an empty one where there is none, whatever else there is."""
    found = json.get(name)
    return found if isinstance(found, Mapping) else {}
