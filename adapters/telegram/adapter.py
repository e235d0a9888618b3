"""Telegram as a platform: updates go to the inbox, replies to the Bot API."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import structlog
from starlette.routing import BaseRoute
from telegram.error import BadRequest, Forbidden, TelegramError

from adapters.telegram.api import Api, Me
from adapters.telegram.envelope import ALLOWED, PLATFORM, part, seal
from adapters.telegram.receive import insist, poll
from adapters.telegram.send import Sender
from adapters.telegram.setup import set_up
from adapters.telegram.translate import ADMINS, find_command, translate
from adapters.telegram.webhook import Webhook
from bot.commands import OF_ADMINISTRATORS
from bot.errors import AdapterError, SettingsError
from bot.messages import Event
from bot.ports import Outgoing, Payload, Services
from bot.settings import secret_key

KNOWN_FOR_S = 30.0
ASK_WITHIN_S = 5.0
log = structlog.get_logger()


class Telegram:
    """Implements ``bot.ports.Adapter`` for one bot token."""

    platform = PLATFORM

    def __init__(self, services: Services) -> None:
        settings = services.settings
        if settings.telegram_token is None:
            raise SettingsError("VIGIE_TELEGRAM_TOKEN is missing: copy the token from @BotFather.")
        self._services = services
        self._api = Api(settings.telegram_token.get_secret_value(), settings.telegram_api_url)
        self._sender = Sender(self._api)
        self._me: Me | None = None
        self._admins: dict[tuple[str, str], tuple[float, bool]] = {}
        url = settings.telegram_webhook_url
        self._webhook = Webhook(url, secret_key(settings), self.store) if url else None

    def translate(self, payload: Payload) -> Sequence[Event]:
        return translate(payload)

    async def send(self, outgoing: Outgoing) -> str:
        return await self._sender.send(outgoing, self._me.link if self._me else "")

    def routes(self) -> Sequence[BaseRoute]:
        return [self._webhook.route()] if self._webhook else []

    async def run(self, stop: asyncio.Event) -> None:
        try:
            self._me = await insist(stop, self._api.get_me)
            if self._me is None:
                return
            services = self._services
            setting_up = asyncio.create_task(set_up(self._api, self._me, services.database, self.store, stop))
            try:
                await self._receive(stop)
            finally:
                setting_up.cancel()
                await asyncio.gather(setting_up, return_exceptions=True)
        finally:
            await self._api.close()

    async def _receive(self, stop: asyncio.Event) -> None:
        webhook = self._webhook
        if webhook is None:
            try:
                await insist(stop, lambda: self._api.call("deleteWebhook"))
            except (BadRequest, Forbidden):
                log.info("this server has no webhook to take down")
            await poll(self._api, self.store, stop)
            return
        wanted = {"url": webhook.url, "secret_token": webhook.secret, "allowed_updates": ALLOWED}
        try:
            await insist(stop, lambda: self._api.call("setWebhook", **wanted))
        except BadRequest:
            raise AdapterError(
                f"Telegram does not take {webhook.url} as a webhook: VIGIE_TELEGRAM_WEBHOOK_URL must be an "
                "https address that Telegram can reach, on port 443, 80, 88 or 8443."
            ) from None
        await stop.wait()

    async def store(self, updates: Sequence[Any]) -> bool:
        """Commit updates to the inbox. False while we do not know yet who we are."""
        if self._me is None:
            return False
        events = []
        for update in updates:
            if not isinstance(update, dict):
                continue
            if "my_chat_member" in update:
                await self._look_at_ourselves()
            events.append(seal(update, self._me, await self._is_admin(update, self._me)))
        if events:
            await self._services.inbox.put_many(events)
        return True

    async def _look_at_ourselves(self) -> None:
        """The privacy mode may have been changed at @BotFather: it counts when we are added to a chat."""
        try:
            self._me = await asyncio.wait_for(self._api.get_me(), ASK_WITHIN_S)
        except (TelegramError, TimeoutError) as error:
            log.info("the privacy mode could not be looked up", error=type(error).__name__)

    async def _is_admin(self, update: dict[str, Any], me: Me) -> bool:
        """Whether the author of a command that names the lead administers the chat: updates do not say."""
        message = part(update, "message") or part(update, "edited_message")
        found = find_command(message, me.username)
        if not found or found[0] not in OF_ADMINISTRATORS or message.get("sender_chat"):
            return False
        chat, user = str(part(message, "chat").get("id")), str(part(message, "from").get("id"))
        asked, is_admin = self._admins.get((chat, user), (0.0, False))
        if asked and time.monotonic() - asked < KNOWN_FOR_S:
            return is_admin
        call = self._api.call("getChatMember", chat_id=chat, user_id=user)
        try:
            member = await asyncio.wait_for(call, ASK_WITHIN_S)
        except (TelegramError, TimeoutError) as error:
            log.warning("an administrator could not be looked up", error=type(error).__name__)
            return False
        is_admin = isinstance(member, dict) and member.get("status") in ADMINS
        self._admins = {(chat, user): (time.monotonic(), is_admin)}
        return is_admin
