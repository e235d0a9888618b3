"""The database: one engine, readers that never wait for the writer, writers one after the other."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from bot.errors import DatabaseError
from bot.turns import Turns

BUSY_TIMEOUT_MS = 15_000
"""How long a writer waits for another process."""

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # what was acknowledged to a platform survives a power cut
    f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
)


class Database:
    """Sessions on one database. ``write`` commits at the end of its block, or rolls back on an error."""

    def __init__(self, url: str) -> None:
        self.url = _parse(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _make_engine(self.url, self.is_sqlite)
        self._writer = self.engine.execution_options(is_writer=True)
        # SQLite's own waiting sleeps in growing steps; within a process a queue is fair and faster.
        self._turns = Turns() if self.is_sqlite else None

    @property
    def path(self) -> Path | None:
        """The file of an SQLite database, ``None`` for any other."""
        return Path(self.url.database).resolve() if self.is_sqlite and self.url.database else None

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncSession]:
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def write(self, is_urgent: bool = False) -> AsyncIterator[AsyncSession]:
        """A transaction that writes. ``is_urgent``: before all others that wait in this process."""
        fresh = AsyncSession(self._writer, expire_on_commit=False)
        turn = self._turns.take(is_urgent) if self._turns else nullcontext()
        async with turn, fresh as session, session.begin():
            yield session

    async def forget(self) -> bool:
        """Empty SQLite's write-ahead log, where deleted words live on. False while somebody reads."""
        if not self.is_sqlite:
            return True
        turn = self._turns.take() if self._turns else nullcontext()
        async with turn, self.engine.connect() as connection:
            raw = await connection.execution_options(isolation_level="AUTOCOMMIT")
            busy = (await raw.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))).scalar_one()
        return not busy

    async def close(self) -> None:
        await self.engine.dispose()


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError(
            "VIGIE_DATABASE_URL is not a database address: write it like sqlite+aiosqlite:////path/to/vigie.sqlite."
        ) from None
    if parsed.get_backend_name() == "sqlite" and parsed.get_driver_name() != "aiosqlite":
        return parsed.set(drivername="sqlite+aiosqlite")
    return parsed


def _make_engine(url: URL, is_sqlite: bool) -> AsyncEngine:
    try:
        engine = create_async_engine(url)
    except (ImportError, ArgumentError) as error:
        raise DatabaseError(
            f"VIGIE_DATABASE_URL names a database that cannot be used here ({type(error).__name__}): "
            "use sqlite+aiosqlite:///… or install the driver."
        ) from None
    if is_sqlite:
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions behind our back
    cursor = connection.cursor()
    for pragma in SQLITE_PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    is_writer = connection.get_execution_options().get("is_writer", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")


def is_passing(error: BaseException) -> bool:
    """True for a trouble of the database that may pass (locked, disk full, connection lost)."""
    return isinstance(error, OperationalError)
