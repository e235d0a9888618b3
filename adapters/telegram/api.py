"""The Bot API as we use it: python-telegram-bot's requests and errors, and raw JSON in both directions.

Raw, because an answer or an update that the library cannot read must neither be lost nor be asked for again.
"""

from __future__ import annotations

import asyncio
import json
import os
import re
from collections.abc import Awaitable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

from telegram import Bot
from telegram.error import BadRequest, InvalidToken, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

os.environ.setdefault("PTB_TIMEDELTA", "true")  # times as timedelta: the library warns about the other form

POLL_S = 25
"""How long a getUpdates waits on the server's side."""
ANSWER_S = 20.0
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Me:
    """What the bot knows of itself; ``hears_groups`` is the privacy mode switched off."""

    id: int
    username: str
    hears_groups: bool

    @property
    def link(self) -> str:
        """Where a private chat with the bot opens."""
        return f"https://t.me/{self.username}?start=vigie"


class _Request(HTTPXRequest):
    """A request whose broken answers are not logged: they may hold words of messages."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        try:
            answer = json.loads(payload)
        except (ValueError, RecursionError):
            raise TelegramError("the answer is not JSON") from None
        if not isinstance(answer, dict):
            raise TelegramError("the answer is no JSON object")
        return answer


class Api:
    """One token on one server. Raises ``TelegramError`` only; ``InvalidToken`` means a bad token."""

    def __init__(self, token: str, url: str) -> None:
        self._calls = _Request(64, ANSWER_S, write_timeout=10.0, connect_timeout=10.0, pool_timeout=30.0)
        self._polls = _Request(2, ANSWER_S, connect_timeout=10.0)
        self._bot = Bot(
            token,
            base_url=f"{url.rstrip('/')}/bot",
            request=self._calls,
            get_updates_request=self._polls,
        )

    async def call(self, method: str, **parameters: Any) -> Any:
        """The ``result`` of a method, as JSON. Parameters that are ``None`` are left out."""
        return await self._call(method, parameters, ANSWER_S)

    async def get_updates(self, offset: int, allowed: list[str], wait_s: int = POLL_S) -> list[Any]:
        """What waits from ``offset`` on; confirms everything before it."""
        parameters = {"offset": offset, "allowed_updates": allowed, "timeout": wait_s}
        found = await self._call("getUpdates", parameters, ANSWER_S + wait_s)
        return found if isinstance(found, list) else []

    async def get_me(self) -> Me:
        """Raises ``InvalidToken`` when the server does not know the token."""
        found = await self.call("getMe")
        try:
            is_hearing = bool(found.get("can_read_all_group_messages"))
            return Me(int(found["id"]), str(found.get("username", "")), is_hearing)
        except (AttributeError, KeyError, TypeError, ValueError):
            raise TelegramError("getMe has an unexpected answer") from None

    async def close(self) -> None:
        await self._calls.shutdown()  # the bot itself shuts down only what it initialised
        await self._polls.shutdown()

    async def _call(self, method: str, parameters: dict[str, Any], read_timeout: float) -> Any:
        try:
            return await self._bot.do_api_request(
                _spell(method), api_kwargs=parameters, read_timeout=read_timeout
            )
        except InvalidToken:
            if method == "getMe":
                raise
            await self.get_me()  # the server says 404 to a bad token and to an unknown method alike
            raise BadRequest(f"{method} is not known here") from None
        except (KeyError, ValueError, RuntimeError):
            raise TelegramError(f"{method} has an unexpected answer") from None


def _spell(method: str) -> str:
    """``getUpdates`` -> ``get_Updates``: sent as the former, and without a warning that a parser exists."""
    return re.sub("(?=[A-Z])", "_", method)


def seconds_of(error: RetryAfter) -> float:
    """How long the server asks us to wait."""
    asked = error.retry_after
    return asked.total_seconds() if isinstance(asked, timedelta) else float(asked)


async def until(stop: asyncio.Event, work: Awaitable[Result]) -> Result | None:
    """The result of ``work``; ``None`` when ``stop`` was set first, and the work is cut off."""
    task, stopping = asyncio.ensure_future(work), asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait([task, stopping], return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        for one in (task, stopping):
            one.cancel()
        await asyncio.gather(task, stopping, return_exceptions=True)


async def pause(stop: asyncio.Event, seconds: float) -> None:
    """Wait, but not beyond ``stop``."""
    await until(stop, asyncio.sleep(seconds))
