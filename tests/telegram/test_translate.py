"""Raw updates and what the desk is told: offsets, names, times, links."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from adapters.telegram.api import Me
from adapters.telegram.envelope import seal
from adapters.telegram.translate import translate
from bot.messages import ChatMoved, Command, Event, Membership, Message, Press
from tests.telegram.people import CLAIRE, GROUP, HUGO, Json, membership, message, pressed, said

ME = Me(700000001, "vigie_test_bot", hears_groups=False)


def events(update: Json, is_admin: bool = False) -> list[Event]:
    return translate(seal(update, ME, is_admin)[3])


def heard(**fields: Any) -> Message:
    [event] = events(said(**fields))
    assert isinstance(event, Message)
    return event


def test_a_message() -> None:
    event = heard(text="Bonjour", message_id=7, date=1_772_500_000, media_group_id="a")
    assert (event.platform, event.chat, event.message, event.author) == ("telegram", str(GROUP), "7", "42")
    assert (event.author_name, event.album, event.edit) == ("Hugo", "a", "")
    assert event.at == datetime(2026, 3, 3, 1, 6, 40, tzinfo=UTC)


def test_hidden_links_behind_characters_of_two_units() -> None:
    entities = [{"type": "text_link", "offset": 5, "length": 3, "url": "https://piege.example"}]
    event = heard(text="😀😀 ici", entities=entities, caption=None)
    [link] = event.links
    assert event.text[slice(*link.span)] == "ici"
    assert link.target == "https://piege.example"
    poll = {
        "question": "Q",
        "options": [{"text": "😀 là", "text_entities": [{**entities[0], "offset": 3, "length": 2}]}],
    }
    event = heard(poll=poll)
    assert event.text[slice(*event.links[0].span)] == "là"


def test_links_of_rich_texts_and_buttons() -> None:
    rich = {"blocks": [{"text": ["voir ", {"type": "url", "text": "ici", "url": "https://a.example"}]}]}
    markup = {"inline_keyboard": [[{"text": "Payer", "url": "https://b.example"}]]}
    event = heard(rich_message=rich, reply_markup=markup)
    assert [(event.text[slice(*one.span)], one.target) for one in event.links] == [
        ("ici", "https://a.example"),
        ("Payer", "https://b.example"),
    ]


def test_context() -> None:
    assert heard(text="a", forward_origin={"type": "hidden_user"}).is_forwarded
    assert heard(text="a", chat=42).is_private
    assert heard(text="a", message_thread_id=5, is_topic_message=True).thread == "5"
    assert heard(text="a", sender_chat={"id": -9, "title": "Canal"}).author == ""
    assert heard(text="a", quote={"text": "b"}, external_reply={"origin": {}}).text == "a\n« b »"
    assert heard(text="a", quote={"text": "b"}).text == "a"
    assert heard(text="\ud83d a").text == "\ufffd a"


def test_commands() -> None:
    [event] = events(
        said("/Chef@vigie_test_bot lui", reply_to_message=message("oui", by=CLAIRE)), is_admin=True
    )
    assert isinstance(event, Command)
    assert (event.name, event.text, event.is_admin, event.author) == ("chef", "lui", True, "42")
    assert event.reply_to
    assert (event.reply_to.author, event.reply_to.author_name) == ("41", "Claire Vasseur")
    [event] = events(said("/report", quote={"text": "extrait"}))
    assert isinstance(event, Command)
    assert event.text == "« extrait »"
    [event] = events(said("/report", forward_origin={"type": "hidden_user"}))
    assert isinstance(event, Message)


def test_presses_and_memberships() -> None:
    [press] = events(pressed(GROUP, 5, "why.1.x", HUGO))
    assert isinstance(press, Press)
    assert (press.message, press.author, press.data, press.author_name) == ("5", "42", "why.1.x", "Hugo")
    for status, is_member, is_admin in (
        ("member", True, False),
        ("administrator", True, True),
        ("left", False, False),
        ("kicked", False, False),
    ):
        [event] = events(membership(status))
        assert isinstance(event, Membership)
        assert (event.is_member, event.is_admin, event.is_deaf) == (is_member, is_admin, not is_admin)
    [event] = events(membership("restricted", is_member=False))
    assert isinstance(event, Membership)
    assert not event.is_member
    assert events(membership("member", chat=41)) == []


def test_a_move_stands_in_the_order_of_the_new_chat() -> None:
    moved = said(chat=-5, migrate_to_chat_id=-100)
    assert events(moved) == [ChatMoved("telegram", "-5", "-100")]
    assert seal(moved, ME)[1] == "-100"
    assert events(said(chat=-100, migrate_from_chat_id=-5)) == [ChatMoved("telegram", "-5", "-100")]
