"""Socket Mode, with a watchdog: a connection that has gone deaf is thrown away and built anew.

The library's own reconnecting can leave a connection that says it is connected and hears nothing. Slack
answers our pings all the time, so silence is the sign.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime

import structlog
from aiohttp import WSMessage
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.faults import TOKEN, code_of, explained
from bot.errors import AdapterError, SendError, where

DEAF_AFTER_S = 60.0
PING_EVERY_S = 10.0
RETRY_S, LONGEST_RETRY_S = 1.0, 30.0
CLOSE_WITHIN_S = 2.0
WRONG_APP_TOKEN = TOKEN | {"not_allowed_token_type", "missing_scope"}
log = structlog.get_logger()


class Socket:
    """Keeps one live connection until it is told to stop."""

    def __init__(
        self,
        app: AsyncApp,
        app_token: str,
        make_client: Callable[[], AsyncWebClient],
        deaf_after_s: float = DEAF_AFTER_S,
    ) -> None:
        self._app, self._app_token, self._make_client = app, app_token, make_client
        self._deaf_after_s = deaf_after_s
        self._ping_every_s = min(PING_EVERY_S, deaf_after_s / 4)
        self._look_every_s = min(1.0, deaf_after_s / 10)
        self._heard_at, self._is_new = 0.0, True
        self.last_contact: datetime | None = None
        self.rebuilt = 0

    @property
    def is_hearing(self) -> bool:
        age = datetime.now(UTC) - self.last_contact if self.last_contact else None
        return age is not None and age.total_seconds() < self._deaf_after_s

    async def run(self, stop: asyncio.Event) -> None:
        """Receive until ``stop``. Raises ``AdapterError`` for an app token that Slack refuses."""
        wait_s = RETRY_S
        while not stop.is_set():
            if url := await self._find_url():
                await self._live(url, stop)
                wait_s = RETRY_S
            else:
                wait_s = min(2 * wait_s, LONGEST_RETRY_S)
            if not stop.is_set():
                self.rebuilt += 1
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), wait_s)

    async def _find_url(self) -> str:
        """The address to connect to, "" when there is none to be had now. The library would repeat a
        refusal for ever."""
        try:
            with explained():
                return await self._ask()
        except SendError as error:
            log.warning("Slack cannot be reached: trying again", reason=str(error))
            return ""

    async def _ask(self) -> str:
        try:
            opened = await self._make_client().apps_connections_open(app_token=self._app_token)
        except SlackApiError as error:
            if (code := code_of(error)) not in WRONG_APP_TOKEN:
                raise
            raise AdapterError(
                f"Slack refuses VIGIE_SLACK_APP_TOKEN ({code}): copy the app-level token (xapp-…) "
                "with the scope connections:write from the app's « Basic Information » page."
            ) from None
        return str(opened["url"])

    async def _live(self, url: str, stop: asyncio.Event) -> None:
        """One connection, until it is deaf."""
        handler = _Handler(
            self._app,
            self._app_token,
            logger=logging.getLogger("slack_sdk.socket_mode"),
            web_client=self._make_client(),
            ping_interval=self._ping_every_s,
        )
        handler.client.wss_uri = url
        handler.client.on_message_listeners.append(self._hear)
        connecting = asyncio.create_task(handler.connect_async())  # type: ignore[no-untyped-call]
        self._heard_at, self._is_new = time.monotonic(), True
        last_pong: float | None = None
        try:
            while not stop.is_set():
                pong = handler.client.last_ping_pong_time
                if pong is not None and pong != last_pong:
                    last_pong = pong
                    self._note_life()
                if time.monotonic() - self._heard_at > self._deaf_after_s:
                    log.warning("Slack is silent: the connection is built anew")
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), self._look_every_s)
        finally:
            connecting.cancel()
            await asyncio.gather(connecting, return_exceptions=True)
            await _close(handler.client)

    async def _hear(self, _message: WSMessage) -> None:
        self._note_life()

    def _note_life(self) -> None:
        if self._is_new:
            self._is_new = False
            log.info("connected to Slack")
        self._heard_at = time.monotonic()
        self.last_contact = datetime.now(UTC)


class _Handler(AsyncSocketModeHandler):
    """Bolt's, but of an error only kind and place are logged: its text may quote a message."""

    async def handle(self, client: AsyncBaseSocketModeClient, req: SocketModeRequest) -> None:
        try:
            await super().handle(client, req)  # type: ignore[arg-type]  # Bolt narrows it
        except Exception as error:
            log.warning("a delivery was not acknowledged: Slack sends it again", **where(error))


async def _close(client: SocketModeClient) -> None:
    """Say goodbye, and drop what is left when the other side does not answer."""
    try:
        async with asyncio.timeout(CLOSE_WITHIN_S):
            await client.close()  # type: ignore[no-untyped-call]
    except Exception as error:
        log.debug("the old connection did not close by itself", **where(error))
    for task in (client.message_processor, client.current_session_monitor, client.message_receiver):
        if task:
            task.cancel()
    await client.aiohttp_client_session.close()
