"""The whole way on Telegram: what people write, what the bot says, where it says it."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import func, select

from bot.tables import Case, Chat, Lead
from tests.telegram.conftest import Room
from tests.telegram.people import (
    ALERT,
    ANONYMOUS,
    CLAIRE,
    FORUM,
    GROUP,
    HUGO,
    OTHER_GROUP,
    edited,
    membership,
    message,
    pressed,
    said,
)
from tests.telegram.server import ApiError, Sent


async def count(room: Room, table: Any = Case) -> int:
    async with room.app.database.read() as session:
        return int(await session.scalar(select(func.count()).select_from(table)) or 0)


async def warning(room: Room, update: dict[str, Any]) -> Sent:
    """Push a message and wait for the reply to it."""
    room.api.push(update)
    told = update.get("message") or update["edited_message"]
    chat, number = told["chat"]["id"], told["message_id"]
    await room.until(lambda: bool(room.api.replies(chat, number)))
    return room.api.replies(chat, number)[0]


async def test_a_warning_replies_to_its_message(room: Room) -> None:
    sent = await warning(room, said(ALERT))
    assert sent.parameters["parse_mode"] == "HTML"
    assert sent.parameters["reply_parameters"]["allow_sending_without_reply"] is True
    assert sent.parameters["link_preview_options"] == {"is_disabled": True}
    assert sent.text.startswith("<b>Stop")
    assert "0 806 800 213" in sent.text
    assert "message_thread_id" not in sent.parameters
    labels = [button["text"] for row in sent.parameters["reply_markup"]["inline_keyboard"] for button in row]
    assert labels == ["J'ai donné", "Fausse alerte", "Pourquoi\u00a0?"]
    assert await count(room) == 1


KINDS: dict[str, dict[str, Any]] = {
    "photo": {"photo": [{"file_id": "x"}], "caption": ALERT},
    "document": {"document": {"file_id": "x", "file_name": "a.pdf"}, "caption": ALERT},
    "video": {"video": {"file_id": "x"}, "caption": ALERT},
    "poll": {"poll": {"question": "Vote", "options": [{"text": "oui"}, {"text": ALERT}]}},
    "contact": {"contact": {"phone_number": "+33199000001", "first_name": ALERT}},
    "checklist": {"checklist": {"title": "Jour", "tasks": [{"id": 1, "text": ALERT}]}},
    "rich": {"rich_message": {"blocks": [{"type": "paragraph", "text": ["!co", {"text": "de"}]}]}},
    "forward": {"text": ALERT, "forward_origin": {"type": "hidden_user", "sender_user_name": "Q"}},
    "external quote": {
        "text": "vous en pensez quoi ?",
        "external_reply": {"chat": {}},
        "quote": {"text": ALERT},
    },
    "anonymous admin": {"text": ALERT, "by": ANONYMOUS, "sender_chat": {"id": 1, "title": "P"}},
    "linked channel": {
        "text": ALERT,
        "by": {"id": 777000, "is_bot": False, "first_name": "Telegram"},
        "sender_chat": {"id": -1009, "type": "channel", "title": "Canal"},
        "is_automatic_forward": True,
        "forward_origin": {"type": "channel", "chat": {"id": -1009}, "message_id": 3},
    },
    "chain outside a forum": {"text": ALERT, "message_thread_id": 77},
}


async def test_everything_people_send_is_read(room: Room) -> None:
    for number, (kind, fields) in enumerate(KINDS.items()):
        sent = await warning(room, said(**{"chat": GROUP - 100 - number, **fields}))
        assert "message_thread_id" not in sent.parameters, kind


async def test_an_album_is_warned_once(room: Room) -> None:
    for _ in range(3):
        room.api.push(said(photo=[{}], caption=ALERT, media_group_id="a1"))
    await warning(room, said(ALERT, OTHER_GROUP))
    await room.quiet()
    assert len([one for one in room.api.sent if one.chat == str(GROUP)]) == 1


async def test_an_edit_into_a_request_is_caught_and_only_once(room: Room) -> None:
    original = said("bonjour")
    room.api.push(original)
    await warning(room, edited(original, ALERT))
    room.api.push(edited(original, ALERT + " vite", after=90))
    await room.quiet()
    assert len(room.api.of("sendMessage")) == 1
    assert await count(room) == 1


async def test_answers_stay_in_the_topic(room: Room) -> None:
    room.api.topics[str(FORUM)] = {33}
    in_topic: dict[str, Any] = {"message_thread_id": 33, "is_topic_message": True}
    head = {"message_id": 33, "chat": {"id": FORUM}, "date": 1, "forum_topic_created": {"name": "t"}}
    sent = await warning(room, said(ALERT, FORUM, reply_to_message=head, **in_topic))
    assert sent.parameters["message_thread_id"] == 33
    general = await warning(room, said(ALERT, FORUM, message_thread_id=1, is_topic_message=True))
    chain = await warning(room, said(ALERT, FORUM, message_thread_id=55))
    for one in (general, chain):
        assert "message_thread_id" not in one.parameters
    told = await warning(room, said("/report", FORUM, reply_to_message=head, **in_topic))
    assert told.parameters["message_thread_id"] == 33
    async with room.app.database.read() as session:
        reported = (await session.scalars(select(Case).order_by(Case.id.desc()))).first()
    assert reported
    assert reported.excerpt is None  # the topic's head was not taken for the message reported


async def test_a_topic_or_a_message_that_is_gone(room: Room) -> None:
    room.api.topics[str(FORUM)] = {33}
    in_topic: dict[str, Any] = {"message_thread_id": 33, "is_topic_message": True}
    deleted = said(ALERT, FORUM, **in_topic)
    room.api.gone.add((str(FORUM), deleted["message"]["message_id"]))
    room.api.push(deleted)
    await room.until(lambda: len(room.api.sent) == 1)
    assert room.api.sent[0].parameters["message_thread_id"] == 33
    room.api.push(said(ALERT, FORUM, message_thread_id=34, is_topic_message=True))
    await room.until(lambda: len(room.api.sent) == 2)
    assert "message_thread_id" not in room.api.sent[1].parameters


async def test_no_text_injects_markup_or_a_mention(room: Room) -> None:
    room.api.push(said("/chef", by=CLAIRE))
    room.api.members[str(GROUP), 41] = "administrator"
    await room.until(lambda: len(room.api.of("sendMessage")) == 2)
    nasty = {**HUGO, "first_name": "<b>@titulaire</b> <a href='https://x.example'>"}
    await warning(room, said(f"{ALERT} <i>@titulaire</i> &amp; <pre>", by=nasty))
    await room.until(lambda: len([one for one in room.api.sent if one.chat == "41"]) == 2)
    for one in room.api.sent:
        assert set(re.findall(r"</?\w+[^>]*>", one.text)) <= {"<b>", "</b>"}
        assert not re.search(r"(?<!\w)@\w", one.text)


async def test_buttons_are_answered_within_a_second_and_edit_in_place(room: Room) -> None:
    sent = await warning(room, said(ALERT))
    given = sent.parameters["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    room.api.push(pressed(GROUP, sent.message_id, given))
    await room.until(lambda: bool(room.api.of("answerCallbackQuery")), 1.0)
    await room.until(lambda: bool(room.api.of("editMessageText")))
    edit = room.api.of("editMessageText")[0]
    assert edit.message_id == sent.message_id
    assert "marche à suivre" in edit.text
    for data in ("", "given.999.AAAAAAAAAAAAAAAA", given[:-1] + "~", "x" * 64):
        room.api.push(pressed(GROUP, sent.message_id, data))
    await room.until(lambda: len(room.api.of("answerCallbackQuery")) == 5)
    assert "plus valable" in room.api.of("answerCallbackQuery")[-1].text


async def test_our_commands(room: Room) -> None:
    for text in ("/aide", "/aide@vigie_test_bot", "/AIDE@Vigie_Test_Bot", "/help"):
        sent = await warning(room, said(text))
        assert "/report" in sent.text


async def test_other_bots_commands_are_not_ours_and_their_words_are_read(room: Room) -> None:
    room.api.push(said("/aide@another_bot"))
    room.api.push(said("/pizza"))
    await warning(room, said("/aide@another_bot " + ALERT))
    assert len(room.api.sent) == 1


async def test_every_command_is_answered_and_in_the_menus(room: Room) -> None:
    for text in ("/report un appel", "/verifier 0 806 800 213", "/statut", "/resume", "/chef", "/start"):
        await warning(room, said(text))
    report = room.api.sent[0]
    assert "<pre>" in report.text
    assert "monserviceclient.e-cps@esante.gouv.fr" in report.text
    menus = [one for method, one in room.api.calls if method == "setMyCommands"]
    scopes = {(one["scope"]["type"], one.get("language_code")) for one in menus}
    kinds = ("all_group_chats", "all_chat_administrators", "all_private_chats")
    assert scopes == {(kind, language) for kind in kinds for language in (None, "en")}


async def test_the_lead(room: Room) -> None:
    room.api.members |= {(str(GROUP), 41): "creator", ("42", 42): "never started"}
    answered = message("oui", by=HUGO)
    refused = await warning(room, said("/chef", by=HUGO))
    assert "administrateur" in refused.text
    await warning(room, said("/chef", by=CLAIRE, reply_to_message=answered))
    await room.until(lambda: any("Je ne peux pas encore" in one.text for one in room.api.sent))
    told = room.api.sent[-1]
    assert told.parameters["reply_markup"]["inline_keyboard"][0][0]["url"].startswith(
        "https://t.me/vigie_test_bot"
    )
    await warning(room, said(ALERT))
    await room.quiet()
    assert sum("Je ne peux pas encore" in one.text for one in room.api.sent) == 1
    room.api.members[("42", 42)] = "member"
    await warning(room, said("/start vigie", 42, by=HUGO))
    await warning(room, said("!screen", by=CLAIRE))
    await room.until(lambda: any("Nouvelle alerte" in one.text and one.chat == "42" for one in room.api.sent))
    answered = message("x", by=CLAIRE)
    itself = {"id": GROUP}
    await warning(
        room, said("/chef@vigie_test_bot", by=ANONYMOUS, sender_chat=itself, reply_to_message=answered)
    )
    assert await count(room, Lead) == 2


async def test_a_bot_that_is_deaf_says_so_once_and_how_to_mend_it(room: Room) -> None:
    room.api.me["can_read_all_group_messages"] = False
    room.api.push(membership("member"))
    await room.until(lambda: len(room.api.sent) == 2)
    assert room.api.sent[0].text.startswith("<b>Bonjour, je suis Vigie")
    assert "/setprivacy" in room.api.sent[1].text
    assert "administrateur" in room.api.sent[1].text
    room.api.push(membership("member"))
    room.api.push(membership("administrator"))
    await room.until(lambda: len(room.api.sent) == 3)
    assert "j'entends la discussion" in room.api.sent[2].text


async def test_a_bot_that_was_removed_is_silent(room: Room) -> None:
    room.api.push(membership("member"))
    await room.until(lambda: len(room.api.sent) == 1)
    room.api.fault = lambda method, _: (
        ApiError(429, "Too Many Requests", retry_after=1) if method == "sendMessage" else None
    )
    room.api.push(said(ALERT))
    await room.until(lambda: any(method == "sendMessage" for method, _ in room.api.calls[-1:]))
    room.api.push(membership("kicked"))
    await room.quiet()
    room.api.fault = lambda _method, _: None
    async with room.app.database.read() as session:
        assert [chat.is_active for chat in await session.scalars(select(Chat))] == [False]
    sent = await warning(room, said(ALERT, OTHER_GROUP))
    assert sent
    assert len([one for one in room.api.sent if one.chat == str(GROUP)]) == 1


async def test_a_group_that_becomes_a_supergroup(room: Room) -> None:
    await warning(room, said(ALERT, -500))
    room.api.moved["-500"] = -1001000000500
    room.api.push(said("!screen", -500))
    await room.until(lambda: any(one.chat == "-1001000000500" for one in room.api.sent))
    room.api.push(said(chat=-500, migrate_to_chat_id=-1001000000500))
    room.api.push(said(chat=-1001000000500, migrate_from_chat_id=-500))
    await warning(room, said("!link", -1001000000500))
    async with room.app.database.read() as session:
        assert [chat.chat for chat in await session.scalars(select(Chat))] == ["-1001000000500"]
        assert {case.team_id for case in await session.scalars(select(Case))} == {1}


async def test_service_messages_and_our_own_words_are_ignored(room: Room) -> None:
    room.api.push(said(new_chat_members=[HUGO]))
    room.api.push(said(pinned_message={"message_id": 1, "chat": {"id": GROUP}, "text": ALERT}))
    origin = {"type": "user", "sender_user": room.api.me, "date": 1}
    room.api.push(said(ALERT, forward_origin=origin))
    room.api.push(said(ALERT, by=room.api.me))
    room.api.push({"callback_query": {"id": "1", "from": HUGO, "inline_message_id": "x", "data": "d"}})
    await warning(room, said(ALERT))
    assert len(room.api.sent) == 1
    assert await count(room) == 1
