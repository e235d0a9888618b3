"""A bad day: a database locked for ten seconds, a clock set back, nonsense: one effect, nothing lost."""

from __future__ import annotations

import asyncio
import sqlite3

import pytest
from sqlalchemy import select

from bot.commands import NAMES
from bot.ports import Kind
from bot.serve import App
from bot.tables import Case, CaseEvent, CaseTick
from tests.desk.test_presses import add_lead, data_of, press
from tests.doubles import post, settle

SQL = "\x00\u202e'; DROP TABLE cases; --"
NONSENSE = ["", "🙂" * 3000, SQL, "9" * 10_000, "{case} %s {{x}}", "-1", "٣ أيام"]


@pytest.mark.parametrize("name", NAMES)
async def test_every_command_answers_nonsense_with_a_sentence(app: App, name: str) -> None:
    for number, words in enumerate(NONSENSE):
        await post(
            app, words, kind="command", name=name, message=f"{number}", author=f"a{number}", is_admin=True
        )
    adapter = await settle(app)
    answered = {one.reply_to for one in adapter.of(Kind.ANSWER)}
    assert answered == {str(number) for number in range(len(NONSENSE))}
    assert all(one.reply.as_text().strip() for one in adapter.sent)


async def test_locked_for_ten_seconds_nothing_is_lost_and_nothing_doubled(app: App) -> None:
    await post(app, kind="command", name="statut", message="0")
    await settle(app)
    await add_lead(app, "chief")
    await post(app, "!code relayed now")
    warning = (await settle(app)).of(Kind.WARNING)[0].reply
    path = app.database.path
    assert path
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    given = data_of(warning, "J'ai donné")
    presses = [
        asyncio.create_task(post(app, kind="press", key=by, message="b", data=given, token=by, author=by))
        for by in ("alice", "bruno")
    ]
    report = asyncio.create_task(post(app, kind="command", name="report", message="r", after=2000))
    await asyncio.sleep(10)
    assert not any(task.done() for task in (*presses, report))
    other.execute("ROLLBACK")
    other.close()
    await asyncio.gather(*presses, report)
    adapter = await settle(app)
    async with app.database.read() as session:
        kinds = list(await session.scalars(select(CaseEvent.kind)))
        cases = list(await session.scalars(select(Case)))
    assert kinds.count("given") == 1
    assert len(cases) == 2
    assert [one.reply.title.startswith("Merci") for one in adapter.of(Kind.ANSWER)].count(True) == 1


async def test_a_clock_set_back_loses_no_press_and_no_step(app: App) -> None:
    await post(app, "!code relayed now", after=86_400)
    warning = (await settle(app)).of(Kind.WARNING)[0].reply
    given = data_of(warning, "J'ai donné")
    await post(app, kind="press", key="g", message="b", data=given, token="g", after=0)
    listed = (await settle(app)).of(Kind.ANSWER)[-1].reply
    await press(app, listed.buttons[0].data, token="t")
    async with app.database.read() as session:
        assert len(list(await session.scalars(select(CaseTick)))) == 1
        case = (await session.scalars(select(Case))).one()
    assert case.is_given
    assert case.last_at >= case.created_at
