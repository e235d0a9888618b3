"""The printable checklist of a case: what is to be done, what was done, when and by whom."""

from __future__ import annotations

from sqlalchemy import select

from bot.cases.chats import enter_chat
from bot.tables import Case
from tests.doubles import START
from tests.web.conftest import Browser
from tests.web.test_forms import answers


async def press(browser: Browser, label: str, person: str = "nadia") -> None:
    """Press the newest button of that label."""
    shown = [(one, b) for one in answers(browser) if one.reply for b in one.reply.buttons if b.label == label]
    post, button = shown[-1]
    await browser.post("/press", person=person, message=post.id, data=button.data)
    await browser.settle()


async def test_steps_are_ticked_in_the_chat_and_stand_on_the_page(browser: Browser) -> None:
    await browser.post("/messages", person="nadia", text="!code relayed now 01 99 00 12 34")
    await browser.settle()
    assert "Marche à suivre" not in (await browser.client.get("/cases/1")).text
    await press(browser, "J'ai donné")
    await press(browser, "Étape 1 faite", person="hugo")
    case = (await browser.client.get("/cases/1")).text
    assert 'href="/cases/1/checklist"' in case
    assert "01 99 00 12 34" in case
    page = (await browser.client.get("/cases/1/checklist")).text
    assert "par Hugo Lemaître" in page
    assert page.count('aria-label="fait"') == 1
    assert page.count('aria-label="à faire"') > 3
    assert "Source : cnil.fr" in page


async def test_another_teams_checklist_is_not_shown(browser: Browser) -> None:
    await browser.post("/messages", person="nadia", text="!code relayed now")
    await browser.settle()
    async with browser.app.database.write() as session:
        other = await enter_chat(session, "test", "elsewhere", START)
        (await session.scalars(select(Case))).one().team_id = other.team_id
    assert (await browser.client.get("/cases/1/checklist")).status_code == 404
    assert (await browser.client.get("/cases/99999999999/checklist")).status_code == 404
