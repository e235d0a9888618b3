"""Commands: /report in its forms, /aide, /statut."""

from __future__ import annotations

from urllib.parse import unquote

from sqlalchemy import select

from bot.messages import Button
from bot.ports import Kind
from bot.serve import App
from bot.tables import Case, CaseEvent
from tests.doubles import post, settle


async def cases(app: App) -> list[Case]:
    async with app.database.read() as session:
        return list(await session.scalars(select(Case).order_by(Case.id)))


async def test_report_alone_asks_for_the_way(app: App) -> None:
    await post(app, kind="command", name="report")
    adapter = await settle(app)
    [case] = await cases(app)
    assert (case.origin, case.category, case.source, case.way) == ("report", None, "relayed", None)
    [answer] = adapter.sent
    assert f"n° {case.id}" in answer.reply.title
    assert "0 806 800 213" in answer.reply.contact
    assert [one.label for one in answer.reply.buttons] == [
        "Téléphone",
        "SMS",
        "E-mail",
        "Visite",
        "Messagerie",
    ]
    await _press(app, answer.reply.buttons[0])
    [case] = await cases(app)
    assert case.way == "phone"
    [edit] = (await settle(app)).of(Kind.EDIT)
    assert "Téléphone" in edit.reply.as_text()


async def _press(app: App, button: Button) -> None:
    await post(app, kind="press", message="bot-1", data=button.data, token="t")
    await settle(app)


async def test_report_with_words_is_judged_and_masked(app: App) -> None:
    await post(app, "!code relayed Mme Martin 482913", kind="command", name="report")
    adapter = await settle(app)
    [case] = await cases(app)
    assert (case.category, case.source) == ("code", "relayed")
    assert case.excerpt
    assert "Martin" not in case.excerpt
    [link] = adapter.sent[0].reply.links
    assert link.url.startswith("mailto:monserviceclient.e-cps@esante.gouv.fr?subject=")
    assert "482913" not in unquote(link.url)
    assert "Martin" not in unquote(link.url)


async def test_a_second_report_of_the_same_message_joins_the_first(app: App) -> None:
    reply_to = {"chat": "pharmacy", "message": "7", "author": "bruno", "text": "un drôle d'appel"}
    await post(app, kind="command", name="report", message="8", reply_to=reply_to)
    await post(app, kind="command", name="report", message="9", reply_to=reply_to, author="chloe")
    adapter = await settle(app)
    [case] = await cases(app)
    assert "déjà suivi" in adapter.sent[1].reply.title
    async with app.database.read() as session:
        kinds = list(await session.scalars(select(CaseEvent.kind)))
    assert kinds == ["opened", "reported"]
    assert case.count == 1


async def test_a_report_in_reply_to_the_warning_joins_its_case(app: App) -> None:
    await post(app, "!code", message="1")
    await settle(app)
    told = {"chat": "pharmacy", "message": "bot-1", "author": "vigie", "text": "Stop"}
    await post(app, kind="command", name="report", message="2", reply_to=told)
    adapter = await settle(app)
    assert len(await cases(app)) == 1
    assert "déjà suivi" in adapter.sent[-1].reply.title


async def test_a_form_says_way_and_what_was_given(app: App) -> None:
    fields = (("way", "phone"), ("given", "yes"), ("what", "!identifier"))
    await post(app, kind="command", name="report", fields=fields)
    await settle(app)
    [case] = await cases(app)
    assert (case.way, case.is_given, case.category) == ("phone", True, "identifier")


async def test_the_same_command_delivered_twice_is_one(app: App) -> None:
    for _ in range(2):
        await post(app, kind="command", name="report")
        adapter = await settle(app)
    assert len(await cases(app)) == 1
    assert len(adapter.sent) == 1


async def test_ten_reports_an_hour(app: App) -> None:
    for number in range(12):
        await post(app, kind="command", name="report", message=str(number), after=number)
    await post(app, kind="command", name="report", message="other", author="bruno", after=20)
    await post(app, kind="command", name="report", message="later", after=3700)
    await settle(app)
    assert len(await cases(app)) == 12


async def test_help_and_status(app: App) -> None:
    await post(app, kind="command", name="aide", message="1")
    await post(app, kind="command", name="statut", message="2")
    await post(app, "!code", message="3")
    await post(app, kind="command", name="status", message="4")
    await post(app, kind="command", name="verifie", message="5")
    adapter = await settle(app)
    assert [one.reply_to for one in adapter.of(Kind.ANSWER)] == ["1", "2", "4"]
    help_text, status, english = (one.reply.as_text() for one in adapter.of(Kind.ANSWER))
    assert "/report" in help_text
    assert "0 cas ouvert." in status
    assert "Aucune alerte" in status
    assert "1 open case." in english


async def test_a_greeting_once_and_a_goodbye(app: App) -> None:
    await post(app, kind="membership", is_member=True, key="m1")
    await post(app, kind="membership", is_member=True, is_admin=True, key="m2")
    adapter = await settle(app)
    assert [one.reply.title for one in adapter.sent] == ["Bonjour, je suis Vigie"]
    await post(app, kind="membership", is_member=False, key="m3")
    await post(app, kind="membership", is_member=True, after=60, key="m4")
    assert len((await settle(app)).sent) == 2


async def test_a_chat_that_moves_keeps_its_cases(app: App) -> None:
    await post(app, "!code", message="1")
    await settle(app)
    await post(app, kind="moved", new_chat="supergroup", key="mv")
    await settle(app)
    await post(app, "!code", chat="supergroup", message="2", after=60)
    await settle(app)
    assert [case.count for case in await cases(app)] == [2]
