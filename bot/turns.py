"""Turns: one at a time, those in a hurry before all others, else in order of arrival."""

from __future__ import annotations

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager


class Turns:
    """A lock with two queues."""

    def __init__(self) -> None:
        self._is_taken = False
        self._waiting: list[tuple[bool, int, asyncio.Future[None]]] = []
        self._count = 0

    @asynccontextmanager
    async def take(self, is_urgent: bool = False) -> AsyncIterator[None]:
        """The turn, while the block runs."""
        if self._is_taken:
            await self._wait(is_urgent)
        self._is_taken = True
        try:
            yield
        finally:
            self._pass_on()

    async def _wait(self, is_urgent: bool) -> None:
        mine = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._waiting, (not is_urgent, self._count, mine))
        try:
            await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self._pass_on()  # the turn came together with the cancellation
            raise

    def _pass_on(self) -> None:
        """To the next who still waits: the lock stays taken in between, so that nobody slips in."""
        while self._waiting:
            following = heapq.heappop(self._waiting)[2]
            if not following.done():
                following.set_result(None)
                return
        self._is_taken = False
