"""Turns: one at a time, the urgent first, and none lost with somebody who gives up waiting."""

from __future__ import annotations

import asyncio

from bot.turns import Turns


async def test_the_urgent_go_first_and_nobody_is_lost() -> None:
    turns, order, inside = Turns(), list[str](), 0

    async def work(name: str, is_urgent: bool = False) -> None:
        nonlocal inside
        async with turns.take(is_urgent):
            inside += 1
            assert inside == 1
            await asyncio.sleep(0.001)
            order.append(name)
            inside -= 1

    tasks = [asyncio.create_task(work(name)) for name in "abcd"]
    tasks += [asyncio.create_task(work(name, is_urgent=True)) for name in "uv"]
    await asyncio.sleep(0)
    tasks[2].cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    assert order == ["a", "u", "v", "b", "d"]
    await work("last")


async def test_a_turn_that_comes_with_a_cancellation_is_passed_on() -> None:
    turns = Turns()
    held = turns.take()
    await held.__aenter__()

    async def wait() -> None:
        async with turns.take():
            pass

    first, second = asyncio.create_task(wait()), asyncio.create_task(wait())
    await asyncio.sleep(0)
    await held.__aexit__(None, None, None)
    first.cancel()
    await asyncio.wait_for(asyncio.gather(first, second, return_exceptions=True), 1)
    assert not second.cancelled()
