"""Raw payloads -> the desk's events: everything people send, and what is ignored on purpose."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.slack.forms import make_form
from adapters.slack.receive import event_key
from adapters.slack.translate import translate
from bot.messages import ChatMoved, Command, Event, Membership, Message, Press
from tests.slack.signed import message_event

TS = "1740000000.000100"
LINES = "\n" * 3_000


def event(**fields: Any) -> list[Event]:
    """Translate a message event with these fields."""
    return translate(message_event(fields.pop("text", "bonjour"), fields.pop("ts", TS), **fields))


def message(**fields: Any) -> Message:
    (made,) = event(**fields)
    assert isinstance(made, Message)
    return made


def test_an_ordinary_message() -> None:
    assert message() == Message(
        platform="slack", chat="T01/C01", message=TS, author="T01/U01", text="bonjour",
        at=datetime.fromtimestamp(1740000000.0001, UTC),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "is_private"), [("channel", False), ("group", False), ("mpim", False), ("im", True)]
)
def test_kinds_of_chats(kind: str, is_private: bool) -> None:
    assert message(channel_type=kind).is_private is is_private


def test_threads_and_broadcast_replies() -> None:
    assert message(thread_ts="1.1").thread == "1.1"
    assert message(thread_ts="1.1", subtype="thread_broadcast", root={"ts": "1.1"}).thread == "1.1"
    assert message(thread_ts=TS).thread == ""  # the root of a thread


def test_mrkdwn_is_undone() -> None:
    words = "<@U02> &amp; <!here> : *cliquez* <http://e-cps.example/x|ameli.fr> :pray:"
    made = message(text=words)
    assert made.text == "@U02 & @here : cliquez ameli.fr :pray:"
    (link,) = made.links
    assert (made.text[slice(*link.span)], link.target) == ("ameli.fr", "http://e-cps.example/x")


def test_blocks_attachments_snippets_and_shared_messages() -> None:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": "dans un bloc"}]}
    assert (
        message(text="résumé", blocks=[{"type": "rich_text", "elements": [section]}]).text == "dans un bloc"
    )
    assert "dedans" in message(attachments=[{"fallback": "x", "text": "dedans"}]).text
    shared = message(text="", attachments=[{"is_share": True, "text": "partagé"}])
    assert (shared.text.strip(), shared.is_forwarded) == ("partagé", True)
    snippet = message(subtype="file_share", files=[{"mode": "snippet", "preview": "donne le code"}])
    assert snippet.text == "bonjour\ndonne le code"


def test_other_bots_are_heard_and_we_are_not() -> None:
    made = message(subtype="bot_message", user=None, bot_id="B07", username="Rappels", app_id="A99")
    assert (made.author, made.author_name) == ("T01/B07", "Rappels")
    assert event(app_id="A01", bot_id="B01") == []
    assert event(bot_profile={"app_id": "A01"}) == []
    assert event(user="UBOT") == []


@pytest.mark.parametrize(
    "fields",
    [
        {"subtype": "message_deleted", "deleted_ts": "1.1", "previous_message": {"text": "!code"}},
        {"subtype": "channel_join"},
        {"subtype": "group_topic"},
        {"subtype": "message_replied", "message": {"text": "x", "ts": "1.1"}},
        {"is_ephemeral": True},
        {"text": ""},
        {"text": None},
        {"channel": ""},
    ],
)
def test_ignored_on_purpose(fields: dict[str, Any]) -> None:
    assert event(**fields) == []


def edited(text: str, before: str, **inner: Any) -> dict[str, Any]:
    now = {"type": "message", "user": "U01", "ts": TS, "text": text, **inner}
    return message_event(
        "", "9.9", subtype="message_changed", message=now, previous_message={"text": before}, event_ts="9.9"
    )


def test_an_edition_and_a_mere_preview() -> None:
    (made,) = translate(edited("après", "avant", edited={"ts": "5.5"}))
    assert isinstance(made, Message)
    assert (made.text, made.message, made.edit) == ("après", TS, "5.5")
    assert translate(edited("pareil", "pareil")) == []  # only an unfurled link
    (shared,) = translate(edited("lien", "lien", attachments=[{"is_msg_unfurl": True, "text": "!code"}]))
    assert isinstance(shared, Message)
    assert (shared.edit, shared.is_forwarded) == ("9.9", True)
    assert translate(edited("à nous", "x", app_id="A01")) == []


def test_one_name_however_often_it_is_delivered() -> None:
    first, second = message_event("a", TS), message_event("a", TS) | {"event_id": "EvOther"}
    assert event_key("T01", first) == event_key("T01", second) == f"message:T01:C01:{TS}:"
    assert event_key("T01", edited("b", "a", edited={"ts": "5.5"})) == f"message:T01:C01:{TS}:5.5"
    assert event_key("T01", edited("b", "a")) == f"message:T01:C01:{TS}:9.9"
    gone = message_event("", "9.9", subtype="message_deleted", deleted_ts=TS)
    assert event_key("T01", gone) != event_key("T01", first)
    assert event_key("T01", {"event": {"type": "channel_left"}, "event_id": "Ev1"}) == "event:T01:Ev1"


def about(kind: str, **fields: Any) -> list[Event]:
    return translate(message_event("", "1.1") | {"event": {"type": kind, "event_ts": "1.1", **fields}})


def test_coming_and_going() -> None:
    at = datetime.fromtimestamp(1.1, UTC)
    assert about("member_joined_channel", user="UBOT", channel="C1") == [
        Membership("slack", "T01/C1", is_member=True, at=at)
    ]
    assert about("member_joined_channel", user="U02", channel="C1") == []
    for kind in ("channel_left", "group_left", "channel_archive", "channel_deleted"):
        assert about(kind, channel="C1") == [Membership("slack", "T01/C1", is_member=False, at=at)]
    moved = about("channel_id_changed", old_channel_id="G1", new_channel_id="C9")
    assert moved == [ChatMoved("slack", "T01/G1", "T01/C9")]
    (gone,) = about("app_uninstalled")
    assert isinstance(gone, Membership)
    assert (gone.chat, gone.is_member) == ("T01/", False)
    assert about("tokens_revoked", tokens={"oauth": ["U1"]}) == []


def command(name: str, text: str = "", **more: Any) -> Command:
    body = {"command": name, "text": text, "team_id": "T01", "user_id": "U01", "channel_id": "C01"}
    (made,) = translate({**body, "trigger_id": "1.2", "vigie": {"at": "2026-03-02T09:00:00+00:00"}, **more})
    assert isinstance(made, Command)
    return made


def test_commands() -> None:
    made = command("/report", " on &lt;demande&gt; le code ")
    assert (made.name, made.text, made.message) == ("report", "on <demande> le code", "cmd:U01:1.2")
    assert (made.author, made.chat, made.at.hour) == ("T01/U01", "T01/C01", 9)
    assert command("/vigie", "statut").name == "statut"
    assert command("/vigie").name == command("/vigie", "danse").name == "aide"
    assert command("/verifier", "<http://a.example|a.example>").text == "a.example"
    chosen = command("/vigie", "chef <@U02|bruno>", vigie={"is_admin": True})
    assert chosen.is_admin
    assert chosen.reply_to
    assert (chosen.reply_to.author, chosen.reply_to.author_name) == ("T01/U02", "bruno")
    assert command("/vigie", "chef").reply_to is None


def press(**fields: Any) -> list[Event]:
    body = {
        "type": "block_actions", "team": {"id": "T01"}, "user": {"id": "U01"}, "channel": {"id": "C01"},
        "container": {"message_ts": "1.1", "channel_id": "C01"}, "response_url": "https://hooks.example/1",
        "actions": [{"type": "button", "value": "given.1.x", "action_ts": "2.2"}],
    }  # fmt: skip
    return translate({**body, **fields})


def test_presses() -> None:
    (made,) = press(container={"message_ts": "1.1", "channel_id": "C01", "thread_ts": "0.9"})
    assert isinstance(made, Press)
    assert (made.chat, made.message, made.thread, made.author) == ("T01/C01", "1.1", "0.9", "T01/U01")
    (hidden,) = press(container={"message_ts": "1.1", "channel_id": "C01", "is_ephemeral": True})
    assert isinstance(hidden, Press)
    assert hidden.message == "https://hooks.example/1"
    (home,) = press(container={"type": "view"}, channel=None, response_url="")
    assert isinstance(home, Press)
    assert (home.chat, home.message, home.token) == ("T01/@U01", "home", "")
    assert press(actions=[{"type": "button", "url": "https://x.example"}]) == []


def submission(asked: dict[str, Any], **values: Any) -> Command:
    view = {**make_form(asked), "id": "V1", "state": {"values": values}}
    sent = {"type": "view_submission", "team": {"id": "T01"}, "user": {"id": "U01"}, "view": view}
    (made,) = translate(sent)
    assert isinstance(made, Command)
    return made


def test_the_form_on_a_message_brings_the_message_back() -> None:
    said = {
        "ts": TS,
        "thread_ts": "1.1",
        "user": "U02",
        "text": "!code <http://x.example|ici> " + "\n" * 3000,
    }
    asked = {"type": "message_action", "team": {"id": "T01"}, "channel": {"id": "C01"}, "message": said}
    form = make_form(asked)
    assert len(form["private_metadata"]) <= 3_000
    assert len(form["title"]["text"]) <= 24
    assert [block.get("block_id") for block in form["blocks"]] == [None, "what", "way", "when", "given"]
    made = submission(
        asked,
        way={"way": {"selected_option": {"value": "sms"}}},
        when={"when": {"selected_option": {"value": "yesterday"}}},
        given={"given": {"selected_option": {"value": "nothing"}}},
    )
    assert (made.name, made.chat, made.thread, made.message) == ("report", "T01/C01", "1.1", "cmd:U01:V1")
    assert made.reply_to
    assert (made.reply_to.message, made.reply_to.author) == (TS, "T01/U02")
    assert made.reply_to.text.startswith("!code ici")
    assert dict(made.fields) == {
        "way": "sms", "when": "yesterday", "given": "no", "given-what": "nothing"
    }  # fmt: skip


def test_the_form_alone() -> None:
    made = submission({"team_id": "T01", "channel_id": "D01"}, what={"what": {"value": "un appel"}})
    assert (made.reply_to, made.thread, made.is_private) == (None, "", True)
    assert dict(made.fields) == {"what": "un appel", "given": "no"}
