"""The web chat in front of a real bot, asked over ASGI instead of a socket."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from adapters.web.adapter import WebChat
from adapters.web.app import build
from adapters.web.team import settle
from bot.serve import App

ORIGIN = "http://127.0.0.1:8420"


@dataclass(frozen=True, slots=True)
class Browser:
    """Somebody's browser: keeps its cookies, sends the page's token with what it posts."""

    client: httpx.AsyncClient
    web: WebChat
    app: App

    async def post(self, path: str, **fields: str) -> httpx.Response:
        page = await self.client.get("/")
        token = re.search(r'name="token" value="(\w+)"', page.text)
        assert token
        return await self.client.post(path, data={"token": token[1], **fields})

    async def settle(self) -> None:
        """Let the worker and the dispatcher do everything that waits."""
        while batch := await self.app.inbox.next(["web"], 100):
            await self.app.worker.work(batch)
        stop = asyncio.Event()
        sending = asyncio.create_task(self.app.dispatcher.run(stop))
        await asyncio.sleep(0.1)
        stop.set()
        await sending


@pytest.fixture
async def browser(app: App) -> AsyncIterator[Browser]:
    web = WebChat(app.services)
    app.running["web"] = web
    await settle(app.database)
    transport = httpx.ASGITransport(app=build(web))
    headers = {"Origin": ORIGIN, "Accept": "application/json"}
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN, headers=headers) as client:
        yield Browser(client, web, app)
