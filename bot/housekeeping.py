"""What is swept up now and then: notes of replies that nothing refers to any more."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import structlog
from sqlalchemy import delete

from bot.database import Database, is_passing
from bot.tables import OutboxRow

EVERY_S = 3600.0
KEEP_NOTES = timedelta(days=1)
"""How long the note of an answer without a case makes a second delivery a no-op."""
log = structlog.get_logger()


async def keep_house(database: Database, stop: asyncio.Event) -> None:
    """Sweep at start and every hour until ``stop``."""
    while not stop.is_set():
        try:
            await sweep(database, datetime.now(UTC))
        except Exception as error:
            if not is_passing(error):
                raise
            log.warning("sweeping is put off: the database does not answer")
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), EVERY_S)


async def sweep(database: Database, now: datetime) -> None:
    """Drop the notes of replies that were sent or given up and belong to no case."""
    old = delete(OutboxRow).where(
        OutboxRow.case_id.is_(None), OutboxRow.status != "waiting", OutboxRow.created_at < now - KEEP_NOTES
    )
    async with database.write() as session:
        await session.execute(old)
