"""About one post a second in a channel, as Slack asks (https://docs.slack.dev/apis/web-api/rate-limits)."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.errors import RateLimited

EVERY_S = 1.0
REMEMBERED = 1_000


class Pace:
    """Lets a channel's first post through at once, spaces the next ones, and keeps Slack's own limits."""

    def __init__(self, every_s: float = EVERY_S) -> None:
        self._every_s = every_s
        self._free_at: dict[str, float] = {}
        self._limited_until: dict[str, float] = {}

    @asynccontextmanager
    async def turn(self, channel: str) -> AsyncIterator[None]:
        """Wait for the channel's turn, then run the block. Only the channel waits.

        Raises ``RateLimited``, also by itself while a limit that Slack set is not over.
        """
        now = time.monotonic()
        left = self._limited_until.get(channel, 0.0) - now
        if left > 0:
            raise RateLimited(left)
        at = max(now, self._free_at.get(channel, 0.0))
        self._free_at[channel] = at + self._every_s
        self._forget(now)
        await asyncio.sleep(at - now)
        try:
            yield
        except RateLimited as limit:
            self._limited_until[channel] = time.monotonic() + limit.retry_after
            raise

    def _forget(self, now: float) -> None:
        for times in (self._free_at, self._limited_until):
            if len(times) > REMEMBERED:
                for channel in [one for one, at in times.items() if at < now]:
                    del times[channel]
