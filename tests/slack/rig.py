"""The local Slack in its namespace, and a human's hands on it."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

VERSION = "0.1.8"
PACKAGE = "local-slack-linux-x64"
VARIABLE = "VIGIE_TEST_LOCAL_SLACK"
"""Names the binary where it is not in the cache."""
TEAM = "T01TEAM"
SOCKET_APP = {"appId": "A01SOCK", "botUserId": "U0SOCK", "botName": "vigie-sock", "mode": "socket"}
HTTP_APP = {"appId": "A01HTTP", "botUserId": "U0HTTP", "botName": "vigie-http", "mode": "events"}
TOKENS = {
    "A01SOCK": {"botToken": "xoxb-socket-token", "appToken": "xapp-socket-token", "signingSecret": "s" * 32},
    "A01HTTP": {"botToken": "xoxb-http-token", "appToken": "xapp-http-token", "signingSecret": "h" * 32},
}
PEOPLE = [
    {"id": "U01ALICE", "name": "alice", "real_name": "Alice Martin"},
    {"id": "U02BRUNO", "name": "bruno", "real_name": "Bruno Petit"},
]
T = TypeVar("T")
MEMBERS = [one["id"] for one in PEOPLE]


def find_binary() -> Path | None:
    """Where the continuous integration script puts it, or where the environment says."""
    given = os.environ.get(VARIABLE)
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = Path(given) if given else cache / "vigie" / f"{PACKAGE}-{VERSION}" / "local-slack"
    return place if os.access(place, os.X_OK) else None


def why_not() -> str:
    """Why the local Slack cannot run here, "" when it can."""
    if find_binary() is None:
        return f"the local Slack is not installed: run .ci/run, or set {VARIABLE} to its binary"
    probe = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)
    return "" if probe.returncode == 0 else "no network namespace can be made here (unshare -rn)"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class LocalSlack:
    """One process with two apps: one in Socket Mode, one over HTTP, each in channels of its own."""

    folder: Path
    port: int = field(default_factory=free_port)
    bot_port: int = field(default_factory=free_port)
    process: subprocess.Popen[str] | None = None
    pid: int = 0

    def start(self) -> None:
        binary = find_binary()
        assert binary
        (self.folder / "config.json").write_text(json.dumps(self._config()))
        command = ["unshare", "-rn", sys.executable, str(Path(__file__).with_name("netns.py"))]
        self.process = subprocess.Popen(
            [*command, str(self.folder), str(binary), str(self.port), str(self.bot_port)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        assert self.process.stdout
        self.pid = int(self.process.stdout.readline())

    def _config(self) -> dict[str, Any]:
        url = f"http://127.0.0.1:{self.bot_port}/slack/events"
        apps = [{**app, **TOKENS[app["appId"]], "requestUrl": url} for app in (SOCKET_APP, HTTP_APP)]
        channels = [
            {"id": f"C{number}{kind}", "name": f"{kind.lower()}-{number}", "members": [*MEMBERS, bot]}
            for kind, bot in (("SOCK", "U0SOCK"), ("HTTP", "U0HTTP"))
            for number in range(6)
        ]
        channels.append({"id": "CALONE", "name": "without-bot", "members": MEMBERS})
        return {"workspace": {"teamId": TEAM}, "apps": apps, "users": PEOPLE, "channels": channels}

    def freeze(self) -> None:
        os.kill(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.kill(self.pid, signal.SIGCONT)

    def stop(self) -> None:
        if self.process:
            self.thaw()
            self.process.communicate()
            shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"


async def relay(listen_port: int, target: Path) -> asyncio.Server:
    """Our end of the way in: a port of this machine's loopback."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far = await asyncio.open_unix_connection(target)
        except OSError:
            writer.close()
            return
        with suppress(asyncio.CancelledError):  # the loop of the test ends
            await asyncio.gather(pump(reader, far[1]), pump(far[0], writer))

    return await asyncio.start_server(serve, "127.0.0.1", listen_port)


