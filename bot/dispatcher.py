"""The dispatcher: sends what stands in the outbox, each chat on its own, the urgent first."""

from __future__ import annotations

import asyncio
import heapq
import random
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import structlog

from bot import outbox
from bot.cases.moves import move_chat
from bot.database import Database, is_passing
from bot.desk import private
from bot.errors import Moved, RateLimited, Refused, SendError, Unreachable, where
from bot.ports import Adapter
from bot.receipts import Receipts
from bot.tables import OutboxRow

BATCH = 500
POLL_S = 0.5
LONGEST_WAIT_S = 60.0
FAULTS = 8
"""Tries after an error that the adapter does not explain, which is a fault of ours."""
log = structlog.get_logger()


class Dispatcher:
    """Sends for the platforms in ``adapters`` (which may grow and shrink while it runs)."""

    def __init__(self, database: Database, adapters: Mapping[str, Adapter], wake: asyncio.Event) -> None:
        self._database, self._adapters, self._wake = database, adapters, wake
        self._lanes: dict[tuple[str, str], list[tuple[int, int, OutboxRow]]] = defaultdict(list)
        self._busy: dict[tuple[str, str], asyncio.Task[None]] = {}
        self._in_hand: set[int] = set()
        self._receipts = Receipts(database)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until ``stop``; what is being sent then is finished, the rest stays in the outbox."""
        while not stop.is_set():
            self._wake.clear()
            try:
                await self._fill()
            except Exception as error:
                if not is_passing(error):
                    raise
                log.warning("the database does not answer: trying again", error=type(error).__name__)
            await self._wait(stop)
        self._lanes.clear()
        await asyncio.gather(*self._busy.values())

    async def _wait(self, stop: asyncio.Event) -> None:
        tasks = [asyncio.ensure_future(one.wait()) for one in (stop, self._wake)]
        await asyncio.wait(tasks, timeout=POLL_S, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()

    async def _fill(self) -> None:
        """Give each lane what waits for it, and set the idle ones going."""
        for platform in list(self._adapters):
            in_hand = set(self._in_hand)  # before the query: a row sent meanwhile must not look free
            async with self._database.read() as session:
                rows = await outbox.find_waiting(session, platform, _now(), in_hand, BATCH)
            for row in rows:
                self._in_hand.add(row.id)
                lane = (row.platform, row.lane)
                heapq.heappush(self._lanes[lane], (row.kind, row.id, row))
                if lane not in self._busy:
                    self._busy[lane] = asyncio.create_task(self._drain(lane))

    async def _drain(self, lane: tuple[str, str]) -> None:
        try:
            while waiting := self._lanes.get(lane):
                row = heapq.heappop(waiting)[2]
                try:
                    if not await self._send(row):
                        break
                finally:
                    self._in_hand.discard(row.id)
        except Exception as error:  # the note failed, not the sending: the row is read and tried again
            log.warning("a reply could not be noted as sent", platform=lane[0], **where(error))
            await asyncio.sleep(1)
        finally:
            self._in_hand.difference_update(row_id for _, row_id, _ in self._lanes.pop(lane, []))
            del self._busy[lane]

    async def _send(self, row: OutboxRow) -> bool:
        """Send one reply and note what came of it. False: the lane has to wait."""
        try:
            sent = await self._adapters[row.platform].send(outbox.outgoing_of(row))
        except Exception as error:
            return await self._note_failure(row, error)
        await self._receipts.note(row, sent)
        return True

    async def _note_failure(self, row: OutboxRow, error: Exception) -> bool:
        """True when the reply is given up and the next of the lane may go."""
        log.warning("a reply was not sent", platform=row.platform, attempt=row.attempts + 1, **where(error))
        async with self._database.write() as session:
            if isinstance(error, Moved):
                await move_chat(session, row.platform, row.chat, error.new_chat)
                self._wake.set()
                return False
            is_fault = not isinstance(error, SendError) and row.attempts + 1 >= FAULTS
            if isinstance(error, Unreachable):
                await private.note_unreachable(session, row, error.link, _now())
                self._wake.set()
            if isinstance(error, Refused) or is_fault:
                await outbox.mark_failed(session, row.id, type(error).__name__)
                return True
            until = _now() + timedelta(seconds=_wait_s(row, error))
            await outbox.put_off(session, row, until, type(error).__name__)
            return False


def _wait_s(row: OutboxRow, error: Exception) -> float:
    if isinstance(error, RateLimited):
        return max(error.retry_after, 0.05)
    longest: float = min(LONGEST_WAIT_S, 0.5 * 2 ** min(row.attempts, 10))
    return longest * random.uniform(0.5, 1.0)  # noqa: S311 - spreads the retries, no secret


def _now() -> datetime:
    return datetime.now(UTC)
