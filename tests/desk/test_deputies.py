"""Several leads, a deputy for a time, a lead who leaves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot.commands.adjoint import LONGEST, USUAL
from bot.durations import read_time
from bot.messages import Reply
from bot.ports import Kind
from bot.serve import App
from bot.tables import Lead
from tests.desk.test_presses import add_lead, data_of, press
from tests.doubles import START, post, settle

HUGO = {"chat": "pharmacy", "message": "7", "author": "hugo", "text": "oui", "author_name": "Hugo"}


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("3 jours", timedelta(days=3)),
        ("12h", timedelta(hours=12)),
        ("2 semaines", timedelta(weeks=2)),
        ("@hugo 1 week", timedelta(weeks=1)),
        ("5 d", timedelta(days=5)),
        ("", USUAL),
        ("0 jour", USUAL),
        ("999 jours", LONGEST),
        ("jusqu'à lundi " + "9" * 10_000, USUAL),
    ],
)
def test_how_long(text: str, time: timedelta) -> None:
    assert read_time(text, USUAL, LONGEST) == time


async def say(app: App, name: str, text: str = "", **fields: Any) -> Reply:
    number = fields.pop("message", f"{name}{text}{fields.get('author', '')}")
    await post(app, text, kind="command", name=name, message=number, **fields)
    return (await settle(app)).of(Kind.ANSWER)[-1].reply


async def leads(app: App) -> dict[str, Any]:
    async with app.database.read() as session:
        return {lead.person: lead.until for lead in await session.scalars(select(Lead))}


async def test_a_deputy_is_told_for_a_time_and_then_no_more(app: App) -> None:
    await say(app, "chef", author="claire", is_admin=True)
    reply = await say(app, "adjoint", "3 jours", author="claire", reply_to=HUGO)
    assert "Hugo reçoit aussi" in reply.title
    assert await leads(app) == {"claire": None, "hugo": START + timedelta(days=3)}
    await post(app, "!code", message="1", after=60)
    await post(app, "!code", message="2", after=4 * 86_400)
    told = [one.to_user for one in (await settle(app)).of(Kind.NOTICE)]
    assert told == ["claire", "hugo", "claire", "hugo", "claire"]  # two welcomes, then the alerts


async def test_a_deputy_presses_like_the_lead_while_it_lasts(app: App) -> None:
    await say(app, "chef", author="claire", is_admin=True)
    await say(app, "adjoint", author="claire", reply_to=HUGO)
    await post(app, "!code", message="1")
    notice = (await settle(app)).of(Kind.NOTICE)[-1].reply
    confirm = data_of(notice, "Confirmer")
    late: dict[str, Any] = {"key": "late", "token": "late", "after": 8 * 86_400}
    await post(app, kind="press", data=confirm, author="hugo", **late)
    adapter = await settle(app)
    assert "Seul le référent" in adapter.of(Kind.TOAST)[-1].reply.lines[0]
    adapter = await press(app, confirm, by="hugo", token="in time")
    assert adapter.of(Kind.TOAST)[-1].reply.lines[0] == "C'est noté."


async def test_who_may_name_a_deputy(app: App) -> None:
    assert "Seul le référent" in (await say(app, "adjoint", author="bruno", reply_to=HUGO)).as_text()
    assert "Dites-moi qui" in (await say(app, "adjoint", author="claire", is_admin=True)).as_text()
    private = await say(app, "adjoint", "2 h", author="claire", is_admin=True, is_private=True, reply_to=HUGO)
    assert "dans la discussion de l'équipe" in private.as_text()
    assert await leads(app) == {}


async def test_a_lead_stays_a_lead(app: App) -> None:
    await say(app, "chef", author="claire", is_admin=True)
    claire = HUGO | {"author": "claire", "author_name": "Claire"}
    reply = await say(app, "adjoint", "1 jour", author="bruno", is_admin=True, reply_to=claire)
    assert "reçoit déjà" in reply.title
    assert await leads(app) == {"claire": None}


async def test_a_lead_who_leaves_is_taken_out(app: App) -> None:
    await say(app, "chef", author="claire", is_admin=True)
    await say(app, "chef", author="bruno", is_admin=True, reply_to=HUGO)
    refused = await say(app, "chef", "stop", author="bruno", reply_to=HUGO)
    assert refused.title == "Je n'ai désigné personne"
    gone = await say(app, "chef", "stop", author="bruno", is_admin=True, message="x", reply_to=HUGO)
    assert "ne reçoit plus" in gone.title
    own = await say(app, "chef", "stop", author="claire")
    assert "Aucun référent" in own.as_text()
    assert await leads(app) == {}
    assert "ne recevait pas" in (await say(app, "chef", "STOP", author="claire", message="y")).title


async def test_a_chat_without_a_lead_is_still_looked_after(app: App) -> None:
    await post(app, "!code relayed now", message="1")
    warning = (await settle(app)).of(Kind.WARNING)[0].reply
    adapter = await press(app, data_of(warning, "J'ai donné"))
    assert "/chef" in adapter.of(Kind.ANSWER)[-1].reply.as_text()
    await add_lead(app, "late")
    await post(app, "!screen", message="2", after=60)
    assert [one.to_user for one in (await settle(app)).of(Kind.NOTICE)] == ["late"]
