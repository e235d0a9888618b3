"""Requests as Slack signs them, over ASGI, and a bot that is driven by hand."""

from __future__ import annotations

import json
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
from pydantic import SecretStr
from slack_sdk.signature import SignatureVerifier
from sqlalchemy import select
from starlette.applications import Starlette

from adapters.slack.adapter import SlackAdapter
from bot.serve import App, open_app
from bot.settings import Settings
from bot.tables import CaseMessage, InboxRow, OutboxRow, PoisonRow
from tests.doubles import KeywordDetector

SECRET = "a signing secret of the tests"
TOKEN = "xoxb-never-to-be-logged"
NOWHERE = "http://127.0.0.1:9/api/"
FORM = "application/x-www-form-urlencoded"


def sign(body: str, secret: str = SECRET, stamp: str = "") -> dict[str, str]:
    """The headers with which Slack signs a body."""
    stamp = stamp or str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=stamp, body=body)
    return {"x-slack-request-timestamp": stamp, "x-slack-signature": signature or ""}


@dataclass
class SlackOverHttp:
    """Slack, as far as the bot's own route sees it."""

    client: httpx.AsyncClient
    app: App
    adapter: SlackAdapter
    detector: KeywordDetector

    async def post(self, body: str, kind: str = "application/json", **headers: str) -> httpx.Response:
        signed = sign(body, headers.pop("secret", SECRET), headers.pop("stamp", ""))
        all_headers = {"content-type": kind, **signed, **{k.replace("_", "-"): v for k, v in headers.items()}}
        return await self.client.post("/slack/events", content=body.encode(), headers=all_headers)

    async def deliver(self, payload: Mapping[str, Any]) -> httpx.Response:
        """A payload in the form in which Slack delivers its kind."""
        if "command" in payload:
            return await self.post(urlencode(payload), FORM)
        if "event" in payload or payload.get("type") == "url_verification":
            return await self.post(json.dumps(payload))
        return await self.post(urlencode({"payload": json.dumps(payload)}), FORM)

    async def say(self, words: str, ts: str, channel: str = "C01", **more: Any) -> httpx.Response:
        return await self.deliver(message_event(words, ts, channel, **more))

    async def work(self) -> None:
        """Let the worker do everything that waits."""
        while batch := await self.app.inbox.next(["slack"], 500):
            await self.app.worker.work(batch)

    async def rows(self, table: type[Any] = InboxRow) -> list[Any]:
        async with self.app.database.read() as session:
            return list(await session.scalars(select(table)))

    async def warned(self) -> list[str]:
        return [one.message for one in await self.rows(CaseMessage)]

    async def waiting(self) -> list[Any]:
        return list(await self.rows(OutboxRow))

    async def poison(self) -> list[Any]:
        return list(await self.rows(PoisonRow))


def message_event(words: str, ts: str, channel: str = "C01", **more: Any) -> dict[str, Any]:
    event = {"type": "message", "channel": channel, "user": "U01", "text": words, "ts": ts, **more}
    own = [{"team_id": "T01", "user_id": "UBOT", "is_bot": True}]
    return {
        "type": "event_callback", "token": "old-shared-secret", "team_id": "T01", "api_app_id": "A01",
        "event_id": f"Ev{ts}", "event": event, "authorizations": own,
    }  # fmt: skip


@asynccontextmanager
async def over_http(settings: Settings, **more: Any) -> AsyncIterator[SlackOverHttp]:
    """A bot whose Slack can only be heard."""
    mine: dict[str, Any] = {
        "slack_api_url": NOWHERE,
        "slack_bot_token": SecretStr(TOKEN),
        "slack_signing_secret": SecretStr(SECRET),
    }
    detector = KeywordDetector()
    async with open_app(settings.model_copy(update={**mine, **more}), detector) as app:
        adapter = SlackAdapter(app.services)
        app.running["slack"] = adapter
        transport = httpx.ASGITransport(app=Starlette(routes=list(adapter.routes())))
        async with httpx.AsyncClient(transport=transport, base_url="https://vigie.example") as client:
            yield SlackOverHttp(client, app, adapter, detector)
        await adapter.receiver.finish()
        await adapter.workspaces.close()


FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "slack_events"
