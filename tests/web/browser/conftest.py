"""A running ``vigie serve`` and a real headless Chromium. One of each for the whole folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from tests.web.browser.port import free_port

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
START_S = 30
OpenPage = Callable[..., Page]


@pytest.fixture(scope="package")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a bot of its own, on an empty database."""
    home, port = tmp_path_factory.mktemp("vigie"), free_port()
    env = {name: value for name, value in os.environ.items() if not name.startswith("VIGIE_")}
    env |= {
        "XDG_CONFIG_HOME": str(home),
        "XDG_STATE_HOME": str(home),
        "VIGIE_DATABASE_URL": f"sqlite+aiosqlite:///{home / 'vigie.sqlite'}",
        "VIGIE_WEB_PORT": str(port),
    }
    said = home / "said.txt"
    with said.open("wb") as output:
        command = [sys.executable, "-c", "import sys; from bot.cli import main; sys.exit(main())", "serve"]
        running = subprocess.Popen(command, env=env, stdout=output, stderr=output)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", running, said)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        assert running.wait(15) == 0, said.read_text()


def _wait_for(address: str, running: subprocess.Popen[bytes], said: Path) -> None:
    until = time.monotonic() + START_S
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 - our own address
                return
        except URLError:
            assert running.poll() is None, said.read_text()
            assert time.monotonic() < until, said.read_text()
            time.sleep(0.1)


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        reason = "Debian's chromium is not installed (apt-get install chromium)"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[OpenPage]:
    """Opens the page with a context of its own; afterwards no page may have complained or called outside."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def note_console(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            troubles.append(f"console: {message.text}")

    def note_request(request: Request) -> None:
        if urlsplit(request.url).netloc != urlsplit(address).netloc:
            troubles.append(f"request to another host: {request.url}")

    def open_one(path: str = "/", **options: object) -> Page:
        context = chromium.new_context(base_url=address, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("console", note_console)
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        page.on("request", note_request)
        page.goto(path)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert troubles == []
