"""The real process: killed and started again, and what its log tells."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
from sqlalchemy import func, select

from bot.database import Database
from bot.settings import Settings
from bot.tables import CaseMessage, InboxRow, OutboxRow
from tests.slack.fake_api import fake_api
from tests.slack.rig import TEAM, TOKENS, Hands, LocalSlack, hands_on, until
from tests.slack.signed import SECRET, message_event, sign

ROOT = Path(__file__).parents[2]
EVENTS, EVERY, CHANNELS = 500, 10, 49
KILLS = (0.6, 0.9)
CHILD = """
import asyncio
from adapters.slack import create
from bot.log import set_up_log
from bot.serve import serve
from bot.settings import load_settings
from tests.doubles import KeywordDetector

settings = load_settings()
set_up_log(settings.log_level)
asyncio.run(serve(settings, KeywordDetector(), [create], lambda line: print(line, flush=True)))
"""


@asynccontextmanager
async def child(environment: Mapping[str, str], *command: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        *(command or (sys.executable, "-c", CHILD)),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def address(process: asyncio.subprocess.Process) -> str:
    assert process.stdout
    async for line in process.stdout:
        if b"http://" in line:
            return line.decode().split()[1]
    raise AssertionError("the bot did not start")


class Deliveries:
    """Slack's side: delivers each event again until it is acknowledged."""

    def __init__(self) -> None:
        self.url = ""
        self.is_up = asyncio.Event()
        self._at_once = asyncio.Semaphore(24)

    async def run(self) -> None:
        async with httpx.AsyncClient() as client, asyncio.TaskGroup() as group:
            for number in range(EVENTS):
                group.create_task(self._deliver(client, number))

    async def _deliver(self, client: httpx.AsyncClient, number: int) -> None:
        words = "!code" if number % EVERY == 0 else "bonjour"
        event = message_event(words, f"{1000 * (number + 1)}.1", channel=f"C{number % CHANNELS}")
        async with self._at_once:
            while True:
                await self.is_up.wait()
                body = json.dumps(event)
                try:
                    answer = await client.post(f"{self.url}slack/events", content=body, headers=sign(body))
                    if answer.status_code == 200:
                        return
                except httpx.HTTPError:
                    await asyncio.sleep(0.02)


async def test_killed_again_and_again_it_loses_and_doubles_nothing(settings: Settings) -> None:
    async with fake_api() as api:
        environment = {
            "VIGIE_DATABASE_URL": settings.database_url,
            "VIGIE_SLACK_API_URL": api.url,
            "VIGIE_SLACK_BOT_TOKEN": "xoxb-1",
            "VIGIE_SLACK_SIGNING_SECRET": SECRET,
            "VIGIE_WEB_PORT": "0",
        }
        deliveries = Deliveries()
        delivering = asyncio.create_task(deliveries.run())
        for pause in KILLS:
            async with child(environment) as process:
                deliveries.url = await address(process)
                deliveries.is_up.set()
                await asyncio.sleep(pause)
                deliveries.is_up.clear()
                process.send_signal(signal.SIGKILL)
        async with child(environment) as process:
            deliveries.url = await address(process)
            deliveries.is_up.set()
            await delivering
            database = Database(settings.database_url)
            await until(lambda: _is_done(database), "all is dealt with", 20)
            process.send_signal(signal.SIGTERM)
            await asyncio.wait_for(process.wait(), 10)
        wanted = sorted(f"{1000 * (number + 1)}.1" for number in range(0, EVENTS, EVERY))
        async with database.read() as session:
            assert sorted(await session.scalars(select(CaseMessage.message))) == wanted
        await database.close()
        answered = Counter(call.fields["thread_ts"] for call in api.of("chat.postMessage"))
        assert sorted(answered) == wanted
        # A second reply only where a kill fell between sending and noting it: at most one a channel then.
        assert sum(answered.values()) - len(wanted) <= CHANNELS * len(KILLS) // 3


async def _is_done(database: Database) -> bool:
    async with database.read() as session:
        waiting = select(func.count()).select_from(OutboxRow).where(OutboxRow.status == "waiting")
        heard = select(func.count()).select_from(InboxRow)
        return not (await session.scalar(waiting) or await session.scalar(heard))


SAID = "Bonjour, le support demande le code recu par SMS, merci de me communiquer 482913 zanzibar"


async def test_the_log_of_a_day_is_silent(local_slack: LocalSlack, settings: Settings) -> None:
    """At DEBUG, with the real detector, from the command line: no word, no token, no secret."""
    tokens = TOKENS["A01SOCK"]
    environment = {
        "VIGIE_DATABASE_URL": settings.database_url,
        "VIGIE_SLACK_API_URL": f"{local_slack.url}/api/",
        "VIGIE_SLACK_BOT_TOKEN": tokens["botToken"],
        "VIGIE_SLACK_APP_TOKEN": tokens["appToken"],
        "VIGIE_LOG_LEVEL": "DEBUG",
    }
    async with hands_on(local_slack, "SOCK") as hands:
        channel = hands.channel(0)
        vigie = str(Path(sys.executable).with_name("vigie"))
        async with child(environment, vigie, "serve") as process:
            await until(lambda: _is_connected(hands), "connected", 30)
            ts = await hands.say(channel, SAID)
            await hands.control("edit-message", channel=channel, ts=ts, user="U01ALICE", text=SAID + " !")
            await hands.command(channel, "/report", SAID)
            await hands.command(channel, "/report")
            await until(lambda: _answers(hands, channel, 2), "answered", 10)
            await hands.press(channel, ts, SAID)
            await until(lambda: _answers(hands, channel, 3), "the press is answered", 10)
            process.send_signal(signal.SIGTERM)
            out, err = await asyncio.wait_for(process.communicate(), 10)
    log = (out + err).decode()
    assert "connected to Slack" in log
    for secret in ("zanzibar", "482913", "communiquer", TEAM, *tokens.values(), "trigger_id"):
        assert secret not in log, secret


async def _is_connected(hands: Hands) -> bool:
    return any("SOCK" in one["appId"] and one["connected"] for one in (await hands.screen())["apps"])


async def _answers(hands: Hands, channel: str, count: int) -> list[dict[str, object]]:
    found = await hands.bot_messages(channel)
    return found if len(found) >= count else []
