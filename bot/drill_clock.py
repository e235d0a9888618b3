"""The clock of drills: looks every few seconds whether one is due or over."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime

import structlog

from bot.cases.drills import find_due
from bot.database import Database, is_passing
from bot.desk.drills import step
from bot.desk.room import Tools

EVERY_S = 10.0
log = structlog.get_logger()


async def keep_drills(database: Database, tools: Tools, stop: asyncio.Event) -> None:
    """Run drills until ``stop``."""
    while not stop.is_set():
        try:
            await run_due(database, tools, datetime.now(UTC))
        except Exception as error:
            if not is_passing(error):
                raise
            log.warning("drills wait: the database does not answer")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY_S)


async def run_due(database: Database, tools: Tools, now: datetime) -> None:
    """One look; it writes only if there is something to do."""
    async with database.read() as session:
        if not await find_due(session, now):
            return
    async with database.write() as session:
        await step(session, tools, now)
