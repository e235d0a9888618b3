"""``vigie serve``: one process with the database, the desk, the adapters and their HTTP routes."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field

import structlog
import uvicorn
from starlette.applications import Starlette

from bot.database import Database
from bot.desk.desk import Desk
from bot.desk.room import Tools
from bot.dispatcher import Dispatcher
from bot.drill_clock import keep_drills
from bot.errors import PortError
from bot.housekeeping import keep_house
from bot.inbox import Inbox
from bot.keyring import Keyring
from bot.lease import Lease
from bot.migrate import migrate
from bot.ports import Adapter, Detects, Services
from bot.settings import Settings, secret_key
from bot.worker import Worker

STOP_WITHIN_S = 5.0
"""What is in hand is finished within this time, then cut off: nothing is lost, only done again."""
log = structlog.get_logger()
Create = Callable[[Services], Adapter | None]


@dataclass(slots=True)
class App:
    """The parts of a running bot. ``running`` holds the adapters whose platform is ours to serve."""

    settings: Settings
    database: Database
    inbox: Inbox
    worker: Worker
    dispatcher: Dispatcher
    tools: Tools
    running: dict[str, Adapter] = field(default_factory=dict)

    @property
    def services(self) -> Services:
        return Services(self.settings, self.inbox, self.database)

    async def run(self, adapters: Sequence[Adapter], stop: asyncio.Event) -> None:
        """Work until ``stop`` is set or a part fails for good."""
        loops = [
            self.worker.run(stop),
            self.dispatcher.run(stop),
            keep_house(self.database, stop),
            keep_drills(self.database, self.tools, stop),
        ]
        tasks = [asyncio.create_task(one) for one in loops]
        tasks += [asyncio.create_task(self._run_adapter(adapter, stop)) for adapter in adapters]
        stopping = asyncio.create_task(stop.wait())
        try:
            # An adapter may end by itself; a failure ends everything.
            watched = {stopping, *tasks}
            while watched and not stopping.done():
                done, watched = await asyncio.wait(watched, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    await task
        finally:
            stop.set()
            await _finish(tasks)
            await self.worker.forget()

    async def _run_adapter(self, adapter: Adapter, stop: asyncio.Event) -> None:
        lease = Lease(self.database, adapter.platform)
        if not await lease.take(stop):
            return
        try:
            self.running[adapter.platform] = adapter
            await adapter.run(stop)
            await stop.wait()
        finally:
            lease.give_back()


async def _finish(tasks: Sequence[asyncio.Task[None]]) -> None:
    _, late = await asyncio.wait(tasks, timeout=STOP_WITHIN_S)
    for task in late:
        task.cancel()
    for result in await asyncio.gather(*tasks, return_exceptions=True):
        if isinstance(result, Exception):
            log.debug("a part ended with an error", error=type(result).__name__)


@asynccontextmanager
async def open_app(settings: Settings, detector: Detects) -> AsyncIterator[App]:
    """Build the bot on a migrated database, and close it afterwards."""
    database = Database(settings.database_url)
    try:
        await migrate(database)
        inbox = Inbox(database)
        desk = Desk(detector, Keyring(secret_key(settings)))
        running: dict[str, Adapter] = {}
        worker = Worker(database, inbox, desk, running)
        dispatcher = Dispatcher(database, running, worker.wrote)
        yield App(settings, database, inbox, worker, dispatcher, desk.tools, running)
    finally:
        await database.close()


async def serve(
    settings: Settings, detector: Detects, creators: Sequence[Create], say: Callable[[str], None]
) -> None:
    """Run until SIGTERM or SIGINT. ``say`` tells the operator where things are."""
    stop = asyncio.Event()
    async with open_app(settings, detector) as app:
        adapters = [adapter for create in creators if (adapter := create(app.services))]
        say(f"Case book: {app.database.url.render_as_string(hide_password=True)}")
        with _stopping_on_signals(stop):
            async with _http(settings, adapters, stop, say):
                await app.run(adapters, stop)


@contextmanager
def _stopping_on_signals(stop: asyncio.Event) -> Iterator[None]:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(number)


class _Server(uvicorn.Server):
    """A server that leaves the signals to us."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@asynccontextmanager
async def _http(
    settings: Settings, adapters: Sequence[Adapter], stop: asyncio.Event, say: Callable[[str], None]
) -> AsyncIterator[None]:
    """The routes of all adapters on one socket, while the block runs."""
    routes = [route for adapter in adapters for route in adapter.routes()]
    if not routes:
        yield
        return
    with _listen(settings.web_host, settings.web_port) as listening:
        config = uvicorn.Config(
            Starlette(routes=routes),
            log_config=None,
            access_log=False,
            lifespan="off",
            server_header=False,
            timeout_graceful_shutdown=3,
        )
        server = _Server(config)
        task = asyncio.create_task(server.serve(sockets=[listening]))
        task.add_done_callback(lambda _: stop.set())
        address = f"http://{_shown(settings.web_host)}:{listening.getsockname()[1]}/"
        say(f"Open {address} in a browser; Ctrl+C stops.")
        try:
            yield
        finally:
            server.should_exit = True
            await task


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((host, port))
        listening.listen(128)  # who follows the address at once waits for the server, and gets in
    except OSError as error:
        raise PortError(
            f"Cannot listen on {host} port {port} ({error.strerror}): stop the program that uses it, "
            "or set VIGIE_WEB_HOST and VIGIE_WEB_PORT to an address of this machine and a free port."
        ) from None
    return listening


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
