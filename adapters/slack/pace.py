"""About one post a second in a channel, as Slack asks (https://docs.slack.dev/apis/web-api/rate-limits)."""

from __future__ import annotations

import asyncio
import time

EVERY_S = 1.0
REMEMBERED = 1_000


class Pace:
    """Lets the first post of a channel through at once and spaces the next ones."""

    def __init__(self, every_s: float = EVERY_S) -> None:
        self._every_s = every_s
        self._free_at: dict[str, float] = {}

    async def turn(self, channel: str) -> None:
        """Wait for the channel's turn; only the channel waits."""
        now = time.monotonic()
        at = max(now, self._free_at.get(channel, 0.0))
        if len(self._free_at) > REMEMBERED:
            self._free_at = {one: free for one, free in self._free_at.items() if free > now}
        self._free_at[channel] = at + self._every_s
        if at > now:
            await asyncio.sleep(at - now)
