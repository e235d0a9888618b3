"""What is posted to the web chat goes the way of every message, and comes back to the page."""

from __future__ import annotations

import asyncio
import re

import pytest
from sqlalchemy import func, select

from adapters.web.chat import MAX_TEXT
from adapters.web.people import PEOPLE, VIGIE
from adapters.web.room import Post
from bot.cases.chats import enter_chat
from bot.messages import Reply
from bot.ports import Kind
from bot.tables import Base, Case, InboxRow
from tests.doubles import START
from tests.web.conftest import Browser

NADIA = PEOPLE["nadia"]


def answers(browser: Browser) -> list[Post]:
    return [answer for _, under in browser.web.room.threads() for answer in under]


async def count(browser: Browser, table: type[Base]) -> int:
    async with browser.app.database.read() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_an_alert_is_warned_of_under_its_message(browser: Browser) -> None:
    answer = await browser.post("/messages", person="nadia", text="!code relayed now")
    assert answer.status_code == 200
    await browser.settle()
    [warning] = answers(browser)
    assert warning.parent == answer.json()["id"]
    assert warning.kind is Kind.WARNING
    assert await count(browser, Case) == 1
    assert await count(browser, InboxRow) == 0
    assert "0 806 800 213" in (await browser.client.get("/")).text


async def test_the_words_are_only_in_the_page(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    await browser.post("/messages", person="nadia", text="Rien de spécial, mot rare xyzzy42")
    await browser.settle()
    await browser.app.worker.forget()
    assert b"xyzzy42" not in stored(browser)
    assert "xyzzy42" not in caplog.text
    assert "xyzzy42" in (await browser.client.get("/")).text


def stored(browser: Browser) -> bytes:
    """Every byte of the database's files."""
    path = browser.app.database.path
    assert path
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


async def test_a_button_is_pressed_answered_and_goes(browser: Browser) -> None:
    await browser.post("/messages", person="nadia", text="!code relayed now")
    await browser.settle()
    [warning] = answers(browser)
    assert warning.reply
    hung_up = warning.reply.buttons[0]
    await browser.post("/press", person="hugo", message=warning.id, data=hung_up.data)
    await browser.settle()
    assert hung_up.label not in {button.label for button in warning.reply.buttons}
    assert 'class="toast"' in (await browser.client.get("/")).text
    assert 'class="toast"' not in (await browser.client.get("/")).text


async def test_a_forged_button_does_nothing(browser: Browser) -> None:
    await browser.post("/messages", person="nadia", text="!code")
    await browser.settle()
    [warning] = answers(browser)
    before = warning.reply
    await browser.post("/press", person="dehors", message=warning.id, data="lead-done.1.AAAAAAAAAAAAAAAA")
    await browser.settle()
    assert warning.reply == before


async def test_report_with_words_under_a_message_and_help(browser: Browser) -> None:
    said = await browser.post("/messages", person="dehors", text="Bonjour")
    await browser.post("/report", person="nadia", message=said.json()["id"])
    await browser.post("/messages", person="nadia", text="/report un appel bizarre")
    await browser.post("/messages", person="nadia", text="/aide")
    await browser.settle()
    titles = [answer.reply.title for answer in answers(browser) if answer.reply]
    assert len(titles) == 3
    assert [bool(re.search(r"n°\s\d", title)) for title in titles] == [True, True, False]
    assert await count(browser, Case) == 2


async def test_a_message_is_checked_where_it_stands(browser: Browser) -> None:
    said = await browser.post("/messages", person="dehors", text="Rappelez le 01 99 00 12 34")
    await browser.post("/verify", person="nadia", message=said.json()["id"])
    await browser.settle()
    [reply] = [answer.reply for answer in answers(browser) if answer.reply]
    assert "01 99 00 12 34" in reply.as_text()
    assert "Inconnu" in reply.title


async def test_the_titulaire_names_a_deputy_by_name(browser: Browser) -> None:
    await browser.post("/messages", person="claire", text="/adjoint hugo 2 jours")
    await browser.settle()
    assert "Hugo Lemaître reçoit aussi" in answers(browser)[0].reply.title  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("text", "status"), [("", 422), ("  \n ", 422), ("x" * (MAX_TEXT + 1), 422), ("x" * MAX_TEXT, 200)]
)
async def test_lengths(browser: Browser, text: str, status: int) -> None:
    answer = await browser.post("/messages", person="nadia", text=text)
    assert answer.status_code == status
    if status != 200:
        assert re.search(r"écrivez|coupez", answer.json()["error"])


