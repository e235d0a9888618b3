"""/report alone: three questions by buttons, whoever answers, and an answer that stands by itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote

from bot.messages import Reply
from bot.ports import Kind
from bot.serve import App
from tests.desk.test_commands import cases
from tests.desk.test_presses import add_lead, data_of, history, press
from tests.doubles import post, settle


async def report(app: App, text: str = "", **fields: Any) -> Reply:
    await post(app, text, kind="command", name="report", **fields)
    return (await settle(app)).of(Kind.ANSWER)[-1].reply


async def answered(app: App, reply: Reply, *labels: str) -> Reply:
    """The answer after these buttons were pressed, each on the newest version."""
    for label in labels:
        adapter = await press(app, data_of(reply, label), token=label)
        reply = adapter.of(Kind.EDIT)[-1].reply
    return reply


async def test_alone_it_asks_way_what_and_whether_something_was_given(app: App) -> None:
    first = await report(app)
    assert "par où" in first.as_text()
    second = await answered(app, first, "Téléphone")
    assert "qu'est-ce qui était demandé" in second.as_text()
    third = await answered(app, second, "Un code ou une validation")
    assert "quelque chose a-t-il été donné" in third.as_text()
    last = await answered(app, third, "Rien, ouf")
    assert last.buttons == ()
    [case] = await cases(app)
    assert (case.way, case.category, case.given, case.is_given) == ("phone", "code", [], False)
    letter = unquote(last.links[0].url)
    assert "Canal : Téléphone".replace(" :", "\u00a0:") in letter
    assert "Ce qui a été donné\u00a0: Rien" in letter


async def test_something_else_is_an_answer_too(app: App) -> None:
    reply = await answered(app, await report(app), "SMS", "Autre chose")
    assert "quelque chose a-t-il été donné" in reply.as_text()
    assert (await cases(app))[0].category is None


async def test_what_was_given_opens_the_checklist_and_tells_the_lead(app: App) -> None:
    reply = await report(app)
    await add_lead(app, "chief")
    reply = await answered(app, reply, "Téléphone", "Un code ou une validation")
    adapter = await press(app, data_of(reply, "Un identifiant ou un mot de passe"), token="gave")
    [case] = await cases(app)
    assert (case.given, case.is_given) == (["identifier"], True)
    listed = adapter.of(Kind.ANSWER)[-1].reply
    assert any("3608" in step for step in listed.steps)
    assert "avoir donné" in adapter.of(Kind.NOTICE)[-1].reply.title


async def test_an_answer_given_twice_counts_once(app: App) -> None:
    first = await report(app)
    await answered(app, first, "Téléphone")
    adapter = await press(app, data_of(first, "SMS"), by="bruno", token="again")
    assert (await cases(app))[0].way == "phone"
    assert adapter.of(Kind.TOAST)[-1].reply.lines[0] == "C'était déjà noté, merci."
    assert (await history(app)).count("way") == 1


async def test_a_call_that_goes_on_gets_the_script_first(app: App) -> None:
    reply = await report(app, "!code relayed now")
    assert len(reply.steps) == 3
    assert reply.steps[0].startswith("«\u00a0Je ne donne")
    assert [one.label for one in reply.buttons[:2]] == ["J'ai raccroché", "J'ai donné"]
    after = await answered(app, reply, "J'ai raccroché")
    assert "J'ai donné" not in [one.label for one in after.buttons]
    assert not (await cases(app))[0].is_pending


async def test_a_form_says_everything_at_once(app: App) -> None:
    fields = (
        ("way", "phone"),
        ("given", "yes"),
        ("given-what", "screen"),
        ("what", "il veut mon poste"),
    )
    reply = await report(app, fields=fields)
    [case] = await cases(app)
    assert (case.given, case.category, case.way) == (["screen"], "screen", "phone")
    assert reply.buttons == ()


async def test_ten_an_hour_counts_the_reports_that_joined(app: App) -> None:
    told = {"chat": "pharmacy", "message": "7", "author": "bruno", "text": "un drôle d'appel"}
    for number in range(12):
        await post(app, kind="command", name="report", message=f"r{number}", after=number, reply_to=told)
    adapter = await settle(app)
    assert len(await cases(app)) == 1
    titles = [one.reply.title for one in adapter.sent]
    assert sum("beaucoup de signalements" in title for title in titles) == 2


async def test_a_clock_set_back_bars_nobody(app: App) -> None:
    for number in range(10):
        await post(app, kind="command", name="report", message=f"r{number}", after=86_400 + number)
    await post(app, kind="command", name="report", message="now", after=0)
    adapter = await settle(app)
    assert len(await cases(app)) == 11
    assert "c'est signalé" in adapter.sent[-1].reply.title


async def test_the_reporters_name_goes_to_the_lead_only(app: App) -> None:
    await report(app, author="nadia", author_name="Nadia B.")
    await add_lead(app, "chief")
    told = {"chat": "pharmacy", "message": "7", "author": "bruno", "text": "un drôle d'appel"}
    await report(app, message="2", author="nadia", author_name="Nadia B.", reply_to=told)
    sent = (await settle(app)).sent
    assert {one.kind for one in sent if "Nadia" in one.reply.as_text()} == {Kind.NOTICE}


async def test_ten_thousand_characters_of_nonsense_are_one_case(app: App) -> None:
    await report(app, "x\u202e\x00🙂<b>&'\"" * 1000)
    await report(app, "😱" * 10_000, message="2", author="bruno")
    assert len(await cases(app)) == 2


async def test_without_a_lead_the_answer_says_what_to_do(app: App) -> None:
    assert "/chef" in (await report(app)).as_text()
    await add_lead(app, "chief")
    assert "/chef" not in (await report(app, message="2")).as_text()
