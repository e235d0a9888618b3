"""Fixtures for all tests: a bot on a real database in a temporary folder, and a platform made of lists."""

from __future__ import annotations

import asyncio
import logging
import os
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import structlog
from pydantic import SecretStr

from bot.database import Database
from bot.migrate import migrate
from bot.serve import App, open_app
from bot.settings import Settings
from tests.doubles import KeywordDetector, ListAdapter


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test reads or writes the settings, keys and databases of whoever runs it."""
    for name in [one for one in os.environ if one.startswith("VIGIE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    yield


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """A log set up in one test does not write to its captured, closed streams in the next."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty database of the newest version: copied, not migrated anew, for each test."""
    path = tmp_path_factory.mktemp("migrated") / "vigie.sqlite"

    async def make() -> None:
        database = Database(f"sqlite+aiosqlite:///{path}")
        await migrate(database)
        await database.close()

    asyncio.run(make())
    return path


@pytest.fixture
def settings(tmp_path: Path, migrated: Path) -> Settings:
    """Settings of a bot with a database of its own."""
    shutil.copy(migrated, tmp_path / "vigie.sqlite")
    return Settings(
        database_url=f"sqlite+aiosqlite:///{tmp_path / 'vigie.sqlite'}",
        secret_key=SecretStr("a key of 32 characters for tests"),
        web_port=0,
    )


@pytest.fixture
def detector() -> KeywordDetector:
    return KeywordDetector()


@pytest.fixture
async def app(settings: Settings, detector: KeywordDetector) -> AsyncIterator[App]:
    """A bot whose worker and dispatcher are driven by hand: ``tests.doubles.settle``."""
    async with open_app(settings, detector) as opened:
        opened.running["test"] = ListAdapter()
        yield opened
