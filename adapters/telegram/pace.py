"""Telegram's limits, kept before Telegram has to: a chat that must wait never holds up another."""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import deque
from collections.abc import Callable

from bot.errors import RateLimited
from bot.ports import Kind

ALL_CHATS = (30, 1.0)
ONE_GROUP = (20, 60.0)
"""(messages, seconds): https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this"""
KEPT_FREE = {Kind.ANSWER: 3, Kind.REPORT: 6}
"""Places in a group's minute that these leave to warnings."""
CHATS = 10_000


class Window:
    """At most ``limit`` in any ``span`` seconds."""

    def __init__(self, limit: int, span: float) -> None:
        self._limit, self._span = limit, span
        self._times: deque[float] = deque()

    def delay(self, now: float, kept_free: int = 0) -> float:
        """Seconds until there is room; 0 for now."""
        while self._times and self._times[0] <= now - self._span:
            self._times.popleft()
        place = len(self._times) - (self._limit - kept_free)
        return self._times[place] + self._span - now if place >= 0 else 0.0

    def add(self, now: float) -> None:
        self._times.append(now)


class Pace:
    """Lets messages through in time: warnings first over all chats, each chat as far as it may."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._all = Window(*ALL_CHATS)
        self._groups: dict[str, Window] = {}
        self._closed: dict[str, float] = {}
        self._queue: list[tuple[int, int, asyncio.Future[None]]] = []
        self._count = 0
        self._timer: asyncio.TimerHandle | None = None

    async def pass_through(self, chat: str, kind: Kind) -> None:
        """Return when a message may be sent to a chat; raise ``RateLimited`` where that is not soon."""
        now = self._clock()
        group = self._group(chat, now) if chat.startswith("-") else None
        delay = max(
            self._closed.get(chat, 0.0) - now,
            group.delay(now, KEPT_FREE.get(kind, 0)) if group else 0.0,
            # A report steps back: were it to wait here, a warning of its chat would wait behind it.
            1.0 if kind is Kind.REPORT and (self._queue or self._all.delay(now)) else 0.0,
        )
        if delay > 0:
            raise RateLimited(delay)
        if group:
            group.add(now)
        await self._turn(kind)

    def close(self, chat: str, seconds: float) -> None:
        """The platform wants nothing more in this chat for a while."""
        self._closed[chat] = self._clock() + seconds

    def _group(self, chat: str, now: float) -> Window:
        if len(self._groups) > CHATS:
            self._groups = {name: one for name, one in self._groups.items() if one.delay(now, ONE_GROUP[0])}
            self._closed = {name: until for name, until in self._closed.items() if until > now}
        return self._groups.setdefault(chat, Window(*ONE_GROUP))

    async def _turn(self, kind: Kind) -> None:
        turn = asyncio.get_running_loop().create_future()
        self._count += 1
        heapq.heappush(self._queue, (kind, self._count, turn))
        self._let_through()
        await turn

    def _let_through(self) -> None:
        if self._timer:
            self._timer.cancel()
            self._timer = None
        while self._queue:
            delay = self._all.delay(self._clock())
            if delay > 0:
                self._timer = asyncio.get_running_loop().call_later(delay, self._let_through)
                return
            turn = heapq.heappop(self._queue)[2]
            if not turn.done():
                self._all.add(self._clock())
                turn.set_result(None)
