"""Who gets in over HTTP, what is stored, and what Slack is told."""

from __future__ import annotations

import asyncio
import json
import sqlite3
import time
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.slack.forms import make_form
from bot.keyring import Keyring
from bot.settings import Settings, secret_key
from bot.tables import Case, Chat, InboxRow, Lead
from tests.slack.signed import FIXTURES, FORM, SlackOverHttp, message_event, over_http


@pytest.fixture
async def slack(settings: Settings) -> AsyncIterator[SlackOverHttp]:
    async with over_http(settings) as made:
        yield made


async def test_the_handshake(slack: SlackOverHttp) -> None:
    answer = await slack.deliver({"type": "url_verification", "challenge": "abc", "token": "t"})
    assert (answer.status_code, answer.json()) == (200, {"challenge": "abc"})


@pytest.mark.parametrize(
    "headers",
    [
        {"secret": "another secret"},
        {"stamp": str(int(time.time()) - 301)},
        {"stamp": str(int(time.time()) + 900)},
        {"stamp": "soon"},
        {"stamp": "1" * 400},
        {"x_slack_signature": ""},
        {"x_slack_signature": "v0=" + "0" * 64},
    ],
)
async def test_a_wrong_or_stale_signature_is_refused(slack: SlackOverHttp, headers: dict[str, str]) -> None:
    answer = await slack.post(json.dumps(message_event("!code", "1.1")), **headers)
    assert answer.status_code == 401
    assert await slack.rows() == []


async def test_a_replayed_body_is_refused(slack: SlackOverHttp) -> None:
    body, stamp = json.dumps(message_event("!code", "1.1")), str(int(time.time()))
    assert (await slack.post(body, stamp=stamp)).status_code == 200
    await slack.work()
    assert (await slack.post(body, stamp=stamp)).status_code == 401
    assert await slack.rows() == []


async def test_slack_delivers_again_and_it_is_one_event(slack: SlackOverHttp) -> None:
    body, now = json.dumps(message_event("!code", "1.1")), int(time.time())
    for back in range(3):
        assert (await slack.post(body, stamp=str(now - back), x_slack_retry_num=str(back))).status_code == 200
    assert len(await slack.rows()) == 1
    await slack.work()
    await slack.post(body, stamp=str(now - 4))
    await slack.work()
    assert await slack.warned() == ["1.1"]
    assert len(await slack.waiting()) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("", "application/json"),
        ("{", "application/json"),
        ("[]", "application/json"),
        ("null", "application/json"),
        ('"x"', "application/json"),
        ("[" * 100_000, "application/json"),
        ("payload=%7B", FORM),
        ("payload=[]", FORM),
        ("payload=", FORM),
        ("a=b", FORM),
        (
            json.dumps({"type": "event_callback", "event": "x", "team": [], "authorizations": {}}),
            "text/plain",
        ),
    ],
)
async def test_nonsense_is_answered_and_not_stored(slack: SlackOverHttp, body: str, kind: str) -> None:
    assert (await slack.post(body, kind)).status_code in (200, 400, 404)
    assert (await slack.client.post("/slack/events", content=b"\xff\xfe")).status_code == 401
    assert await slack.rows() == []


async def test_a_body_without_end_is_refused(slack: SlackOverHttp) -> None:
    assert (await slack.post("x" * 3_000_000)).status_code == 413


async def test_every_payload_of_others_is_dealt_with(slack: SlackOverHttp) -> None:
    if not FIXTURES.is_dir():
        pytest.skip(f"the payloads of other projects are not at {FIXTURES}")
    files = sorted(FIXTURES.rglob("*.json"))
    assert len(files) > 200
    payloads = [json.loads(file.read_text(encoding="utf-8")) for file in files]

    async def push(number: int, payload: dict[str, Any]) -> int:
        answer = await slack.deliver(payload)
        heard = await slack.say(f"voisin {number}", f"{number + 1}.5", channel=f"N{number}")
        assert heard.status_code == 200
        return answer.status_code

    answers = await asyncio.gather(*(push(*one) for one in enumerate(payloads)))
    assert set(answers) == {200}
    await slack.work()
    heard = {words for words, _ in slack.detector.seen}
    assert heard >= {f"voisin {number}" for number in range(len(files))}
    assert await slack.poison() == []
    assert await slack.rows() == []


async def test_a_slow_database_is_no_reason_to_keep_slack_waiting(slack: SlackOverHttp) -> None:
    slack.adapter.receiver._ack_s = 0.3
    path = slack.app.database.path
    assert path
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    before = time.monotonic()
    event = await slack.say("!code", "1.1")
    command = await slack.deliver(
        {"command": "/statut", "team_id": "T01", "trigger_id": "1", "channel_id": "C"}
    )
    form = {"callback_id": "vigie_report", "id": "V1", "private_metadata": "{}"}
    sent = await slack.deliver(
        {"type": "view_submission", "team": {"id": "T01"}, "user": {"id": "U"}, "view": form}
    )
    assert time.monotonic() - before < 2.5
    assert event.status_code == 503  # Slack delivers it again
    assert "recommencez" in command.json()["text"]
    assert "what" in sent.json()["errors"]
    other.execute("ROLLBACK")
    other.close()
    await slack.adapter.receiver.finish()
    assert len(await slack.rows()) == 3  # stored all the same, once there was time
    assert (await slack.say("!code", "1.1")).status_code == 200
    assert len(await slack.rows()) == 3


