"""Slack over HTTP: the route that takes signed requests."""

from __future__ import annotations

import time
from collections import OrderedDict

import structlog
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.async_app import AsyncApp
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.errors import where

EVENTS_PATH = "/slack/events"
BODY_LIMIT = 2_000_000
WINDOW_S = 5 * 60
"""For so long a signature is valid; https://docs.slack.dev/authentication/verifying-requests-from-slack"""
SEEN_LIMIT = 20_000
STAMP_LENGTH = 12
OK = 200
log = structlog.get_logger()


class Door:
    """Lets signed requests in, each only once."""

    def __init__(self, app: AsyncApp) -> None:
        self._app = app
        self._seen: OrderedDict[str, float] = OrderedDict()

    def routes(self) -> list[BaseRoute]:
        return [Route(EVENTS_PATH, self.receive, methods=["POST"])]

    async def receive(self, request: Request) -> Response:
        """Whatever comes is answered by 200, by 503 (deliver it again) or by a 4xx that says why."""
        signature = request.headers.get("x-slack-signature", "")
        if not _may_be_signed(request, signature):
            return PlainTextResponse("This request is not signed by Slack.", 401)
        if self._was_seen(signature):
            return PlainTextResponse("This request was dealt with already.", 401)
        body = await _read(request)
        if body is None:
            return PlainTextResponse("This request is too large.", 413)
        try:
            asked = to_async_bolt_request(request, body)
        except Exception as error:  # Bolt reads the body before it checks anything
            log.warning("a request could not be read", **where(error))
            return PlainTextResponse("This request cannot be read.", 400)
        answer = to_starlette_response(await self._app.async_dispatch(asked))
        if answer.status_code == OK:
            self._seen[signature] = time.monotonic()
        return answer

    def _was_seen(self, signature: str) -> bool:
        """A body that was acknowledged comes again only from somebody who recorded it."""
        until = time.monotonic() - WINDOW_S
        while self._seen and (next(iter(self._seen.values())) < until or len(self._seen) > SEEN_LIMIT):
            self._seen.popitem(last=False)
        return signature in self._seen


def _may_be_signed(request: Request, signature: str) -> bool:
    """What Bolt's check takes for granted."""
    stamp = request.headers.get("x-slack-request-timestamp", "")
    is_time = stamp.isascii() and stamp.isdecimal() and len(stamp) <= STAMP_LENGTH
    return is_time and signature.isascii() and signature != ""


async def _read(request: Request) -> bytes | None:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > BODY_LIMIT:
            return None
    return bytes(body)
