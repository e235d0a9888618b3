"""Who leads: said by an administrator, told in private, mended when the notices do not arrive."""

from __future__ import annotations

from sqlalchemy import select

from bot.errors import Unreachable
from bot.ports import Kind
from bot.serve import App
from bot.tables import Case, Chat, Lead, Team
from tests.doubles import post, settle


async def leads(app: App) -> list[tuple[str, bool | None]]:
    async with app.database.read() as session:
        return [(lead.person, lead.can_write) for lead in await session.scalars(select(Lead))]


async def test_an_administrator_names_himself(app: App) -> None:
    await post(app, kind="command", name="chef", author="claire", author_name="Claire", is_admin=True)
    adapter = await settle(app)
    assert await leads(app) == [("claire", True)]
    assert "Claire reçoit désormais" in adapter.of(Kind.ANSWER)[0].reply.title
    assert [one.to_user for one in adapter.of(Kind.NOTICE)] == ["claire"]
    await post(app, "!code", message="2")
    assert [one.to_user for one in (await settle(app)).of(Kind.NOTICE)] == ["claire", "claire"]


async def test_an_administrator_names_somebody_else(app: App) -> None:
    said = {"chat": "pharmacy", "message": "7", "author": "hugo", "text": "oui", "author_name": "Hugo"}
    await post(app, kind="command", name="chef", author="claire", is_admin=True, reply_to=said)
    adapter = await settle(app)
    assert await leads(app) == [("hugo", True)]
    await post(app, kind="command", name="chef", author="claire", message="2", is_admin=True, reply_to=said)
    await settle(app)
    assert "reçoit déjà" in adapter.of(Kind.ANSWER)[1].reply.title


async def test_nobody_else_can(app: App) -> None:
    anonymous = {"chat": "pharmacy", "message": "7", "author": "", "text": "oui"}
    await post(app, kind="command", name="chef", author="hugo")
    await post(app, kind="command", name="chef", message="2", is_admin=True, is_private=True)
    await post(app, kind="command", name="chef", message="3", is_admin=True, reply_to=anonymous)
    adapter = await settle(app)
    assert await leads(app) == []
    assert ["administrateur" in one.reply.lines[0] for one in adapter.sent] == [True, False, False]
    assert all(one.reply.title == "Je n'ai désigné personne" for one in adapter.sent)


async def test_a_lead_who_cannot_be_written_to_is_mended_in_the_chat_once(app: App) -> None:
    adapter = app.running["test"]
    await post(app, kind="command", name="chef", author="claire", author_name="Claire", is_admin=True)
    adapter.trouble = [Unreachable("no private chat", "https://t.example/bot")]  # type: ignore[attr-defined]
    sent = (await settle(app)).sent
    [told] = [one for one in sent if "Je ne peux pas encore écrire" in one.reply.title]
    assert (told.chat, told.reply.links[0].url) == ("pharmacy", "https://t.example/bot")
    assert await leads(app) == [("claire", False)]
    await post(app, "!code", message="2")
    adapter.trouble = [Unreachable(), Unreachable()]  # type: ignore[attr-defined]
    await settle(app)
    assert sum("Je ne peux pas encore" in one.reply.title for one in sent) == 1
    await post(app, kind="command", name="start", chat="claire", author="claire", is_private=True)
    await settle(app)
    assert await leads(app) == [("claire", True)]
    assert "vous êtes le référent" in sent[-1].reply.title


async def test_a_deaf_chat_is_told_once_and_thanked_when_it_is_mended(app: App) -> None:
    for after, is_deaf in enumerate([True, True, False, False]):
        fields = {"is_member": True, "is_deaf": is_deaf}
        await post(app, kind="membership", key=f"m{after}", after=after, **fields)
    titles = [one.reply.title for one in (await settle(app)).sent]
    assert titles[1:] == [
        "Je n'entends pas encore la discussion",
        "C'est réglé\u00a0: j'entends la discussion",
    ]


async def test_what_came_under_the_new_id_first_joins_the_team(app: App) -> None:
    await post(app, kind="command", name="chef", author="claire", is_admin=True)
    await post(app, "!code", message="5")
    await settle(app)
    await post(app, "!screen", chat="supergroup", message="5", after=30)
    await settle(app)
    await post(app, kind="moved", new_chat="supergroup", key="mv")
    await post(app, kind="moved", new_chat="supergroup", key="mv2")
    await settle(app)
    async with app.database.read() as session:
        assert [chat.chat for chat in await session.scalars(select(Chat))] == ["supergroup"]
        assert len(list(await session.scalars(select(Team)))) == 1
        found = list(await session.scalars(select(Case).order_by(Case.id)))
    assert {(case.chat_id, case.team_id) for case in found} == {(1, 1)}
    assert [case.category for case in found] == ["code", "screen"]


async def test_check_and_week(app: App) -> None:
    await post(app, "0 806 800 213", kind="command", name="verifier", message="1")
    await post(app, kind="command", name="verifier", message="2")
    await post(app, "!code", message="3")
    await post(app, kind="command", name="resume", message="4", after=5)
    await post(app, kind="command", name="summary", message="5", after=8 * 86_400)
    official, nothing, week, english = (one.reply for one in (await settle(app)).of(Kind.ANSWER))
    assert official.title == "Dans la liste officielle"
    assert nothing.title == "Rien à vérifier ici"
    assert "Demande de code\u00a0: 1" in week.lines
    assert "No case" in english.lines[0]