async def relay_out(path: Path, port: Callable[[], int]) -> asyncio.Server:
    """Our end of the way out: what the local Slack delivers goes to the bot's port."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far = await asyncio.open_connection("127.0.0.1", port())
        except OSError:
            writer.close()
            return
        with suppress(asyncio.CancelledError):  # the loop of the test ends
            await asyncio.gather(pump(reader, far[1]), pump(far[0], writer))

    path.unlink(missing_ok=True)  # noqa: ASYNC240 - of the test before
    return await asyncio.start_unix_server(serve, path)


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    except (OSError, asyncio.CancelledError):
        pass
    finally:
        writer.close()


@dataclass
class Hands:
    """What people do in the workspace, and what they see."""

    slack: LocalSlack
    session: aiohttp.ClientSession
    kind: str = "SOCK"
    bot_port: int = 0

    def channel(self, number: int) -> str:
        return f"C{number}{self.kind}"

    @property
    def app_id(self) -> str:
        return f"A01{self.kind}"

    async def control(self, name: str, **body: Any) -> Any:
        async with self.session.post(f"{self.slack.url}/_control/{name}", json=body) as answer:
            return await answer.json()

    async def say(self, channel: str, words: str, user: str = "U01ALICE", **more: Any) -> str:
        """Post a message; its ts."""
        answer = await self.control("message", channel=channel, user=user, text=words, **more)
        return str(answer["message"]["ts"])

    async def command(self, channel: str, name: str, words: str = "", user: str = "U01ALICE") -> None:
        await self.control("command", channel=channel, user=user, command=name, text=words, appId=self.app_id)

    async def press(self, channel: str, ts: str, value: str, user: str = "U01ALICE") -> None:
        action = {"type": "button", "action_id": "vigie:0", "block_id": "b", "value": value}
        body = {"channel": channel, "messageTs": ts, "user": user, "action": action, "appId": self.app_id}
        await self.control("interact", **body)

    async def upload(self, channel: str, words: str) -> None:
        form = aiohttp.FormData()
        for name, value in (("channel", channel), ("user", "U01ALICE"), ("text", words)):
            form.add_field(name, value)
        form.add_field("file", b"bytes", filename="capture.png")
        async with self.session.post(f"{self.slack.url}/_control/upload", data=form) as answer:
            assert answer.status == 200

    async def messages(self, channel: str) -> list[dict[str, Any]]:
        async with self.session.get(f"{self.slack.url}/_control/messages/{channel}") as answer:
            return list((await answer.json())["messages"])

    async def bot_messages(self, channel: str) -> list[dict[str, Any]]:
        return [one for one in await self.messages(channel) if one.get("bot_id")]

    async def log(self) -> list[dict[str, Any]]:
        async with self.session.get(f"{self.slack.url}/_control/log") as answer:
            return list((await answer.json())["log"])

    async def screen(self) -> dict[str, Any]:
        """What the pages show: the modals and the App Homes among them."""
        async with self.session.ws_connect(f"{self.slack.url}/ui") as pages:
            return dict((await pages.receive_json())["state"])

    async def submit(self, values: dict[str, Any], user: str = "U01ALICE") -> None:
        """Send the form that is open."""
        async with self.session.ws_connect(f"{self.slack.url}/ui") as pages:
            await pages.receive_json()
            await pages.send_json({"t": "view_submit", "user": user, "values": values})
            while (await pages.receive_json()).get("t") != "view":
                pass


async def until(look: Callable[[], Awaitable[T]], what: str, within_s: float = 6.0) -> T:
    """Wait for something to be true, and return it."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if found := await look():
            return found
        await asyncio.sleep(0.03)
    raise AssertionError(f"never seen: {what}")


@asynccontextmanager
async def hands_on(slack: LocalSlack, kind: str) -> AsyncIterator[Hands]:
    """Open both ways for the time of a test."""
    async with aiohttp.ClientSession() as session:
        hands = Hands(slack, session, kind)
        way_in = await relay(slack.port, slack.folder / "in.sock")
        way_out = await relay_out(slack.folder / "out.sock", lambda: hands.bot_port)
        try:
            await until(lambda: _is_up(session, slack), "the local Slack answers")
            await hands.control("reset")
            yield hands
        finally:
            way_in.close()
            way_out.close()


async def _is_up(session: aiohttp.ClientSession, slack: LocalSlack) -> bool:
    try:
        async with session.get(f"{slack.url}/_control/state") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False
