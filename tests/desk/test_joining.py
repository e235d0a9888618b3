"""One team on two chats: a code from the one, written in the other; what is confirmed here is told there."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from bot.messages import Reply
from bot.ports import Kind
from bot.serve import App
from bot.tables import Case, Chat, JoinCode, Lead, Team
from tests.desk.test_presses import add_lead, data_of, press
from tests.doubles import ListAdapter, post, settle


async def relier(app: App, text: str = "", **fields: Any) -> Reply:
    fields = {"message": f"r-{text}", **fields}
    await post(app, text, kind="command", name="relier", **fields)
    return (await settle(app)).of(Kind.ANSWER)[-1].reply


async def two_chats(app: App) -> str:
    """A team with a lead, another chat with its own; the code that the lead got."""
    await post(app, kind="command", name="statut", message="0")
    await post(app, "!screen", chat="slack/C1", message="old")
    await settle(app)
    await add_lead(app, "chief")
    assert "en privé" in (await relier(app, author="chief")).title
    notice = list_adapter(app).of(Kind.NOTICE)[-1]
    assert notice.to_user == "chief"
    found = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", notice.reply.title)
    assert found
    return found[0]


def list_adapter(app: App) -> ListAdapter:
    adapter = app.running["test"]
    assert isinstance(adapter, ListAdapter)
    return adapter


async def all_of(app: App, column: Any) -> list[Any]:
    async with app.database.read() as session:
        return list(await session.scalars(select(column)))


async def test_a_confirmed_attempt_on_one_warns_the_other_in_one_line(app: App) -> None:
    code = await two_chats(app)
    done = await relier(app, code.lower(), chat="slack/C1", author="admin", is_admin=True)
    assert "a rejoint l'équipe" in done.title
    assert len(await all_of(app, Team)) == 1
    assert set(await all_of(app, Chat.team_id)) == set(await all_of(app, Case.team_id)) == {1}
    await post(app, "!code relayed", message="new")
    notice = (await settle(app)).of(Kind.NOTICE)[-1].reply
    for token in ("one", "two"):
        await press(app, data_of(notice, "Confirmer"), by="chief", token=token, chat="private")
    told = [one for one in list_adapter(app).of(Kind.ANSWER) if "Tentative confirmée" in one.reply.as_text()]
    assert [one.chat for one in told] == ["slack/C1"]
    assert len(told[0].reply.as_text().splitlines()) == 1


async def test_the_channels_of_one_workspace_hear_it_once(app: App) -> None:
    code = await two_chats(app)
    await post(app, kind="command", name="statut", chat="slack/C2", message="s")
    await relier(app, code, chat="slack/C1", author="admin", is_admin=True)
    await post(app, "!code relayed", message="new", chat="slack/C2")
    notice = (await settle(app)).of(Kind.NOTICE)[-1].reply
    await press(app, data_of(notice, "Confirmer"), by="chief", token="c", chat="private")
    told = [one for one in list_adapter(app).of(Kind.ANSWER) if "Tentative confirmée" in one.reply.as_text()]
    assert [one.chat for one in told] == ["pharmacy"]


async def test_a_code_works_once_and_for_ten_minutes(app: App) -> None:
    code = await two_chats(app)
    there: dict[str, Any] = {"chat": "slack/C1", "author": "admin", "is_admin": True}
    late = await relier(app, code, **there, after=601)
    assert "dix minutes" in late.as_text()
    await relier(app, code, **there, message="in time", after=599)
    again = await relier(app, code, chat="third", author="admin", is_admin=True, message="again")
    assert again.title == "Je n'ai rien relié"
    assert len(await all_of(app, Team)) == 2
    assert await all_of(app, JoinCode) == []


async def test_who_may_ask_and_who_may_use(app: App) -> None:
    code = await two_chats(app)
    assert "référent" in (await relier(app, author="bruno", message="x")).as_text()
    there = await relier(app, code, chat="slack/C1", author="bruno")
    assert "administrateur" in there.as_text()
    private = await relier(app, code, chat="p", author="bruno", is_private=True, message="p")
    assert "pas ici" in private.as_text()
    nonsense = await relier(app, "🙂" * 5000, chat="slack/C1", author="admin", is_admin=True)
    assert "ne fonctionne pas" in nonsense.as_text()
    assert len(await all_of(app, JoinCode)) == 1
    own = await relier(app, code, author="chief", message="own")
    assert "déjà une seule équipe" in own.as_text()


async def test_the_code_is_kept_nowhere(app: App) -> None:
    code = await two_chats(app)
    await app.worker.forget()
    path = app.database.path
    assert path
    kept = b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*"))
    assert code.encode() not in kept
    assert code.replace("-", "").encode() not in kept


async def test_leads_of_both_chats_lead_the_team(app: App) -> None:
    code = await two_chats(app)
    there: dict[str, Any] = {"chat": "slack/C1", "author": "admin", "is_admin": True}
    await post(app, kind="command", name="chef", message="c", **there)
    await relier(app, code, **there)
    assert sorted(await all_of(app, Lead.person)) == ["admin", "chief"]
    assert set(await all_of(app, Lead.team_id)) == {1}
