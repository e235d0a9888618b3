"""``/report``: always a case, with words, in reply to a message, from a form, or alone."""

from __future__ import annotations

from datetime import timedelta

from bot import outbox
from bot.cases import book
from bot.cases.masking import mask
from bot.desk.room import Room
from bot.messages import Category, Command, Message, Source, Verdict
from bot.replies.report import WAYS, make_report, make_too_many
from bot.replies.words import DEFAULT
from bot.tables import Case

LIMIT, WINDOW = 10, timedelta(hours=1)
TOLD = ("when", "given-what")
"""What a form says beside the words, and the history keeps."""
GIVEN = {"code": Category.CODE, "identifier": Category.IDENTIFIER, "screen": Category.SCREEN}
"""What was given says what was asked for, where the words do not."""
TEXT_LIMIT = 5_000
"""Characters of a report that are looked at."""


async def handle(room: Room, command: Command) -> None:
    """Open a case, or join the one that the reported message has."""
    own = _own_message(command)
    if await book.find_case_of(room.session, own):  # delivered twice
        return
    author_id = await room.person(command.platform, command.author)
    if await _is_too_much(room, author_id):
        await room.answer(command, make_too_many(DEFAULT))
        return
    known = await _find_known(room, command)
    if known:
        await _join(room, command, known, author_id)
        return
    verdict = room.tools.detector.check(own)
    case = await book.open_case(room.session, room.chat, own, _facts(command, own, verdict, author_id))
    told = {name: value for name, value in command.fields if name in TOLD}
    if told:
        await room.note(case, "told", author_id, **told)
    if command.reply_to:
        await book.add_message(room.session, case, command.reply_to)
    await room.answer(command, make_report(case, room.tools.keyring), case)
    await room.tell_leads(case, "title.report", command.message, command.author_name)


async def _find_known(room: Room, command: Command) -> Case | None:
    """The case of the message that the command answers, which may be our own warning."""
    told = command.reply_to
    if told is None:
        return None
    known = await book.find_case_of(room.session, told)
    if known:
        return known[0]
    case_id = await outbox.find_case_id(room.session, told.platform, told.chat, told.message)
    return await book.find_case(room.session, room.chat.team_id, case_id) if case_id else None


async def _join(room: Room, command: Command, case: Case, author_id: int | None) -> None:
    await book.add_message(room.session, case, _own_message(command))
    await room.note(case, "reported", author_id)
    await room.answer(command, make_report(case, room.tools.keyring, is_joined=True), case)


async def _is_too_much(room: Room, author_id: int | None) -> bool:
    if author_id is None:
        return False
    since = room.now - WINDOW
    return await book.count_reports(room.session, room.chat.team_id, author_id, since) >= LIMIT


def _own_message(command: Command) -> Message:
    """The command as a message: its own words, or those that it answers."""
    told = command.text or dict(command.fields).get("what", "")
    if not told and command.reply_to:
        told = command.reply_to.text
    return Message(
        platform=command.platform,
        chat=command.chat,
        message=command.message,
        author=command.author,
        text=told[:TEXT_LIMIT],
        at=command.at,
        thread=command.thread,
        author_name=command.author_name,
    )


def _facts(command: Command, own: Message, verdict: Verdict, author_id: int | None) -> book.Facts:
    fields = dict(command.fields)
    is_given = fields.get("given") in ("yes", "oui", "true") or verdict.category is Category.DISCLOSURE
    way = fields.get("way")
    return book.Facts(
        origin="report",
        category=verdict.category or GIVEN.get(fields.get("given-what", "")),
        source=verdict.source or Source.RELAYED,
        rules=tuple(dict.fromkeys(reason.rule for reason in verdict.reasons)),
        score=verdict.score,
        excerpt=mask(own.text, is_strict=True) if own.text else None,
        author_id=author_id,
        language=verdict.language,
        is_given=is_given,
        way=way if way in WAYS else None,
    )
