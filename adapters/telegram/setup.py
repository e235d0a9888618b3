"""What is done at start beside receiving: the menu of commands, and a look at each group we are in."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Any

import structlog
from sqlalchemy import select
from telegram.error import BadRequest, Forbidden

from adapters.telegram.api import Api, Me
from adapters.telegram.envelope import PLATFORM
from adapters.telegram.receive import Store, insist
from bot.database import Database
from bot.errors import AdapterError, where
from bot.replies.words import DEFAULT, languages, words
from bot.tables import Chat

COMMANDS = {
    "all_group_chats": ("report", "verifier", "statut", "aide"),
    "all_chat_administrators": (
        "report",
        "verifier",
        "statut",
        "resume",
        "chef",
        "adjoint",
        "relier",
        "aide",
    ),
    "all_private_chats": ("report", "verifier", "resume", "exercice", "statut", "aide"),
}
"""Who sees which commands in the menu."""
PAUSE_S = 0.05
log = structlog.get_logger()


async def set_up(api: Api, me: Me, database: Database, store: Store, stop: asyncio.Event) -> None:
    """Both, as soon as Telegram lets us. What it refuses is said in the log and left."""
    works = [partial(register_commands, api), partial(look_around, api, me, database, store)]
    for work in works:
        try:
            await insist(stop, work)
        except AdapterError:
            return  # the receive loop finds the same, and ends the program
        except Exception as error:
            log.warning(
                "a part of the set-up failed: restart to try again", part=work.func.__name__, **where(error)
            )


async def register_commands(api: Api) -> None:
    """The menu, by scope and language; the default language for everybody else."""
    for scope, names in COMMANDS.items():
        for language in languages():
            say = words(language)
            menu = [{"command": name, "description": say(f"menu.{name}")} for name in names]
            code = None if language == DEFAULT else language
            await api.call("setMyCommands", commands=menu, scope={"type": scope}, language_code=code)


async def look_around(api: Api, me: Me, database: Database, store: Store) -> None:
    """Ask how we stand in each group, and tell the desk as if it had changed just now."""
    async with database.read() as session:
        query = select(Chat.chat).where(Chat.platform == PLATFORM, Chat.is_active, Chat.chat.startswith("-"))
        chats = list(await session.scalars(query))
    for chat in chats:
        standing = await _standing(api, chat, me.id)
        if not standing:
            continue
        now = datetime.now(UTC)
        change = {
            "chat": {"id": int(chat), "type": "supergroup"},
            "date": int(now.timestamp()),
            "new_chat_member": standing,
        }
        await store([{"update_id": f"look:{chat}:{now.isoformat()}", "my_chat_member": change}])
        await asyncio.sleep(PAUSE_S)


async def _standing(api: Api, chat: str, user: int) -> dict[str, Any]:
    """Our place in a chat; out of it when Telegram does not let us look; nothing when it cannot tell."""
    try:
        found = await api.call("getChatMember", chat_id=chat, user_id=user)
    except Forbidden:
        return {"status": "left"}
    except BadRequest as error:
        return {"status": "left"} if "chat not found" in error.message.lower() else {}
    return found if isinstance(found, dict) else {}
