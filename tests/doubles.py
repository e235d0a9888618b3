"""Test doubles that keep the protocols of ``bot.ports``: a detector of keywords, a platform made of lists."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from starlette.routing import BaseRoute

from bot import outbox
from bot.messages import (
    SILENT,
    Category,
    ChatMoved,
    Command,
    Event,
    Membership,
    Message,
    Press,
    Reason,
    Source,
    Verdict,
)
from bot.ports import Kind, Outgoing, Payload
from bot.serve import App


class KeywordDetector:
    """Alerts on ``!code``, ``!screen relayed``, ``!disclosure``…; « now » makes it pending."""

    def __init__(self) -> None:
        self.seen: list[tuple[str, list[str]]] = []

    def check(self, message: Message, recent: Sequence[Message] = ()) -> Verdict:
        self.seen.append((message.text, [one.text for one in recent]))
        text = message.text
        if "!crash" in text:
            raise ValueError(text)
        for category in Category:
            if (start := text.find(f"!{category}")) >= 0:
                return Verdict(
                    is_alert=True,
                    category=category,
                    source=Source.RELAYED if "relayed" in text else Source.DIRECT,
                    score=0.9,
                    reasons=(Reason(f"test.{category}", (start, start + len(category) + 1), 2.0),),
                    language="en" if "english" in text else "fr",
                    is_pending="now" in text,
                )
        return SILENT


class ListAdapter:
    """A platform: events come from ``post``, replies go to ``sent``, ``trouble`` is raised first."""

    platform = "test"

    def __init__(self) -> None:
        self.sent: list[Outgoing] = []
        self.trouble: list[Exception] = []

    def translate(self, payload: Payload) -> Sequence[Event]:
        fields: dict[str, Any] = {**payload, "platform": self.platform}
        kind = fields.pop("kind")
        if "at" in fields:
            fields["at"] = datetime.fromisoformat(fields["at"])
        if fields.get("reply_to"):
            fields["reply_to"] = Message(platform=self.platform, **fields["reply_to"])
        kinds: dict[str, type[Any]] = {
            "message": Message,
            "command": Command,
            "press": Press,
            "membership": Membership,
            "moved": ChatMoved,
        }
        event: Event = kinds[kind](**fields)
        return [event]

    async def send(self, outgoing: Outgoing) -> str:
        if self.trouble:
            raise self.trouble.pop(0)
        self.sent.append(outgoing)
        return f"bot-{len(self.sent)}"

    async def run(self, stop: asyncio.Event) -> None:
        await stop.wait()

    def routes(self) -> Sequence[BaseRoute]:
        return []

    def of(self, kind: Kind) -> list[Outgoing]:
        return [one for one in self.sent if one.kind is kind]


START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


async def post(app: App, text: str = "", /, *, kind: str = "message", key: str = "", **fields: Any) -> bool:
    """Put an event of the test platform into the inbox. Times are seconds after ``START`` (``after``)."""
    number = fields.pop("message", "1")
    at = datetime.fromtimestamp(START.timestamp() + fields.pop("after", 0), UTC)
    payload: dict[str, Any] = {"kind": kind, "chat": "pharmacy", **fields}
    if kind != "moved":
        payload["at"] = at.isoformat()
    if kind not in ("moved", "membership"):
        payload |= {"message": number, "author": fields.get("author", "alice")}
    if kind in ("message", "command"):
        payload["text"] = text
    name = key or f"{kind}-{payload['chat']}-{number}-{fields.get('edit', '')}-{fields.get('data', '')}"
    return await app.inbox.put("test", payload["chat"], name, payload)


async def settle(app: App) -> ListAdapter:
    """Let the worker and the dispatcher do everything that waits."""
    while batch := await app.inbox.next(["test"], 500):
        if not await app.worker.work(batch):
            break
    stop = asyncio.Event()
    sending = asyncio.create_task(app.dispatcher.run(stop))
    await asyncio.sleep(0.02)
    while await _is_sending(app):  # noqa: ASYNC110 - the database has no event to wait for
        await asyncio.sleep(0.01)
    stop.set()
    app.dispatcher._wake.set()
    await sending
    adapter = app.running["test"]
    assert isinstance(adapter, ListAdapter)
    return adapter


async def _is_sending(app: App) -> bool:
    async with app.database.read() as session:
        return bool(await outbox.find_waiting(session, "test", datetime.now(UTC), (), 1))


def message(text: str = "", **fields: Any) -> Message:
    """A message of the test platform."""
    made = Message(platform="test", chat="pharmacy", message="1", author="alice", text=text, at=START)
    return replace(made, **fields)
