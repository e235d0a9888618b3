"""The receive loop: ask for updates, store them, and only then move the offset that confirms them."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

import structlog
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, RetryAfter, TelegramError
from tenacity import wait_random_exponential
from tenacity.wait import wait_base

from adapters.telegram.api import Api, Result, pause, seconds_of, until
from adapters.telegram.envelope import ALLOWED
from bot.database import is_passing
from bot.errors import AdapterError, where

REFUSED = (
    "Telegram does not know the token in VIGIE_TELEGRAM_TOKEN: copy it again from @BotFather (/mybots), "
    "and check VIGIE_TELEGRAM_API_URL if you set it."
)
SECOND_POLLER = (
    "another program receives this bot's messages (409): stop it, or give one of them a token of its own; "
    "trying again"
)
SILENCE = "Telegram does not answer: trying again until it does, nothing is lost"
SOON_S = 0.2
Store = Callable[[list[Any]], Awaitable[bool]]
log = structlog.get_logger()


class Patience:
    """Waits longer after each trouble, and says a trouble once as long as it lasts."""

    def __init__(self, stop: asyncio.Event, waits: wait_base | None = None) -> None:
        self._stop = stop
        self._waits = waits or wait_random_exponential(multiplier=0.5, max=30)
        self._said = ""
        self.attempt_number = 0  # what tenacity's waits look at
        self.idle_for = 0.0

    def all_is_well(self) -> None:
        if self._said:
            log.info("Telegram answers again")
        self._said, self.attempt_number = "", 0

    async def bear(self, error: Exception) -> None:
        """Say what is wrong and wait; raise ``AdapterError`` when no waiting helps."""
        if isinstance(error, InvalidToken):
            raise AdapterError(REFUSED) from None
        text = SECOND_POLLER if isinstance(error, Conflict) else SILENCE
        if is_passing(error):
            text = "the database does not answer: Telegram's updates wait"
        if text != self._said:
            log.warning(text, **where(error))
            self._said = text
        self.attempt_number += 1
        seconds = self._waits(self)  # type: ignore[arg-type]  # only the number of the attempt is read
        if isinstance(error, RetryAfter):
            seconds = max(seconds, seconds_of(error))
        await pause(self._stop, seconds)


async def insist(stop: asyncio.Event, work: Callable[[], Awaitable[Result]]) -> Result | None:
    """The result of ``work``, tried again while Telegram does not answer; ``None`` when told to stop before.

    Raises ``AdapterError`` for a bad token, and what Telegram refuses (``BadRequest``, ``Forbidden``).
    """
    patience = Patience(stop)
    while not stop.is_set():
        try:
            return await until(stop, work())
        except (BadRequest, Forbidden):
            raise
        except TelegramError as error:
            await patience.bear(error)
    return None


async def poll(api: Api, store: Store, stop: asyncio.Event) -> None:
    """Receive until ``stop``. Whatever is interrupted, an update is confirmed only after it was stored."""
    offset, patience = 0, Patience(stop)
    while not stop.is_set():
        try:
            asked = time.monotonic()
            updates = await until(stop, api.get_updates(offset, ALLOWED))
            if not updates and time.monotonic() - asked < SOON_S:
                await pause(stop, SOON_S)  # a server that does not wait must not be asked without end
            if updates:
                await store(updates)
                offset = 1 + max(_number(one) for one in updates)
            patience.all_is_well()
        except Exception as error:
            if not (isinstance(error, TelegramError) or is_passing(error)):
                raise
            await patience.bear(error)
    await _confirm(api, offset)


def _number(update: Any) -> int:
    number = update.get("update_id") if isinstance(update, dict) else None
    if not isinstance(number, int):
        raise TelegramError("an update has no number")
    return number


async def _confirm(api: Api, offset: int) -> None:
    """Tell the server what was stored, lest the next start is given it again."""
    if not offset:
        return
    try:
        await asyncio.wait_for(api.get_updates(offset, ALLOWED, wait_s=0), 2)
    except (TelegramError, TimeoutError):
        log.debug("the last updates were not confirmed: they come again and change nothing")
