"""The lead's notice: two presses for what is final, one effect, and nobody else's hands."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from sqlalchemy import select, update

from bot.messages import Reply
from bot.ports import Kind
from bot.serve import App
from bot.tables import Case, CaseEvent, Lead
from tests.desk.test_presses import add_lead, data_of, get_case, history, press
from tests.doubles import START, ListAdapter, post, settle

PRIVATE = "private"


async def notice(app: App, *leads: str) -> Reply:
    """The notice of an alert to a team with these leads."""
    await post(app, kind="command", name="statut", message="0")
    await settle(app)
    for lead in leads:
        await add_lead(app, lead)
    await post(app, "!code relayed now")
    return (await settle(app)).of(Kind.NOTICE)[0].reply


async def sure_of(app: App, data: str, by: str = "chief") -> str:
    """The first press; the data of the button that does it."""
    adapter = await press(app, data, by=by, token=f"ask-{by}-{data}", chat=PRIVATE)
    return adapter.of(Kind.EDIT)[-1].reply.buttons[0].data


def last_toast(adapter: ListAdapter) -> str:
    return adapter.of(Kind.TOAST)[-1].reply.lines[0]


async def test_the_notice_offers_four_things_and_says_that_it_hurries(app: App) -> None:
    told = await notice(app, "chief")
    assert [one.label for one in told.buttons] == ["Confirmer", "Fausse alerte", "Traité", "Pourquoi\u00a0?"]
    assert "passez voir l'équipe" in told.as_text()


async def test_confirming_takes_one_press_and_leaves_the_rest_open(app: App) -> None:
    told = await notice(app, "chief")
    adapter = await press(app, data_of(told, "Confirmer"), by="chief", token="1", chat=PRIVATE)
    assert (await get_case(app)).status == "confirmed"
    left = [one.label for one in adapter.of(Kind.EDIT)[-1].reply.buttons]
    assert left == ["Fausse alerte", "Traité", "Pourquoi\u00a0?"]
    adapter = await press(app, data_of(told, "Confirmer"), by="chief", token="2", chat=PRIVATE)
    assert last_toast(adapter) == "C'était déjà noté, merci."
    assert (await history(app)).count("confirmed") == 1


async def test_going_back_changes_nothing(app: App) -> None:
    told = await notice(app, "chief")
    sure = await sure_of(app, data_of(told, "Fausse alerte"))
    adapter = app.running["test"]
    assert isinstance(adapter, ListAdapter)
    back = adapter.of(Kind.EDIT)[-1].reply.buttons[1]
    adapter = await press(app, back.data, by="chief", token="back", chat=PRIVATE)
    assert (await get_case(app)).status == "open"
    adapter = await press(app, sure, by="chief", token="old", chat=PRIVATE)  # an old second press asks anew
    assert (await get_case(app)).status == "open"
    assert "définitif" in last_toast(adapter)


async def test_two_leads_at_once_have_one_effect(app: App) -> None:
    told = await notice(app, "chief", "deputy")
    done = await sure_of(app, data_of(told, "Traité"), by="chief")
    for by in ("chief", "deputy"):
        await post(app, kind="press", key=by, message="n", data=done, token=by, author=by, chat=f"p-{by}")
    adapter = await settle(app)
    assert (await history(app)).count("done") == 1
    assert sorted(one.reply.lines[0] for one in adapter.of(Kind.TOAST)[-2:]) == [
        "C'est noté.",
        "C'était déjà noté, merci.",
    ]


async def test_a_closed_case_stays_closed_unless_something_was_given(app: App) -> None:
    told = await notice(app, "chief")
    adapter = app.running["test"]
    assert isinstance(adapter, ListAdapter)
    warning = adapter.of(Kind.WARNING)[0].reply
    await press(app, await sure_of(app, data_of(told, "Fausse alerte")), by="chief", token="s", chat=PRIVATE)
    await press(app, data_of(warning, "Fausse alerte"), token="late")
    assert last_toast(adapter) == "Ce cas est déjà clos."
    await press(app, data_of(warning, "J'ai donné"), token="given")
    case = await get_case(app)
    assert (case.status, case.is_given) == ("open", True)
    assert "quelqu'un indique avoir donné" in adapter.of(Kind.NOTICE)[-1].reply.title


async def test_nobody_else_presses_the_leads_buttons(app: App) -> None:
    told = await notice(app, "chief")
    for number, one in enumerate(told.buttons):
        adapter = await press(app, one.data, by="alice", token=f"n{number}", chat=PRIVATE)
        assert last_toast(adapter) == "Seul le référent de l'équipe peut utiliser ce bouton."
    assert (await get_case(app)).asking is None
    await press(app, told.buttons[0].data, by="", token="nobody", chat=PRIVATE)
    assert (await get_case(app)).status == "open"


async def test_a_lead_whose_time_is_over_presses_in_vain(app: App) -> None:
    told = await notice(app, "chief")
    async with app.database.write() as session:
        await session.execute(update(Lead).values(until=START - timedelta(days=1)))
    adapter = await press(app, told.buttons[0].data, by="chief", token="late", chat=PRIVATE)
    assert "référent" in last_toast(adapter)
    assert (await get_case(app)).status == "open"


async def test_the_lead_is_told_that_the_caller_is_back(app: App) -> None:
    await post(app, kind="command", name="statut", message="0")
    await settle(app)
    await add_lead(app, "chief")
    for number, text in enumerate(["!code relayed", "!code relayed", "!code relayed now"]):
        await post(app, text, message=f"m{number}", after=number)
    notices = (await settle(app)).of(Kind.NOTICE)
    assert ["on rappelle" in one.reply.title for one in notices] == [False, True]


async def test_who_confirmed_is_in_the_history(app: App) -> None:
    told = await notice(app, "chief")
    await asyncio.gather(
        *(post(app, kind="press", key=f"k{n}", message="n", data=told.buttons[0].data, token=f"k{n}",
               author="chief", chat=PRIVATE) for n in range(5))
    )  # fmt: skip
    await settle(app)
    async with app.database.read() as session:
        lines = list(await session.scalars(select(CaseEvent).where(CaseEvent.kind == "confirmed")))
        cases = list(await session.scalars(select(Case.status)))
    assert [line.actor_id is not None for line in lines] == [True]
    assert cases == ["confirmed"]
