"""A drill: planned by the lead, at a moment of the bot's own, noticed, revealed; totals only."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from bot.cases.drills import CALM, LASTS, choose_moment
from bot.drill_clock import run_due
from bot.messages import Reply
from bot.ports import Kind, Outgoing
from bot.replies.zone import ZONE
from bot.serve import App
from bot.tables import Case, Drill
from tests.desk.test_presses import add_lead, press
from tests.doubles import START, ListAdapter, post, settle


async def drill(app: App) -> Drill:
    async with app.database.read() as session:
        return (await session.scalars(select(Drill).order_by(Drill.id.desc()))).first() or Drill()


async def say(app: App, text: str = "", by: str = "chief", **fields: Any) -> ListAdapter:
    fields = {"message": f"e{text}{by}", **fields}
    await post(app, text, kind="command", name="exercice", author=by, **fields)
    return await settle(app)


async def planned(app: App, text: str = "2 h") -> Drill:
    await post(app, kind="command", name="statut", message="0")
    await settle(app)
    await add_lead(app, "chief")
    await say(app, text)
    return await drill(app)


async def at(app: App, now: datetime) -> ListAdapter:
    await run_due(app.database, app.tools, now)
    return await settle(app)


async def posted(app: App) -> tuple[Outgoing, str]:
    """The request in the chat, and the platform's id of it."""
    plan = await planned(app)
    adapter = await at(app, plan.starts_at)
    return adapter.sent[-1], f"bot-{len(adapter.sent)}"


def test_the_moment_lies_in_the_window_and_in_opening_hours() -> None:
    for seed in range(200):
        chance = random.Random(seed)  # noqa: S311 - a test's, the same each time
        moment = choose_moment(START, START + timedelta(days=3), chance)
        local = moment.astimezone(ZONE)
        assert START < moment <= START + timedelta(days=3)
        assert 9 <= local.hour <= 18
        assert local.weekday() != 6
    night = datetime(2026, 3, 2, 23, 0, tzinfo=UTC)
    for seed in range(20):
        chance = random.Random(seed)  # noqa: S311
        moment = choose_moment(night, night + timedelta(minutes=10), chance)
        assert night < moment <= night + timedelta(minutes=10)


async def test_the_lead_plans_it_and_learns_not_when(app: App) -> None:
    plan = await planned(app)
    adapter = app.running["test"]
    assert isinstance(adapter, ListAdapter)
    notice = adapter.of(Kind.NOTICE)[-1]
    assert notice.to_user == "chief"
    assert plan.status == "planned"
    assert START < plan.starts_at <= plan.until == START + timedelta(hours=2)
    before = len(adapter.sent)
    assert len((await at(app, plan.starts_at - timedelta(seconds=1))).sent) == before


async def test_it_appears_is_noticed_and_is_revealed_with_totals(app: App) -> None:
    request, message = await posted(app)
    assert (request.chat, request.reply.title) == ("pharmacy", "")
    button = request.reply.buttons[0].data
    begun = (await drill(app)).starts_at
    after = int((begun - START).total_seconds())
    for by, minute in (("alice", 4), ("alice", 5), ("bruno", 6)):
        key = {"key": f"{by}{minute}", "token": f"{by}{minute}", "after": after + 60 * minute}
        await post(app, kind="press", data=button, author=by, **key)  # type: ignore[arg-type]
    told = {"chat": "pharmacy", "message": message, "author": "", "text": request.reply.lines[0]}
    await post(
        app, kind="command", name="report", message="r", author="chloe", after=after + 600, reply_to=told
    )
    adapter = await settle(app)
    toasts = [one.reply.lines[0][:10] for one in adapter.of(Kind.TOAST)]
    assert sorted(toasts) == ["Bien vu\u00a0! ", "Bien vu\u00a0! ", "C'était dé"]
    adapter = await at(app, begun + LASTS)
    reveal = adapter.of(Kind.ANSWER)[-1].reply
    assert reveal.title == "C'était un exercice"
    assert "3 personnes" in reveal.lines[0]
    assert "4 min" in reveal.lines[0]
    assert "signalements\u00a0: 1" in reveal.lines[0]
    assert len(reveal.steps) == 3
    assert adapter.of(Kind.EDIT)[-1].edits == message
    assert adapter.of(Kind.EDIT)[-1].reply.buttons == ()
    done = await drill(app)
    assert (done.status, done.noticed, done.reported) == ("revealed", 3, 1)
    assert done.noticed_by == done.reported_by == []
    async with app.database.read() as session:
        assert list(await session.scalars(select(Case))) == []


