"""Kills, restarts, two processes, locks and commits: nothing lost, nothing done twice."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select

from bot.lease import Lease
from bot.serve import App, open_app
from bot.settings import Settings
from bot.tables import Case, CaseMessage, OutboxRow
from tests.doubles import KeywordDetector, ListAdapter, post, settle

MESSAGES = 120

CHILD = """
import asyncio, sys
from bot.serve import open_app
from tests.doubles import KeywordDetector, ListAdapter
from bot.settings import Settings
from pydantic import SecretStr

class Printing(ListAdapter):
    async def send(self, outgoing):
        print("sent", outgoing.chat, outgoing.reply_to, flush=True)
        return "x"

async def main():
    settings = Settings(database_url=sys.argv[1], secret_key=SecretStr("k" * 32))
    async with open_app(settings, KeywordDetector()) as app:
        print("ready", flush=True)
        await app.run([Printing()], asyncio.Event())

asyncio.run(main())
"""


def start(settings: Settings) -> subprocess.Popen[str]:
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, settings.database_url],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env=os.environ | {"PYTHONPATH": "."},
    )
    assert child.stdout
    assert child.stdout.readline() == "ready\n"
    return child


def sent_in(output: str) -> list[str]:
    """The messages that a child answered."""
    return [line.split()[2] for line in output.splitlines() if line.startswith("sent ")]


async def wait_until_empty(app: App) -> None:
    for _ in range(300):
        async with app.database.read() as session:
            waits = select(OutboxRow.id).where(OutboxRow.status == "waiting").limit(1)
            is_busy = bool(await app.inbox.next(["test"], 1)) or (await session.scalar(waits)) is not None
        if not is_busy:
            return
        await asyncio.sleep(0.1)
    raise AssertionError("the bot did not finish")


async def test_killed_again_and_again_it_loses_and_doubles_nothing(app: App, settings: Settings) -> None:
    for number in range(MESSAGES):
        text = "!code" if number % 3 == 0 else "bonjour"
        await post(app, text, message=str(number), chat=f"chat{number % 7}", after=1000 * number)
    output = ""
    for pause in (0.05, 0.2):
        child = start(settings)
        await asyncio.sleep(pause)
        child.send_signal(signal.SIGKILL)
        output += child.communicate()[0]
    child = start(settings)
    await wait_until_empty(app)
    child.terminate()
    output += child.communicate()[0]
    sent = sent_in(output)
    async with app.database.read() as session:
        warned = list(await session.scalars(select(CaseMessage.message)))
    alerts = [str(number) for number in range(0, MESSAGES, 3)]
    assert sorted(warned) == sorted(alerts)
    assert set(sent) == set(alerts)
    assert len(sent) - len(alerts) <= 2  # a second reply at most where the kill fell between send and note


async def test_two_processes_share_a_platform_by_turns(app: App, settings: Settings) -> None:
    first, second = start(settings), start(settings)
    for number in range(20):
        await post(app, "!code", message=str(number), after=1000 * number)
    await wait_until_empty(app)
    first.kill()
    for number in range(20, 40):
        await post(app, "!code", message=str(number), after=1000 * number)
    before = time.monotonic()
    await wait_until_empty(app)
    assert time.monotonic() - before < 10
    second.terminate()
    sent = sent_in(first.communicate()[0] + second.communicate()[0])
    assert sorted(map(int, sent)) == list(range(40))


async def test_a_lease_is_held_by_one(app: App) -> None:
    stop = asyncio.Event()
    first, second = Lease(app.database, "test"), Lease(app.database, "test")
    assert await first.take(stop)
    waiting = asyncio.create_task(second.take(stop))
    await asyncio.sleep(0.1)
    assert not waiting.done()
    first.give_back()
    assert await waiting
    assert await Lease(app.database, "other").take(stop)


async def test_the_same_event_worked_on_twice_at_once_is_one_case(app: App, settings: Settings) -> None:
    """Also without a lease: whoever ends the inbox row first wins."""
    for number in range(20):
        await post(app, "!code", message=str(number), after=1000 * number)
    async with open_app(settings, KeywordDetector()) as other:
        other.running["test"] = ListAdapter()
        batch = await app.inbox.next(["test"], 500)
        await asyncio.gather(app.worker.work(batch), other.worker.work(batch))
    async with app.database.read() as session:
        assert len(list(await session.scalars(select(Case)))) == 20
    assert len((await settle(app)).sent) == 20


async def test_a_locked_database_delays_and_loses_nothing(app: App) -> None:
    path = app.database.path
    assert path
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    putting = asyncio.create_task(post(app, "!code"))
    await asyncio.sleep(0.5)
    assert not putting.done()
    other.execute("ROLLBACK")
    other.close()
    assert await putting
    assert len((await settle(app)).sent) == 1


async def test_puts_at_the_same_time_share_a_commit_and_keep_their_keys(app: App) -> None:
    puts = [app.inbox.put("test", "c", str(number % 50), {"n": number}) for number in range(200)]
    results = await asyncio.gather(*puts)
    assert sum(results) == 50
    assert [raw.key for raw in await app.inbox.next(["test"], 500)] == [str(number) for number in range(50)]


async def test_strange_words_survive_the_inbox(app: App) -> None:
    strange = "a\ud800\x00\u202e🙂"
    await app.inbox.put("test", "c", "k", {"text": strange})
    [raw] = await app.inbox.next(["test"], 5)
    assert raw.payload == {"text": strange}
