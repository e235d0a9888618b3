"""The worker: takes events from the inbox to the desk, one at a time per chat, many chats at once."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress

import structlog

from bot.database import Database, is_passing
from bot.desk.desk import Desk, Task
from bot.errors import where
from bot.inbox import Inbox, Raw
from bot.ports import Adapter

BATCH = 500
CHATS_AT_ONCE = 32
POLL_S = 0.5
"""How soon an event that another process stored is seen."""
RETRY_S = 0.5
FORGET_EVERY_S = 2.0
log = structlog.get_logger()


class Worker:
    """Works on the platforms in ``adapters`` (which may grow and shrink while it runs)."""

    def __init__(self, database: Database, inbox: Inbox, desk: Desk, adapters: Mapping[str, Adapter]) -> None:
        self._database, self._inbox, self._desk, self._adapters = database, inbox, desk, adapters
        self._chats = asyncio.Semaphore(CHATS_AT_ONCE)
        self._has_words_to_forget = True  # those of a process that was killed
        self.wrote = asyncio.Event()  # something may stand in the outbox

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop``; finish what is in hand."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._forget(stop))
            while not stop.is_set():
                if not await self._step():
                    await self._wait(stop)

    async def _step(self) -> bool:
        """One batch; False when there was nothing, or a trouble that needs time to pass."""
        self._inbox.arrived.clear()
        try:
            batch = await self._inbox.next(list(self._adapters), BATCH) if self._adapters else []
            return await self.work(batch) if batch else False
        except Exception as error:
            if not is_passing(error):
                raise
            log.warning("the database does not answer: trying again", error=type(error).__name__)
            await asyncio.sleep(RETRY_S)
            return False

    async def _wait(self, stop: asyncio.Event) -> None:
        tasks = [asyncio.ensure_future(one.wait()) for one in (stop, self._inbox.arrived)]
        await asyncio.wait(tasks, timeout=POLL_S, return_when=asyncio.FIRST_COMPLETED)
        for task in tasks:
            task.cancel()

    async def work(self, batch: list[Raw]) -> bool:
        """Deal with events in order. False when some had to be left for later."""
        by_chat: dict[tuple[str, str], list[Raw]] = defaultdict(list)
        for raw in batch:
            by_chat[raw.platform, raw.chat].append(raw)
        silent: list[int] = []
        results = await asyncio.gather(*(self._work_chat(raws, silent) for raws in by_chat.values()))
        if silent:
            async with self._database.write() as session:
                await self._inbox.end(session, silent)
        self._has_words_to_forget = True
        return all(results)

    async def _work_chat(self, raws: list[Raw], silent: list[int]) -> bool:
        async with self._chats:
            for raw in raws:
                try:
                    tasks = self._judge(raw)
                    if tasks:
                        await self._commit(raw, tasks)
                    else:
                        silent.append(raw.id)
                except Exception as error:
                    if is_passing(error):  # the chat's later events wait behind this one
                        log.warning("an event waits for the database", platform=raw.platform)
                        await asyncio.sleep(RETRY_S)
                        return False
                    log.warning("an event was set aside", platform=raw.platform, **where(error))
                    await self._inbox.set_aside(raw, error)
                await asyncio.sleep(0)  # judging is work: receivers and senders must get their turn
        return True

    def _judge(self, raw: Raw) -> list[Task]:
        events = self._adapters[raw.platform].translate(raw.payload)
        return [task for event in events if (task := self._desk.judge(event))]

    async def _commit(self, raw: Raw, tasks: list[Task]) -> None:
        async with self._database.write() as session:
            if not await self._inbox.end(session, [raw.id]):
                return  # another process ended it
            for task in tasks:
                await task(session)
        self.wrote.set()

    async def _forget(self, stop: asyncio.Event) -> None:
        """Words that were deleted leave the write-ahead log, too, soon after."""
        while not stop.is_set():
            if self._has_words_to_forget:
                await self.forget()
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), FORGET_EVERY_S)

    async def forget(self) -> None:
        self._has_words_to_forget = False
        try:
            self._has_words_to_forget = not await self._database.forget()
        except Exception as error:
            if not is_passing(error):
                raise
            self._has_words_to_forget = True
