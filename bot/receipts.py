"""Notes that replies were sent. Those that wait at the same time share one commit.

What was sent and is not noted when the process dies is sent again: few may ever wait.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog

from bot import outbox
from bot.database import Database, is_passing
from bot.desk import private
from bot.errors import where
from bot.ports import Kind
from bot.tables import OutboxRow

RETRY_S = 0.5
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, eq=False)
class _Receipt:
    row: OutboxRow
    sent: str
    at: datetime


class Receipts:
    """Writes them. As long as the database does not answer, ``note`` waits: the reply is not sent again."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[_Receipt] = []
        self._turn = asyncio.Lock()

    async def note(self, row: OutboxRow, sent: str) -> None:
        """Note that a reply was sent, as the message ``sent``; on return that is committed."""
        mine = _Receipt(row, sent, datetime.now(UTC))
        self._waiting.append(mine)
        async with self._turn:
            while mine in self._waiting:  # nobody before us took ours along
                await self._write()

    async def _write(self) -> None:
        batch = self._waiting[:]
        try:
            async with self._database.write(is_urgent=True) as session:
                for one in batch:
                    await outbox.mark_sent(session, one.row.id, one.sent, one.at)
                    if one.row.kind == Kind.NOTICE:
                        await private.note_arrived(session, one.row)
        except Exception as error:
            if not is_passing(error):
                self._waiting = [one for one in self._waiting if one not in batch]
                raise
            log.warning("sent replies wait to be noted: the database does not answer", **where(error))
            await asyncio.sleep(RETRY_S)
            return
        self._waiting = self._waiting[len(batch) :]
