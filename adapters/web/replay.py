"""« Rejouer une journée »: the sample day's messages, posted one by one by the way of every message."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib import resources
from typing import Any

import structlog
import yaml

from adapters.web.people import Person, find_person
from adapters.web.room import Room

SPEEDS = {"calm": 3.0, "brisk": 1.0, "quick": 0.1}
"""Seconds between two messages."""
DEFAULT_SPEED = "brisk"

Say = Callable[[Person, str, datetime], Awaitable[object]]
PickDay = Callable[[], Awaitable[date]]


@dataclass(frozen=True, slots=True)
class Line:
    """A message of the sample day; ``expected`` is the verdict the policy asks for, empty for none."""

    at: time
    author: Person
    text: str
    expected: dict[str, str]


@cache
def sample_day() -> tuple[Line, ...]:
    """The messages of ``patterns/sample_day.yaml``, in order."""
    source = resources.files("patterns").joinpath("sample_day.yaml").read_text("utf-8")
    return tuple(_line(entry) for entry in yaml.safe_load(source)["messages"])


def _line(entry: dict[str, Any]) -> Line:
    at = time.fromisoformat(entry["at"])
    return Line(at, find_person(entry["author"]), entry["text"], entry.get("expect", {}))


class Replay:
    """At most one replay at a time; its speed can be changed on the way."""

    def __init__(self, room: Room, say: Say, pick_day: PickDay) -> None:
        self.speed = DEFAULT_SPEED
        self.done = 0
        self._room = room
        self._say = say
        self._pick_day = pick_day
        self._task: asyncio.Task[None] | None = None

    @property
    def is_running(self) -> bool:
        return self._task is not None and not self._task.done()

    @property
    def total(self) -> int:
        return len(sample_day())

    def set_speed(self, speed: str) -> None:
        """Raises KeyError when there is no such speed."""
        SPEEDS[speed]
        self.speed = speed
        self._room.touch()

    def start(self) -> None:
        if not self.is_running:
            self.done = 0
            self._task = asyncio.create_task(self._play(), name="web replay")
            self._room.touch()

    async def stop(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.wait([self._task])
            self._room.touch()

    async def _play(self) -> None:
        try:
            day = await self._pick_day()
            for line in sample_day():
                await self._say(line.author, line.text, datetime.combine(day, line.at).astimezone())
                self.done += 1
                self._room.touch()
                await asyncio.sleep(SPEEDS[self.speed])
        except Exception as error:
            # The day is only a demonstration: it stops, the chat goes on.
            structlog.get_logger("vigie.web").error("replay_stopped", cause=type(error).__name__)
        finally:
            self._task = None
            self._room.touch()
