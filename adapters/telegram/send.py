"""Sending: one reply, one call, and what a refusal means."""

from __future__ import annotations

import asyncio
import re
from typing import Any

from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from adapters.telegram import layout
from adapters.telegram.api import Api, seconds_of
from adapters.telegram.pace import Pace
from bot.errors import Moved, RateLimited, Refused, SendError, Unreachable
from bot.ports import Kind, Outgoing

_PLACE_GONE = re.compile(r"thread not found|TOPIC_|repl(y|ied)", re.IGNORECASE)
_THREAD_GONE = re.compile(r"thread not found|TOPIC_", re.IGNORECASE)
_SAME = re.compile("message is not modified", re.IGNORECASE)
_NOBODY = re.compile("chat not found|user not found|PEER_ID_INVALID", re.IGNORECASE)


AT_ONCE = 5
"""Messages on their way: the fewer, the fewer are sent again after a crash; enough for thirty a second."""


class Sender:
    """Sends replies within Telegram's limits; raises ``SendError`` and its kinds."""

    def __init__(self, api: Api) -> None:
        self._api, self._pace = api, Pace()
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def send(self, outgoing: Outgoing, private_link: str) -> str:
        """The id of the message made or edited, "" for a toast. ``private_link`` opens a chat with us."""
        chat = outgoing.chat or outgoing.to_user
        if outgoing.kind is not Kind.TOAST:
            await self._pace.pass_through(chat, outgoing.kind)
        try:
            return await self._send(outgoing, chat)
        except RetryAfter as error:
            if outgoing.kind is not Kind.TOAST:
                self._pace.close(chat, seconds_of(error))
            raise RateLimited(seconds_of(error)) from None
        except ChatMigrated as error:
            raise Moved(str(error.new_chat_id)) from None
        except (BadRequest, Forbidden) as error:
            is_away = isinstance(error, Forbidden) or _NOBODY.search(error.message)
            if outgoing.kind is Kind.NOTICE and is_away:
                raise Unreachable("the lead has no private chat with the bot", private_link) from None
            raise Refused("Telegram does not take it") from None
        except TelegramError as error:  # its text may hold an address with the token
            raise SendError(type(error).__name__) from None

    async def _send(self, outgoing: Outgoing, chat: str) -> str:
        if outgoing.kind is Kind.TOAST:
            text = layout.toast(outgoing.reply)
            await self._api.call("answerCallbackQuery", callback_query_id=outgoing.token, text=text)
            return ""
        shown = layout.show(outgoing.reply)
        async with self._slots:
            if outgoing.kind is Kind.EDIT:
                await self._edit(chat, outgoing.edits, shown)
                return outgoing.edits
            return await self._say(chat, outgoing, shown)

    async def _edit(self, chat: str, message: str, shown: dict[str, Any]) -> None:
        try:
            await self._api.call("editMessageText", chat_id=chat, message_id=int(message), **shown)
        except BadRequest as error:
            if not _SAME.search(error.message):  # done already, by a try that was cut off
                raise

    async def _say(self, chat: str, outgoing: Outgoing, shown: dict[str, Any]) -> str:
        """In reply and in the topic; where one of them is gone, without it: better there than nowhere.

        Telegram sends « without reply » in a topic only if asked to: ``allow_sending_without_reply`` is
        ignored there (https://core.telegram.org/bots/api#replyparameters).
        """
        reply = {"message_id": int(outgoing.reply_to or 0), "allow_sending_without_reply": True}
        place: dict[str, Any] = {
            "message_thread_id": int(outgoing.thread or 0) or None,
            "reply_parameters": reply if outgoing.reply_to else None,
        }
        for _ in range(len(place)):
            try:
                return _id_of(await self._api.call("sendMessage", chat_id=chat, **place, **shown))
            except BadRequest as error:
                if not (any(place.values()) and _PLACE_GONE.search(error.message)):
                    raise
                place["reply_parameters"] = None
                if _THREAD_GONE.search(error.message):
                    place["message_thread_id"] = None
        return _id_of(await self._api.call("sendMessage", chat_id=chat, **place, **shown))


def _id_of(sent: Any) -> str:
    """An answer without an id is no reason to send again."""
    return str(sent.get("message_id", "")) if isinstance(sent, dict) else ""
