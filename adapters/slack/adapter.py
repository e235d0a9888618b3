"""Slack as a platform: Bolt receives, the sender sends, the socket or the HTTP route is the way in."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.routing import BaseRoute

from adapters.slack.faults import TOKEN, code_of, explained
from adapters.slack.home import HomePages
from adapters.slack.http import Door
from adapters.slack.ids import PLATFORM
from adapters.slack.oauth import Installations, InstallPages, make_settings
from adapters.slack.receive import Receiver
from adapters.slack.send import Sender
from adapters.slack.socket import Socket
from adapters.slack.translate import translate
from adapters.slack.workspaces import Workspaces
from bot.errors import AdapterError, SendError, SettingsError
from bot.keyring import Keyring
from bot.messages import Event
from bot.ports import Outgoing, Payload, Services
from bot.settings import Settings, secret_key

RETRY_S = 5.0
FINISH_WITHIN_S = 4.0
log = structlog.get_logger()


class SlackAdapter:
    """Implements ``bot.ports.Adapter`` for Slack."""

    platform = PLATFORM

    def __init__(self, services: Services) -> None:
        settings = services.settings
        _check(settings)
        self._settings = settings
        self._sending = 0
        self._installations: Installations | None = None
        if settings.slack_client_id:
            self._installations = Installations(services.database, settings.slack_client_id)
        self.workspaces = Workspaces(settings.slack_api_url, self._find_token)
        home = HomePages(services.database, Keyring(secret_key(settings)), self.workspaces)
        self.sender = Sender(self.workspaces, home)
        self.receiver = Receiver(services.inbox, self.workspaces, home, self._left)
        self.app = make_app(self.receiver, services)
        self.door = Door(self.app) if settings.slack_signing_secret else None
        self.socket: Socket | None = None
        if settings.slack_app_token:
            token = settings.slack_app_token.get_secret_value()
            self.socket = Socket(self.app, token, self.workspaces.make_client)

    def translate(self, payload: Payload) -> Sequence[Event]:
        return translate(payload)

    async def send(self, outgoing: Outgoing) -> str:
        self._sending += 1
        try:
            return await self.sender.send(outgoing)
        finally:
            self._sending -= 1

    async def run(self, stop: asyncio.Event) -> None:
        try:
            await self._greet(stop)
            await (self.socket.run(stop) if self.socket else stop.wait())
            await self._finish()
        finally:
            await self.workspaces.close()

    async def _finish(self) -> None:
        """What is being sent is sent to its end: cut off, it would be sent a second time."""
        await self.receiver.finish()
        with suppress(TimeoutError):
            async with asyncio.timeout(FINISH_WITHIN_S):
                while self._sending:  # noqa: ASYNC110 - a rare and short wait
                    await asyncio.sleep(0.05)

    def routes(self) -> Sequence[BaseRoute]:
        pages = InstallPages(self.app.oauth_flow).routes() if self.app.oauth_flow else []
        return [*(self.door.routes() if self.door else []), *pages]

    @property
    def last_contact(self) -> datetime | None:
        """When Slack last gave a sign of life: a pong or a delivery."""
        times = [self.receiver.last_contact, self.socket.last_contact if self.socket else None]
        return max((one for one in times if one), default=None)

    @property
    def is_hearing(self) -> bool:
        """False while Socket Mode has no living connection. HTTP cannot know."""
        return self.socket.is_hearing if self.socket else True

    async def _greet(self, stop: asyncio.Event) -> None:
        """Ask Slack whether it knows the token, and wait while it is away."""
        token = self._settings.slack_bot_token
        while token and not stop.is_set() and not await self._is_known(token.get_secret_value()):
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), RETRY_S)

    async def _is_known(self, token: str) -> bool:
        """False when there is no answer. Raises ``AdapterError`` for a token that Slack refuses."""
        try:
            with explained():
                await self._ask(token)
        except SendError as error:
            log.warning("Slack cannot be reached: trying again", reason=str(error))
            return False
        return True

    async def _ask(self, token: str) -> None:
        try:
            await self.workspaces.make_client(token).auth_test()
        except SlackApiError as error:
            if (code := code_of(error)) not in TOKEN:
                raise
            raise AdapterError(
                f"Slack refuses VIGIE_SLACK_BOT_TOKEN ({code}): copy the bot token (xoxb-…) "
                "from the app's « OAuth & Permissions » page."
            ) from None

    async def _find_token(self, team: str) -> str | None:
        if self._installations:
            return await self._installations.find_token(team)
        token = self._settings.slack_bot_token
        return token.get_secret_value() if token else None

    async def _left(self, team: str) -> None:
        self.workspaces.forget(team)
        if self._installations:
            await self._installations.forget(team)


def make_app(receiver: Receiver, services: Services) -> AsyncApp:
    """Bolt, with the receiver right behind the signature check. It logs bodies below the level ERROR."""
    logger = logging.getLogger("slack_bolt")
    logger.setLevel(logging.ERROR)
    settings = services.settings
    secret = settings.slack_signing_secret
    tokens: dict[str, Any] = {"authorize": _never}
    if settings.slack_client_id and settings.slack_client_secret:
        client_secret = settings.slack_client_secret.get_secret_value()
        tokens = {"oauth_settings": make_settings(services.database, settings.slack_client_id, client_secret)}
    return AsyncApp(
        logger=logger,
        name="vigie",
        signing_secret=secret.get_secret_value() if secret else None,
        client=AsyncWebClient(base_url=settings.slack_api_url),
        before_authorize=receiver,
        **tokens,
    )


async def _never() -> AuthorizeResult:
    """Bolt asks for tokens on behalf of listeners, and there are none."""
    raise NotImplementedError


def _check(settings: Settings) -> None:
    """Half a set of settings would be a bot that hears nothing or cannot answer."""
    if not (settings.slack_app_token or settings.slack_signing_secret):
        raise SettingsError(
            "Slack needs a way in: set VIGIE_SLACK_APP_TOKEN (Socket Mode, nothing to open to the Internet) "
            "or VIGIE_SLACK_SIGNING_SECRET (HTTP on /slack/events)."
        )
    if bool(settings.slack_client_id) != bool(settings.slack_client_secret):
        raise SettingsError("VIGIE_SLACK_CLIENT_ID and VIGIE_SLACK_CLIENT_SECRET go together: set both.")
    if settings.slack_client_id and settings.slack_bot_token:
        raise SettingsError(
            "Slack is set up twice: keep VIGIE_SLACK_BOT_TOKEN (one workspace) or VIGIE_SLACK_CLIENT_ID and "
            "VIGIE_SLACK_CLIENT_SECRET (several), and remove the other."
        )
    secret = settings.slack_signing_secret
    if secret and not secret.get_secret_value().strip():
        raise SettingsError("VIGIE_SLACK_SIGNING_SECRET is empty: give it a value or remove it.")
