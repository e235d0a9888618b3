"""Telegram's limits: overall, per group, and what one chat must wait for and no other."""

from __future__ import annotations

import asyncio
import time

import pytest

from adapters.telegram.pace import Pace, Window
from bot.errors import RateLimited
from bot.ports import Kind
from tests.telegram.conftest import Room
from tests.telegram.people import ALERT, GROUP, OTHER_GROUP, Json, said
from tests.telegram.server import ApiError


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_window() -> None:
    window = Window(3, 10.0)
    for now in (0.0, 1.0, 2.0):
        assert window.delay(now) == 0
        window.add(now)
    assert window.delay(4.0) == 6.0
    assert window.delay(10.5) == 0
    assert window.delay(10.5, kept_free=1) == 0.5


async def test_twenty_a_minute_in_a_group_with_places_kept_for_warnings() -> None:
    clock = Clock()
    pace = Pace(clock)
    for _ in range(14):
        await pace.pass_through("-1", Kind.REPORT)
        clock.now += 0.1
    with pytest.raises(RateLimited):
        await pace.pass_through("-1", Kind.REPORT)
    for _ in range(6):
        await pace.pass_through("-1", Kind.WARNING)
    with pytest.raises(RateLimited) as error:
        await pace.pass_through("-1", Kind.WARNING)
    assert 58 < error.value.retry_after < 60
    await pace.pass_through("-2", Kind.ANSWER)
    clock.now += 1
    for _ in range(25):
        await pace.pass_through("7", Kind.NOTICE)


async def test_thirty_a_second_warnings_first() -> None:
    pace = Pace()
    begun = time.monotonic()
    passed: list[Kind] = []

    async def one(number: int, kind: Kind) -> None:
        await pace.pass_through(str(number), kind)
        passed.append(kind)

    kinds = [Kind.ANSWER] * 40 + [Kind.WARNING] * 10
    await asyncio.gather(*(one(number, kind) for number, kind in enumerate(kinds)))
    assert 1.0 <= time.monotonic() - begun < 2.0
    assert passed[30:40] == [Kind.WARNING] * 10  # those that were not through at once
    for number in range(100, 130):
        pace._all.add(time.monotonic() + number / 1000)
    with pytest.raises(RateLimited):
        await pace.pass_through("500", Kind.REPORT)


async def test_a_flooded_group_delays_no_other(room: Room) -> None:
    def flood(method: str, parameters: Json) -> ApiError | None:
        is_flooded = method == "sendMessage" and str(parameters["chat_id"]) == str(GROUP)
        return ApiError(429, "Too Many Requests: retry later", retry_after=1) if is_flooded else None

    room.api.fault = flood
    first = said(ALERT)
    room.api.push(first)
    await room.until(lambda: _calls(room, GROUP) == 1)
    begun = time.monotonic()
    room.api.push(said(ALERT))
    other = said(ALERT, OTHER_GROUP)
    room.api.push(other)
    await room.until(lambda: bool(room.api.replies(OTHER_GROUP, other["message"]["message_id"])))
    assert time.monotonic() - begun < 0.9
    assert _calls(room, GROUP) == 1  # not even its next message was tried
    room.api.fault = lambda _method, _: None
    await room.until(lambda: len([one for one in room.api.sent if one.chat == str(GROUP)]) == 2)
    assert time.monotonic() - begun >= 0.9
    assert room.api.replies(GROUP, first["message"]["message_id"])


def _calls(room: Room, chat: int) -> int:
    return sum(method == "sendMessage" and one["chat_id"] == chat for method, one in room.api.calls)
