"""« J'ai donné »: the list for what was given, ticked by anybody, once, and noted."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest
import yaml
from sqlalchemy import select

from bot.cases.checklists import KINDS, load_steps, steps_for
from bot.messages import Reply
from bot.ports import Kind
from bot.replies.words import languages, words
from bot.serve import App
from bot.tables import CaseTick
from tests.desk.test_presses import alert, data_of, get_case, history, press
from tests.doubles import ListAdapter, post, settle


def ids(*kinds: str) -> list[str]:
    return [step.id for step in steps_for(kinds)]


def test_each_kind_has_its_list_in_order_and_each_step_its_words_and_source() -> None:
    assert ids("code")[:3] == ["call-ans", "sign-out", "refuse"]
    assert ids("screen")[0] == "unplug"
    assert ids("bank")[0] == "block-card"
    assert {"password", "mailbox", "call-3608", "ordre"} <= set(ids("identifier"))
    assert all(ids(kind)[-1] in ("cnil", "complaint") for kind in KINDS)
    assert ids() == ids("other")
    assert ids("screen", "code").index("unplug") < ids("screen", "code").index("call-ans")
    rows = yaml.safe_load((files("patterns") / "checklists.yaml").read_text(encoding="utf-8"))["steps"]
    assert all(row["source"] for row in rows)
    for language in languages():
        for step in load_steps():
            assert words(language)(f"check.{step.id}", limit="x")


async def given(app: App, text: str = "!code relayed now") -> Reply:
    warning = await alert(app, text)
    return (await press(app, data_of(warning, "J'ai donné"), token="given")).of(Kind.ANSWER)[-1].reply


@pytest.mark.parametrize(
    ("text", "first"), [("!code relayed", "0 806 800 213"), ("!screen relayed", "débranchez")]
)
async def test_where_it_is_plain_the_list_comes_at_once(app: App, text: str, first: str) -> None:
    listed = await given(app, text)
    assert first in listed.steps[0]
    assert "Autre chose a été donné" in [one.label for one in listed.buttons]


async def test_elsewhere_one_question_first(app: App) -> None:
    chooser = await given(app, "!identifier relayed")
    assert chooser.steps == ()
    adapter = await press(app, data_of(chooser, "Une carte ou un compte bancaire"), token="bank")
    listed = adapter.of(Kind.EDIT)[-1].reply
    assert "banque" in listed.steps[0]
    assert (await get_case(app)).given == ["bank"]


async def test_steps_are_ticked_one_by_one_by_anybody(app: App) -> None:
    listed = await given(app)
    count = len(listed.steps)
    adapter = await press(app, listed.buttons[0].data, by="alice", token="t0")
    listed = adapter.of(Kind.EDIT)[-1].reply
    assert listed.steps[0].startswith("✓ ")
    assert [one.label for one in listed.buttons[:2]] == ["Étape 2 faite", "Étape 3 faite"]
    for number in range(1, count):
        adapter = await press(app, listed.buttons[0].data, by="bruno", token=f"t{number}")
        listed = adapter.of(Kind.EDIT)[-1].reply
    assert listed.title == "Bravo, tout est fait"
    async with app.database.read() as session:
        ticks = list(await session.scalars(select(CaseTick)))
    assert len(ticks) == count
    assert len({tick.actor_id for tick in ticks}) == 2
    assert (await history(app)).count("tick") == count
    assert (await history(app)).count("checklist-done") == 1


async def test_a_step_ticked_by_two_at_once_is_noted_once(app: App) -> None:
    step = (await given(app)).buttons[0].data
    for by in ("alice", "bruno"):
        await post(app, kind="press", key=by, message="b", data=step, token=by, author=by)
    adapter = await settle(app)
    assert (await history(app)).count("tick") == 1
    assert [one.reply.lines[0] for one in adapter.of(Kind.TOAST)[-2:]] == [
        "C'est noté.",
        "C'était déjà noté, merci.",
    ]


async def test_what_else_was_given_lengthens_the_list_and_keeps_the_ticks(app: App) -> None:
    listed = await given(app)
    adapter = await press(app, listed.buttons[0].data, token="tick")
    adapter = await press(app, data_of(listed, "Autre chose a été donné"), token="more")
    chooser = adapter.of(Kind.EDIT)[-1].reply
    assert "Un code ou une validation" not in [one.label for one in chooser.buttons]
    adapter = await press(app, data_of(chooser, "L'écran ou la main sur le poste"), token="screen")
    longer = adapter.of(Kind.EDIT)[-1].reply
    assert "débranchez" in longer.steps[0]
    assert longer.steps[1].startswith("✓ ")
    assert (await get_case(app)).given == ["code", "screen"]


async def test_the_cnil_deadline_is_seventy_two_hours_after_the_team_knew(app: App) -> None:
    listed = await given(app)
    adapter = app.running["test"]
    assert isinstance(adapter, ListAdapter)
    assert re.search(r"avant le \d\d/\d\d/\d{4} \d\d:\d\d", listed.steps[-1])
