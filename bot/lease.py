"""One process a platform: two that share a database never deal with the same chat at the same time."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import structlog
from filelock import FileLock, Timeout

from bot.database import Database

RETRY_S = 1.0
log = structlog.get_logger()


class Lease:
    """The right to deal with a platform's events. The system takes it back when the holder dies."""

    def __init__(self, database: Database, platform: str) -> None:
        self._platform = platform
        path = database.path
        self._lock = FileLock(path.with_name(f"{path.name}.{platform}.lock")) if path else None

    async def take(self, stop: asyncio.Event) -> bool:
        """Wait for it; False when ``stop`` was set first."""
        is_told = False
        while not stop.is_set():
            if self._try():
                return True
            if not is_told:
                is_told = True
                log.warning(
                    "another process serves this platform: waiting for it to end", platform=self._platform
                )
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), RETRY_S)
        return False

    def _try(self) -> bool:
        if self._lock is None:
            return True
        try:
            self._lock.acquire(blocking=False)
        except Timeout:
            return False
        return True

    def give_back(self) -> None:
        if self._lock:
            self._lock.release()
