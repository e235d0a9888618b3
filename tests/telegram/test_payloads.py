"""Updates of all kinds, made by others: each is dealt with or ignored, and loses no neighbour."""

from __future__ import annotations

import json
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from starlette.applications import Starlette

from bot.settings import Settings
from bot.tables import PoisonRow
from tests.telegram.conftest import Room, at_work
from tests.telegram.people import ALERT, Json, said
from tests.telegram.server import BotApi

FIXTURES = Path(__file__).parents[3] / "shared" / "fixtures" / "telegram_updates"
OURS: list[Json] = [
    {"message": {"message_id": 1}},
    {"message": {"message_id": 2, "chat": {"id": -5, "type": "group"}, "date": "soon", "text": 5}},
    {
        "message": {
            "message_id": 3,
            "chat": {"id": -5},
            "text": "\ud83d alone",
            "entities": [{"type": "text_link"}],
        }
    },
    {"edited_message": None, "something_new": {"chat": {"id": 1}}},
    {"callback_query": {"id": "1", "from": {"id": 1}, "message": {"chat": {"id": 1}, "message_id": 1}}},
    {"my_chat_member": {"chat": {"id": -6, "type": "channel"}}},
]


def payloads() -> list[Json]:
    files = sorted(FIXTURES.glob("*/*.json"))
    return OURS + [json.loads(file.read_text(encoding="utf-8")) for file in files]


def pairs() -> list[tuple[Json, Json]]:
    """Each payload, and the alert that comes behind it in a group of its own."""
    return [(one, said(ALERT, -1003000000000 - number)) for number, one in enumerate(payloads())]


async def check(room: Room, alerts: list[Json]) -> None:
    def is_answered(alert: Json) -> bool:
        return len(room.api.replies(alert["message"]["chat"]["id"], alert["message"]["message_id"])) == 1

    await room.until(lambda: all(is_answered(one) for one in alerts), 30)
    await room.quiet()
    async with room.app.database.read() as session:
        aside = [(row.key, row.error) for row in await session.scalars(select(PoisonRow))]
    assert len(aside) <= 1, aside  # ours with a number for a text
    assert room.api.is_read


def tell_if_absent() -> None:
    if not FIXTURES.is_dir():
        print(f"only our own payloads: {FIXTURES} is not there")


async def test_by_polling(settings: Settings, api: BotApi) -> None:
    tell_if_absent()
    api.sends_all = True
    async with at_work(settings, api) as room:
        both = pairs()
        for payload, alert in both:
            api.push(payload)
            api.push(alert)
        await check(room, [alert for _, alert in both])


async def test_by_webhook(settings: Settings, api: BotApi) -> None:
    tell_if_absent()
    async with AsyncExitStack() as stack:
        room = await stack.enter_async_context(
            at_work(settings, api, telegram_webhook_url="https://vigie.example/telegram")
        )
        client = await stack.enter_async_context(webhook_client(room))
        await room.until(lambda: api.webhook is not None)
        both = pairs()
        for number, update in enumerate(one for pair in both for one in pair):
            answer = await client.post("/telegram", content=json.dumps({**update, "update_id": number}))
            assert answer.status_code == 200, update
        await check(room, [alert for _, alert in both])


def webhook_client(room: Room, **headers: str) -> httpx.AsyncClient:
    """Telegram's side of a webhook that was set."""
    assert room.telegram._webhook
    secret = {"X-Telegram-Bot-Api-Secret-Token": room.telegram._webhook.secret}
    transport: Any = httpx.ASGITransport(app=Starlette(routes=room.telegram.routes()))
    return httpx.AsyncClient(transport=transport, base_url="https://vigie.example", headers=headers or secret)


@pytest.mark.parametrize("headers", [{"X-Telegram-Bot-Api-Secret-Token": ""}, {"X-Other": "1"}])
async def test_a_webhook_without_the_secret_stores_nothing(
    settings: Settings, api: BotApi, headers: dict[str, str]
) -> None:
    url = "https://vigie.example/telegram"
    async with at_work(settings, api, telegram_webhook_url=url) as room:
        await room.until(lambda: api.webhook is not None)
        async with webhook_client(room, **headers) as client:
            answer = await client.post("/telegram", json={**said(ALERT), "update_id": 1})
            assert answer.status_code == 401
        async with webhook_client(room) as client:
            for body in (b"", b"[]", b"{", b'{"update_id": "x"}', b"[" * 5000):
                assert (await client.post("/telegram", content=body)).status_code == 400
            assert (await client.post("/telegram", content=b" " * 2_000_000)).status_code == 413
            assert (await client.get("/telegram")).status_code == 405
        assert await room.app.inbox.next(["telegram"], 1) == []
        assert api.sent == []
    assert api.webhook
    assert api.webhook["url"] == url
    assert len(api.webhook["secret_token"]) == 64
    assert api.webhook["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
