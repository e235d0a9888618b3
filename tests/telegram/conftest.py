"""A bot at work on Telegram: our Bot API server, the real adapter, the worker and the dispatcher running."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
import structlog
from pydantic import SecretStr

from adapters.telegram import create
from adapters.telegram.adapter import Telegram
from bot.serve import App, open_app
from bot.settings import Settings
from tests.doubles import KeywordDetector
from tests.telegram.server import TOKEN, BotApi, running


@dataclass(frozen=True, slots=True)
class Room:
    """The server, the bot, and what stops the bot."""

    api: BotApi
    app: App
    telegram: Telegram
    stop: asyncio.Event
    task: asyncio.Task[None]

    async def until(self, is_so: Callable[[], bool], seconds: float = 5.0) -> None:
        """Wait until something is so; the bot's own failure is ours."""
        end = time.monotonic() + seconds
        while not is_so():
            if self.task.done():
                self.task.result()
            assert time.monotonic() < end, [(one.method, one.chat, one.text[:60]) for one in self.api.sent]
            await asyncio.sleep(0.01)

    async def quiet_for(self, seconds: float) -> None:
        """Let time pass."""
        await asyncio.sleep(seconds)

    async def quiet(self) -> None:
        """Wait until everything was read, dealt with and sent."""
        await self.until(lambda: self.api.is_read)
        await asyncio.sleep(0.1)
        await self.until(lambda: not self.app.dispatcher._in_hand)
        while await self.app.inbox.next(["telegram"], 1):  # noqa: ASYNC110 - a table has no event
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with running() as server:
        yield server


def with_telegram(settings: Settings, api: BotApi, **more: object) -> Settings:
    return settings.model_copy(
        update={"telegram_token": SecretStr(TOKEN), "telegram_api_url": api.url, **more}
    )


@asynccontextmanager
async def at_work(settings: Settings, api: BotApi, **more: object) -> AsyncIterator[Room]:
    """A bot that receives and sends while the block runs."""
    async with open_app(with_telegram(settings, api, **more), KeywordDetector()) as app:
        telegram = create(app.services)
        assert isinstance(telegram, Telegram)
        stop = asyncio.Event()
        task = asyncio.create_task(app.run([telegram], stop))
        try:
            yield Room(api, app, telegram, stop, task)
        finally:
            stop.set()
            await asyncio.wait([task])


@pytest.fixture
async def room(settings: Settings, api: BotApi) -> AsyncIterator[Room]:
    async with at_work(settings, api) as made:
        yield made
        assert not made.task.done() or made.task.exception() is None


@pytest.fixture
def own_log() -> Iterator[None]:
    """The log as it was, after a test that set it up."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)
