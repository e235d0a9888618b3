"""The way of a message: inbox, desk, case, outbox, reply, on a real database."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import func, select

from bot.errors import AdapterError, RateLimited, Refused, SendError
from bot.ports import Kind
from bot.serve import App
from bot.tables import Base, Case, CaseEvent, CaseMessage, OutboxRow, PoisonRow
from tests.doubles import ListAdapter, post, settle


async def rows(app: App, table: type[Base]) -> list[Any]:
    async with app.database.read() as session:
        return list(await session.scalars(select(table)))


async def count(app: App) -> dict[str, int]:
    async with app.database.read() as session:
        return {
            name: await session.scalar(select(func.count()).select_from(table)) or 0
            for name, table in Base.metadata.tables.items()
        }


async def test_a_silent_message_leaves_no_trace(app: App) -> None:
    await post(app, "Bonjour, la commande est arrivée")
    adapter = await settle(app)
    assert adapter.sent == []
    assert set((await count(app)).values()) == {0}


async def test_an_alert_becomes_a_case_and_a_warning(app: App) -> None:
    await post(app, "!code 482913")
    adapter = await settle(app)
    [case] = await rows(app, Case)
    assert (case.category, case.source, case.status, case.count) == ("code", "direct", "open", 1)
    assert case.rules == ["test.code"]
    assert "482913" not in case.excerpt
    [warning] = adapter.sent
    assert warning.kind is Kind.WARNING
    assert warning.reply_to == "1"
    assert "0 806 800 213" in warning.reply.contact
    assert (await count(app))["inbox"] == 0
    [sent] = await rows(app, OutboxRow)
    assert (sent.status, sent.sent_message, sent.body) == ("sent", "bot-1", None)
    [opened] = await rows(app, CaseEvent)
    assert opened.kind == "opened"


async def test_the_same_delivery_twice_is_one(app: App) -> None:
    assert await post(app, "!code", key="k")
    assert not await post(app, "!code", key="k")
    await settle(app)
    assert await post(app, "!code", key="k")  # a retry after the event was dealt with
    adapter = await settle(app)
    assert len(adapter.sent) == 1
    assert [case.count for case in await rows(app, Case)] == [1]


async def test_repeats_within_fifteen_minutes_raise_a_counter(app: App) -> None:
    for number in range(3):
        await post(app, "!code", message=str(number), after=300 * number)
    await post(app, "!code", message="later", after=300 * 2 + 15 * 60 + 1)
    adapter = await settle(app)
    assert [case.count for case in await rows(app, Case)] == [3, 1]
    assert [one.reply_to for one in adapter.sent] == ["0", "later"]


async def test_another_category_is_another_case(app: App) -> None:
    await post(app, "!code", message="1")
    await post(app, "!screen", message="2", after=10)
    await settle(app)
    assert [case.category for case in await rows(app, Case)] == ["code", "screen"]


async def test_a_secret_given_after_a_request_warns_again_once(app: App) -> None:
    await post(app, "!code", message="1")
    await post(app, "!disclosure", message="2", after=30)
    await post(app, "!disclosure", message="3", after=60)
    adapter = await settle(app)
    [case] = await rows(app, Case)
    assert case.is_given
    assert case.count == 3
    assert [one.reply_to for one in adapter.of(Kind.WARNING)] == ["1", "2"]
    assert "secret" in adapter.sent[1].reply.title


async def test_an_edited_message_is_caught_and_warned_once(app: App) -> None:
    await post(app, "Bonjour", message="1")
    await post(app, "!code", message="1", edit="1")
    await post(app, "!code !", message="1", edit="2", after=1000)
    adapter = await settle(app)
    assert len(adapter.sent) == 1
    assert len(await rows(app, CaseMessage)) == 2
    assert [case.count for case in await rows(app, Case)] == [1]


async def test_an_album_is_warned_once(app: App) -> None:
    await post(app, "!code", message="1", album="a")
    await post(app, "!screen", message="2", album="a")
    adapter = await settle(app)
    assert len(adapter.sent) == 1
    assert len(await rows(app, Case)) == 1


async def test_poison_is_set_aside_and_its_neighbours_live(app: App) -> None:
    await post(app, "!crash mdp Soleil2024", message="1")
    await app.inbox.put("test", "pharmacy", "bad", {"kind": "no such kind", "text": "Soleil2024"})
    await post(app, "!code", message="2")
    adapter = await settle(app)
    assert len(adapter.sent) == 1
    poison = await rows(app, PoisonRow)
    assert [(one.key, one.error) for one in poison] == [
        ("message-pharmacy-1--", "ValueError"),
        ("bad", "KeyError"),
    ]
    assert (await count(app))["inbox"] == 0


async def test_one_flooded_chat_delays_no_other(app: App) -> None:
    adapter = app.running["test"]
    assert isinstance(adapter, ListAdapter)
    adapter.trouble = [RateLimited(0.3)]
    await post(app, "!code", chat="flooded", message="1")
    await post(app, "!screen", chat="flooded", message="2")
    await settle(app)
    await post(app, "!code", chat="free", message="1")
    await settle(app)
    assert [one.chat for one in adapter.sent] == ["free"]
    for _ in range(20):
        await settle(app)
    assert [one.chat for one in adapter.sent] == ["free", "flooded", "flooded"]


async def test_a_refused_reply_is_given_up_and_a_passing_trouble_is_not(app: App) -> None:
    adapter = app.running["test"]
    assert isinstance(adapter, ListAdapter)
    adapter.trouble = [Refused("removed from the chat"), SendError("no network")]
    await post(app, "!code", chat="gone")
    await settle(app)
    await post(app, "!code", chat="here")
    async with asyncio.timeout(20):  # the second try waits a moment
        while not adapter.sent:
            await settle(app)
            await asyncio.sleep(0.05)
    assert [one.chat for one in adapter.sent] == ["here"]
    assert [(row.status, row.note) for row in await rows(app, OutboxRow)] == [
        ("failed", "Refused"),
        ("sent", "SendError"),
    ]


async def test_a_caller_on_the_line_again_is_warned_of_again(app: App) -> None:
    for number, text in enumerate(
        ["!code relayed", "!code relayed", "!code relayed now", "!code relayed now"]
    ):
        await post(app, text, message=str(number), after=number)
    adapter = await settle(app)
    assert [one.reply_to for one in adapter.sent] == ["0", "2"]
    assert [case.count for case in await rows(app, Case)] == [4]


async def test_an_attempt_that_was_only_reported_is_still_warned_of(app: App) -> None:
    await post(app, "!code relayed", kind="command", name="report", message="1")
    await post(app, "!code relayed", message="2", after=30)
    adapter = await settle(app)
    assert [one.reply_to for one in adapter.of(Kind.WARNING)] == ["2"]
    assert [case.count for case in await rows(app, Case)] == [2]


async def test_a_platform_that_refuses_us_ends_the_program(app: App) -> None:
    class Refusing(ListAdapter):
        async def run(self, stop: asyncio.Event) -> None:  # noqa: ARG002 - the protocol's
            raise AdapterError("The token is refused: ask @BotFather for another.")

    with pytest.raises(AdapterError, match="token is refused"):
        await app.run([Refusing()], asyncio.Event())