async def test_the_workspace_that_removes_the_app_is_left(slack: SlackOverHttp) -> None:
    await slack.say("!code", "1.1", channel="C01")
    await slack.say("!code", "2.1", channel="C02")
    await slack.work()
    assert len(await slack.waiting()) == 2
    gone = message_event("", "3.1") | {"event": {"type": "app_uninstalled"}}
    assert (await slack.deliver(gone)).status_code == 200
    await slack.work()
    assert {row.status for row in await slack.waiting()} == {"failed"}
    chats = await slack.rows(Chat)
    assert [chat.is_active for chat in chats] == [False, False]
    assert len({chat.team_id for chat in chats}) == 1  # one workspace is one team
    assert len(await slack.rows(Case)) == 2


async def test_what_is_stored_holds_no_shared_secret(slack: SlackOverHttp) -> None:
    await slack.say("bonjour", "1.1")
    (row,) = await slack.rows(InboxRow)
    assert "old-shared-secret" not in row.payload
    await slack.work()


async def test_many_at_once_stay_in_order(slack: SlackOverHttp) -> None:
    await asyncio.gather(*(slack.say("bonjour", f"{number}.1") for number in range(50)))
    found = [json.loads(row.payload)["event"]["ts"] for row in await slack.rows()]
    assert found == [f"{number}.1" for number in range(50)]


async def test_reads_of_other_apps_are_acknowledged_and_ignored(slack: SlackOverHttp) -> None:
    answer = await slack.post(urlencode({"ssl_check": "1", "token": "t"}), FORM)
    assert answer.status_code == 200
    view = {"type": "view_submission", "team": {"id": "T"}, "view": {"callback_id": "theirs"}}
    assert (await slack.deliver(view)).status_code == 200
    assert await slack.rows() == []


async def test_the_shortcut_reports_a_message(slack: SlackOverHttp) -> None:
    """« Signaler à Vigie » on a message: the form comes back with it, and the case holds both."""
    said = {"ts": "5.5", "user": "U02", "text": "rien de spécial"}
    asked = {
        "type": "message_action", "callback_id": "vigie_report_message", "trigger_id": "1",
        "team": {"id": "T01"}, "user": {"id": "U01"}, "channel": {"id": "C01"}, "message": said,
    }  # fmt: skip
    assert (await slack.deliver(asked)).status_code == 200
    assert await slack.rows() == []  # nothing is reported yet
    view = {**make_form(asked), "id": "V1", "state": {"values": {}}}
    sent = {"type": "view_submission", "team": {"id": "T01"}, "user": {"id": "U01"}, "view": view}
    for _ in range(2):
        assert (await slack.deliver({**sent, "trigger_id": str(time.time())})).status_code == 200
        await slack.work()
    assert sorted(await slack.warned()) == ["5.5", "cmd:U01:V1"]
    (answer,) = await slack.waiting()
    assert (answer.thread, answer.reply_to) == ("5.5", "cmd:U01:V1")


async def test_the_bot_greets_a_channel(slack: SlackOverHttp) -> None:
    joined = {"type": "member_joined_channel", "user": "UBOT", "channel": "C09", "event_ts": "1.1"}
    await slack.deliver(message_event("", "1.1") | {"event": joined})
    await slack.work()
    (greeting,) = await slack.waiting()
    assert (greeting.chat, greeting.status) == ("T01/C09", "waiting")


async def test_a_lead_closes_a_case_from_the_home(slack: SlackOverHttp) -> None:
    await slack.say("!code", "1.1")
    await slack.work()
    (case,) = await slack.rows(Case)
    lead = Lead(team_id=case.team_id, platform="slack", person="T01/U09", name="", created_at=case.created_at)
    async with slack.app.database.write() as session:
        session.add(lead)
    keyring = Keyring(secret_key(slack.app.settings))
    for user, action, status in (
        ("U01", "lead-done", "open"),
        ("U09", "lead-done", "open"),
        ("U01", "lead-done-sure", "open"),
        ("U09", "lead-done-sure", "done"),
    ):
        value = keyring.sign(action, case.id)
        press = {
            "type": "block_actions", "team": {"id": "T01"}, "user": {"id": user}, "trigger_id": user + action,
            "container": {"type": "view"}, "actions": [{"value": value, "action_ts": "9.9"}],
        }  # fmt: skip
        assert (await slack.deliver(press)).status_code == 200
        await slack.work()
        (case,) = await slack.rows(Case)
        assert case.status == status
    edits = [row for row in await slack.waiting() if row.edits == "home"]
    assert {row.chat for row in edits} == {"T01/@U09"}
