"""Buttons: who may press them, what they do, and that they do it once."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import select

from bot.messages import Reply
from bot.ports import Kind
from bot.serve import App
from bot.tables import Case, CaseEvent, Lead
from tests.doubles import ListAdapter, post, settle


async def get_case(app: App) -> Case:
    async with app.database.read() as session:
        return (await session.scalars(select(Case))).one()


async def history(app: App) -> list[str]:
    async with app.database.read() as session:
        return list(await session.scalars(select(CaseEvent.kind).order_by(CaseEvent.id)))


async def add_lead(app: App, person: str) -> None:
    async with app.database.write() as session:
        session.add(Lead(team_id=1, platform="test", person=person, created_at=datetime.now(UTC)))


def data_of(reply: Reply, label: str) -> str:
    return next(button.data for button in reply.buttons if button.label == label)


async def press(
    app: App, data: str, *, by: str = "alice", token: str = "t", chat: str = "pharmacy"
) -> ListAdapter:
    await post(
        app, kind="press", key=f"press-{token}", message="bot-1", data=data, token=token, author=by, chat=chat
    )
    return await settle(app)


async def alert(app: App, text: str = "!code relayed now") -> Reply:
    await post(app, text)
    return (await settle(app)).sent[0].reply


async def test_a_pending_call_gets_a_script_and_a_button_to_hang_up(app: App) -> None:
    warning = await alert(app)
    assert len(warning.steps) == 3
    assert [one.label for one in warning.buttons] == [
        "J'ai raccroché",
        "J'ai donné",
        "Fausse alerte",
        "Pourquoi\u00a0?",
    ]
    assert all(len(one.data.encode()) <= 64 for one in warning.buttons)
    adapter = await press(app, data_of(warning, "J'ai raccroché"))
    assert not (await get_case(app)).is_pending
    [edit] = adapter.of(Kind.EDIT)
    assert edit.edits == "bot-1"
    assert "J'ai raccroché" not in [one.label for one in edit.reply.buttons]
    [toast] = adapter.of(Kind.TOAST)
    assert (toast.token, toast.to_user) == ("t", "alice")


async def test_given_opens_a_checklist_once_whoever_presses(app: App) -> None:
    given = data_of(await alert(app), "J'ai donné")
    await press(app, given, by="alice", token="t1")
    adapter = await press(app, given, by="bruno", token="t2")
    assert (await get_case(app)).is_given
    assert len(adapter.of(Kind.ANSWER)) == 1
    assert [one.reply.lines[0] for one in adapter.of(Kind.TOAST)] == [
        "C'est noté.",
        "C'était déjà noté, merci.",
    ]
    assert (await history(app)).count("given") == 1


async def test_the_team_may_doubt_but_only_a_lead_closes(app: App) -> None:
    await press(app, data_of(await alert(app), "Fausse alerte"))
    assert (await get_case(app)).status == "open"
    assert "false-alarm" in await history(app)


async def test_the_lead_is_told_in_private_and_closes_the_case(app: App) -> None:
    await alert(app)
    await add_lead(app, "chief")
    await post(app, "!screen relayed", message="2", chat="pharmacy")
    adapter = await settle(app)
    [notice] = adapter.of(Kind.NOTICE)
    assert (notice.chat, notice.to_user) == ("", "chief")
    done = data_of(notice.reply, "Traité")
    adapter = await press(app, done, by="alice", token="no")
    assert "référent" in adapter.of(Kind.TOAST)[-1].reply.lines[0]
    await press(app, done, by="chief", token="ask", chat="private-chief")
    sure = adapter.of(Kind.EDIT)[-1].reply
    assert [one.label for one in sure.buttons] == ["Oui, clore\u00a0: traité", "Non, revenir"]
    assert "définitif" in adapter.of(Kind.TOAST)[-1].reply.lines[0]
    await press(app, sure.buttons[0].data, by="chief", token="yes", chat="private-chief")
    async with app.database.read() as session:
        statuses = list(await session.scalars(select(Case.status).order_by(Case.id)))
    assert statuses == ["open", "done"]
    edits = {one.chat: one.reply.as_text() for one in adapter.of(Kind.EDIT)}
    assert edits.keys() == {"pharmacy", "private-chief"}
    assert "clos par le référent" in edits["pharmacy"]


async def test_why_names_the_rules(app: App) -> None:
    adapter = await press(app, data_of(await alert(app), "Pourquoi\u00a0?"))
    [answer] = adapter.of(Kind.ANSWER)
    assert "test.code" in answer.reply.as_text()


async def test_forged_old_and_foreign_buttons_change_nothing(app: App) -> None:
    warning = await alert(app)
    await post(app, "!code", chat="elsewhere")
    await settle(app)
    before = await history(app)
    data = data_of(warning, "J'ai donné")
    for number, forged in enumerate(
        ["", "given", "given.1.", "given.1.AAAAAAAAAAAAAAAA", data[:-1] + "é", "a.b.c"]
    ):
        adapter = await press(app, forged, token=f"f{number}")
        assert "plus valable" in adapter.of(Kind.TOAST)[-1].reply.lines[0]
    await press(app, data, token="elsewhere", chat="elsewhere")
    assert await history(app) == before


async def test_an_english_message_is_answered_in_english(app: App) -> None:
    warning = await alert(app, "!code english")
    assert warning.title == "Stop: a code is never passed on"
    assert "Neither the ANS" in warning.as_text()
