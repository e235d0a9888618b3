"""The sample day and its replay."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from adapters.web import replay
from adapters.web.people import PEOPLE
from adapters.web.replay import sample_day
from adapters.web.room import Post
from adapters.web.team import pick_day
from bot.detector import Detector
from bot.messages import Category, Message, Source
from bot.tables import Case
from tests.web.conftest import Browser


def test_the_day_has_forty_messages_in_order_and_every_category() -> None:
    day = sample_day()
    assert len(day) == 40
    assert [line.at for line in day] == sorted(line.at for line in day)
    assert {line.author.id for line in day} == set(PEOPLE)
    expected = [line.expected for line in day if line.expected]
    assert {one["category"] for one in expected} == set(Category)
    assert {one["source"] for one in expected} == set(Source)


async def test_a_replay_goes_to_its_end_in_the_past(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(replay.SPEEDS, "quick", 0.0)
    web = browser.web
    web.replay.set_speed("quick")
    web.replay.start()
    web.replay.start()  # one at a time
    while web.replay.is_running:
        await web.room.wait_beyond(web.room.seq)
    posts = [post for post, _ in web.room.threads()]
    assert [post.text for post in posts] == [line.text for line in sample_day()]
    assert {post.at.date() for post in posts} == {date.today() - timedelta(days=1)}


async def test_a_second_replay_takes_another_day(browser: Browser) -> None:
    yesterday = date.today() - timedelta(days=1)
    assert await pick_day(browser.app.database) == yesterday
    await browser.post("/messages", person="nadia", text="!code")
    await browser.settle()
    async with browser.app.database.write() as session:
        case = await session.get_one(Case, 1)
        case.created_at -= timedelta(days=1)
    assert await pick_day(browser.app.database) == yesterday - timedelta(days=1)


async def test_a_replay_stops_when_asked_and_when_it_cannot_be_stored(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    web = browser.web
    web.replay.start()
    while not web.replay.done:
        await web.room.wait_beyond(web.room.seq)
    await web.replay.stop()
    assert not web.replay.is_running

    async def fail(*_: object) -> Post:
        raise OSError("disk full")

    monkeypatch.setattr(web.replay, "_say", fail)
    web.replay.start()
    while web.replay.is_running:
        await web.room.wait_beyond(web.room.seq)
    assert web.replay.done == 0


def test_the_detector_says_what_the_policy_asks_for() -> None:
    detector = Detector.load()
    said: list[Message] = []
    for line in sample_day():
        at = datetime.combine(date.today(), line.at).astimezone()
        message = Message("web", "comptoir", str(line.at), line.author.id, line.text, at=at)
        verdict = detector.check(message, said[-12:])
        said.append(message)
        found = {"category": verdict.category, "source": verdict.source} if verdict.is_alert else {}
        assert found == line.expected, line.text