async def test_a_message_that_is_gone_says_so(browser: Browser) -> None:
    answer = await browser.post("/press", person="nadia", message="forgotten", data="x")
    assert answer.status_code == 410
    assert "Rechargez" in answer.json()["error"]


async def test_without_script_a_post_leads_back_to_the_page(browser: Browser) -> None:
    browser.client.headers["Accept"] = "text/html"
    answer = await browser.post("/messages", person="hugo", text="Bonjour")
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/#m-")
    assert re.search(r'value="hugo" checked', (await browser.client.get("/")).text)


async def test_what_cannot_be_stored_is_taken_back(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(*_: object) -> bool:
        raise OSError("disk full")

    monkeypatch.setattr(browser.app.inbox, "put", fail)
    with pytest.raises(OSError, match="disk full"):
        await browser.web.say(NADIA, "a")
    assert browser.web.room.heard == 0


async def test_pages_escape_what_a_reply_holds(browser: Browser) -> None:
    reply = Reply("<b>titre</b>", lines=("<script>1</script> 01 99 00 12 34",))
    browser.web.room.add(Post(VIGIE, reply=reply))
    page = (await browser.client.get("/")).text
    assert "<b>titre" not in page
    assert "<script>1" not in page
    assert '<span class="whole">01 99 00 12 34</span>' in page


async def test_the_lead_sees_the_cases_of_the_own_team_only(browser: Browser) -> None:
    await browser.post("/messages", person="nadia", text="!screen relayed")
    await browser.settle()
    page = (await browser.client.get("/cases")).text
    assert "n°&nbsp;1" in page
    assert "Cas ouvert" in (await browser.client.get("/cases/1")).text
    async with browser.app.database.write() as session:
        other = await enter_chat(session, "test", "elsewhere", START)
        (await session.get_one(Case, 1)).team_id = other.team_id
    assert "n°&nbsp;1" not in (await browser.client.get("/cases")).text
    assert (await browser.client.get("/cases/1")).status_code == 404


@pytest.mark.parametrize("path", ["/cases/0", "/cases/99999999999999999999", "/cases/x", "/nowhere"])
async def test_what_does_not_exist_is_said_kindly(browser: Browser, path: str) -> None:
    answer = await browser.client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "Revenez à la discussion" in answer.text


@pytest.mark.parametrize("before", ["x", "-1", "9" * 30, "²"])
async def test_nonsense_in_the_query_is_ignored(browser: Browser, before: str) -> None:
    assert (await browser.client.get("/cases", params={"before": before})).status_code == 200


async def read_events(browser: Browser, since: str) -> str:
    """The stream from a mark, until the room closes."""
    reading = asyncio.create_task(browser.client.get("/events", params={"since": since}))
    await asyncio.sleep(0.1)
    browser.web.room.close()
    text = (await reading).text
    browser.web.room.is_closed = False
    return text


async def test_events_catch_up_from_a_mark(browser: Browser) -> None:
    await browser.post("/messages", person="nadia", text="un")
    mark = f"{browser.web.room.epoch}-{browser.web.room.seq}"
    await browser.post("/messages", person="nadia", text="deux")
    events = await read_events(browser, mark)
    assert "event: reset" not in events
    assert "deux" in events
    assert ">un<" not in events


@pytest.mark.parametrize("since", ["", "older-3", "nonsense", "older-²"])
async def test_events_begin_again_after_a_restart(browser: Browser, since: str) -> None:
    await browser.post("/messages", person="nadia", text="un")
    events = await read_events(browser, since)
    assert events.startswith("event: reset")
    assert ">un<" in events
