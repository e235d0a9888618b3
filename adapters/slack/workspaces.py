"""Which token speaks in which workspace: the one of the settings, or those that OAuth stored."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.errors import Refused, SendError

TIMEOUT_S = 15
REMEMBER_S = 300.0
"""A token that was exchanged or revoked by another process is noticed after this time."""
FindToken = Callable[[str], Awaitable[str | None]]
"""The bot token of a workspace, ``None`` when we are not (or no longer) installed there."""


class Workspaces:
    """A client for each workspace, all on one HTTP session."""

    def __init__(self, api_url: str, find_token: FindToken) -> None:
        self._api_url, self._find_token = api_url, find_token
        self._clients: dict[str, tuple[float, AsyncWebClient]] = {}
        self._session: aiohttp.ClientSession | None = None
        self._is_closed = False

    async def client(self, team: str) -> AsyncWebClient:
        """The workspace's client. Raises ``Refused`` where we are not installed."""
        until, client = self._clients.get(team, (0.0, None))
        if client is None or until < time.monotonic():
            token = await self._find_token(team)
            if not token:
                raise Refused("not installed in this workspace")
            client = self.make_client(token)
            self._clients[team] = (time.monotonic() + REMEMBER_S, client)
        return client

    def make_client(self, token: str | None = None) -> AsyncWebClient:
        return AsyncWebClient(token, base_url=self._api_url, timeout=TIMEOUT_S, session=self.session())

    def session(self) -> aiohttp.ClientSession:
        """Made within the running loop; after ``close`` there is none any more (``SendError``)."""
        if self._is_closed:
            raise SendError("the bot is stopping")
        if self._session is None:
            self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=TIMEOUT_S))
        return self._session

    def forget(self, team: str) -> None:
        """Look the workspace's token up again."""
        self._clients.pop(team, None)

    async def close(self) -> None:
        self._is_closed = True
        self._clients.clear()
        if self._session:
            await self._session.close()