async def test_two_processes_post_and_reveal_it_once(app: App) -> None:
    plan = await planned(app)
    for _ in range(3):
        await run_due(app.database, app.tools, plan.starts_at)
    for _ in range(3):
        await run_due(app.database, app.tools, plan.starts_at + LASTS)
    answers = [one.reply for one in (await settle(app)).of(Kind.ANSWER)]
    assert sum(bool(one.buttons) for one in answers) == 1
    assert sum(one.title == "C'était un exercice" for one in answers) == 1


async def test_real_alerts_go_on_and_put_it_off(app: App) -> None:
    plan = await planned(app, "9 h")
    after = int((plan.starts_at - START).total_seconds())
    await post(app, "!code", message="real", after=after - 60)
    adapter = await settle(app)
    assert [one.reply_to for one in adapter.of(Kind.WARNING)] == ["real"]
    await at(app, plan.starts_at)
    later = await drill(app)
    if plan.starts_at + CALM <= plan.until:
        assert (later.status, later.starts_at) == ("planned", plan.starts_at + CALM)
    else:  # no calm hour is left in the window: the lead learns it at once
        assert later.status == "cancelled"


async def test_a_real_alert_while_it_lasts_is_a_case(app: App) -> None:
    request, _ = await posted(app)
    await post(app, "!disclosure", message="oops", after=3 * 3600)
    assert (await settle(app)).of(Kind.WARNING)[-1].reply_to == "oops"
    assert request.reply.buttons


@pytest.mark.parametrize("late", [timedelta(days=1), timedelta(days=400)])
async def test_a_bot_that_was_down_does_not_surprise_anybody_late(app: App, late: timedelta) -> None:
    plan = await planned(app)
    adapter = await at(app, plan.until + late)
    assert (await drill(app)).status == "cancelled"
    assert adapter.sent[-1].reply.title == "Pas d'exercice cette fois"
    assert adapter.sent[-1].kind is Kind.NOTICE


async def test_a_clock_set_back_waits(app: App) -> None:
    request, _ = await posted(app)
    before = len((await at(app, START - timedelta(days=2))).sent)
    button = request.reply.buttons[0].data
    adapter = await press(app, button, token="early")
    assert "Bien vu" in adapter.of(Kind.TOAST)[-1].reply.lines[0]
    assert len(adapter.sent) == before + 1
    done = await drill(app)
    assert done.first_at == done.posted_at


async def test_only_a_lead_starts_one_and_stops_it(app: App) -> None:
    plan = await planned(app)
    refused = (await say(app, by="bruno")).sent[-1].reply
    assert "Seul le référent" in refused.as_text()
    assert "déjà prévu" in (await say(app, "1 h")).sent[-1].reply.as_text()
    await say(app, "stop", by="bruno")
    assert (await drill(app)).status == "planned"
    await say(app, "stop")
    assert (await drill(app)).status == "cancelled"
    assert "Aucun exercice" in (await say(app, "stop", message="again")).sent[-1].reply.as_text()
    assert (await at(app, plan.starts_at)).of(Kind.ANSWER)[-1].reply.buttons == ()


async def test_stopping_one_under_way_reveals_it(app: App) -> None:
    await posted(app)
    adapter = await say(app, "stop")
    assert adapter.of(Kind.ANSWER)[-1].reply.title == "C'était un exercice"
    assert "Personne ne l'a relevé" in adapter.of(Kind.ANSWER)[-1].reply.as_text()


async def test_in_private_the_leads_team_is_meant(app: App) -> None:
    await post(app, kind="command", name="statut", message="0")
    await settle(app)
    await add_lead(app, "chief")
    adapter = await say(app, chat="chief", is_private=True)
    assert adapter.sent[-1].reply.title == "L'exercice est prévu"
    assert [one.kind for one in adapter.sent[1:]] == [Kind.NOTICE]
    plan = await drill(app)
    assert (await at(app, plan.starts_at)).sent[-1].chat == "pharmacy"


async def test_other_chats_buttons_and_late_presses(app: App) -> None:
    request, message = await posted(app)
    button = request.reply.buttons[0].data
    adapter = await press(app, button, token="foreign", chat="elsewhere")
    assert "plus valable" in adapter.of(Kind.TOAST)[-1].reply.lines[0]
    async with app.database.write() as session:
        await session.execute(update(Drill).values(status="revealed"))
    adapter = await press(app, button, token="late")
    assert "terminé" in adapter.of(Kind.TOAST)[-1].reply.lines[0]
    told = {"chat": "pharmacy", "message": message, "author": "", "text": "x"}
    await post(app, kind="command", name="report", message="r", reply_to=told)
    said: Reply = (await settle(app)).sent[-1].reply
    assert "déjà terminé" in said.as_text()
    assert (await drill(app)).noticed == 0
