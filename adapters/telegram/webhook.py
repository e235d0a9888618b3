"""The webhook: Telegram brings the updates; the raw JSON is committed, then the answer is 200."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import structlog
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.database import is_passing
from bot.errors import SettingsError

HEADER = "X-Telegram-Bot-Api-Secret-Token"
MAX_BODY = 1024 * 1024
log = structlog.get_logger()


class Webhook:
    """The route of ``VIGIE_TELEGRAM_WEBHOOK_URL``. ``store`` answers False while it cannot store."""

    def __init__(self, url: str, key: bytes, store: Callable[[list[Any]], Awaitable[bool]]) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("https", "http") or not parts.netloc or parts.path in ("", "/"):
            raise SettingsError(
                "VIGIE_TELEGRAM_WEBHOOK_URL is not valid: write the public address with a path of its own, "
                "like https://vigie.example/telegram."
            )
        self.url, self._path, self._store = url, parts.path, store
        self.secret = hmac.new(key, b"telegram webhook", hashlib.sha256).hexdigest()

    def route(self) -> Route:
        return Route(self._path, self.receive, methods=["POST"])

    async def receive(self, request: Request) -> Response:
        """401 without the secret, 4xx for what is no update, 503 for « bring it again »."""
        given = request.headers.get(HEADER, "")
        if not hmac.compare_digest(given.encode(), self.secret.encode()):
            return PlainTextResponse("wrong or missing secret token", 401)
        body = await _read(request)
        if body is None:
            return PlainTextResponse("too large", 413)
        try:
            update = json.loads(body)
        except (ValueError, RecursionError):
            return PlainTextResponse("not JSON", 400)
        if not isinstance(update, dict) or not isinstance(update.get("update_id"), int):
            return PlainTextResponse("not an update", 400)
        try:
            is_stored = await self._store([update])
        except Exception as error:
            if not is_passing(error):
                raise
            log.warning("the database does not answer: Telegram will bring the update again")
            is_stored = False
        return PlainTextResponse("", 200 if is_stored else 503)


async def _read(request: Request) -> bytes | None:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MAX_BODY:
            return None
    return bytes(body)
