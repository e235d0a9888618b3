"""What people do on Telegram, as updates: invented groups, people and messages."""

from __future__ import annotations

import itertools
from typing import Any

Json = dict[str, Any]
GROUP, OTHER_GROUP, FORUM = -1001000000001, -1001000000002, -1001000000003
CLAIRE: Json = {"id": 41, "is_bot": False, "first_name": "Claire", "last_name": "Vasseur"}
HUGO: Json = {"id": 42, "is_bot": False, "first_name": "Hugo"}
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
ALERT = "!code donne-moi le code"
NOON = 1_772_500_000
_numbers = itertools.count(1)


def chat_of(chat: int) -> Json:
    if chat > 0:
        return {"id": chat, "type": "private", "first_name": "X"}
    made = {"id": chat, "type": "supergroup", "title": "Pharmacie du Phare"}
    return made | {"is_forum": True} if chat == FORUM else made


def message(text: str = "", chat: int = GROUP, by: Json = HUGO, **fields: Any) -> Json:
    """A message, an hour after the one before: never the same conversation."""
    number = next(_numbers)
    made = {"message_id": number, "from": by, "chat": chat_of(chat), "date": NOON + 3600 * number}
    return made | ({"text": text} if text else {}) | fields


def said(text: str = "", chat: int = GROUP, by: Json = HUGO, **fields: Any) -> Json:
    """An update that brings a message."""
    return {"message": message(text, chat, by, **fields)}


def edited(original: Json, text: str, after: int = 60) -> Json:
    old = original["message"]
    return {"edited_message": old | {"text": text, "edit_date": old["date"] + after}}


def pressed(chat: int, message_id: int, data: str, who: Json = CLAIRE) -> Json:
    number = next(_numbers)
    bearer = {"message_id": message_id, "chat": chat_of(chat), "date": NOON}
    return {"callback_query": {"id": f"q{number}", "from": who, "message": bearer, "data": data}}


def membership(status: str, chat: int = GROUP, **fields: Any) -> Json:
    number = next(_numbers)
    now = {"status": status, "user": {"id": 700000001, "is_bot": True, "first_name": "Vigie"}, **fields}
    return {
        "my_chat_member": {
            "chat": chat_of(chat),
            "from": CLAIRE,
            "date": NOON + 3600 * number,
            "old_chat_member": {"status": "left", "user": now["user"]},
            "new_chat_member": now,
        }
    }
