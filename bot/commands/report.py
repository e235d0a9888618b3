"""``/report``: always a case, with words, in reply to a message, from a form, or alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot import outbox
from bot.cases import book, candidates
from bot.cases.checklists import KINDS
from bot.cases.masking import mask
from bot.desk import drills, indicators, views
from bot.desk.room import Room
from bot.indicators import find_traces
from bot.messages import Category, Command, Message, Source, Verdict
from bot.replies.report import WAYS, make_too_many
from bot.replies.words import DEFAULT
from bot.tables import Case

LIMIT, WINDOW = 10, timedelta(hours=1)
TOLD = ("when", "given-what")
"""What a form says beside the words, and the history keeps."""
ASKED_FOR = {"code": Category.CODE, "identifier": Category.IDENTIFIER, "screen": Category.SCREEN}
"""What was given says what was asked for, where the words do not."""
TEXT_LIMIT = 5_000
"""Characters of a report that are looked at."""


@dataclass(frozen=True, slots=True)
class Told:
    """A report as it came: the command as a message of its own, the one it answers, the form's answers."""

    own: Message
    about: Message | None
    fields: dict[str, str]

    @property
    def texts(self) -> list[Message]:
        """What is judged: the message reported before the words about it."""
        return [one for one in (self.about, self.own) if one and one.text]


async def handle(room: Room, command: Command) -> None:
    """Open a case, or join the one that the reported message has."""
    told = _read(command)
    if await book.find_case_of(room.session, told.own):  # delivered twice
        return
    if await drills.take_report(room, command):
        return
    author_id = await room.person(command.platform, command.author)
    if await _is_too_much(room, author_id):
        await room.answer(command, make_too_many(DEFAULT))
        return
    known = await _find_known(room, told.about)
    if known:
        await _join(room, command, known, author_id)
        return
    verdict = _judge(room, told)
    case = await book.open_case(room.session, room.chat, told.own, _facts(told, verdict, author_id))
    await _keep_what_was_told(room, case, told, author_id)
    if not verdict.is_alert:
        await candidates.propose(room.session, case, candidates.MISSED, room.now)
    await room.answer(command, await views.report(room, case), case)
    await room.tell_leads(case, "title.report", command.message, command.author_name)


async def _keep_what_was_told(room: Room, case: Case, told: Told, author_id: int | None) -> None:
    answers = {name: value for name, value in told.fields.items() if name in TOLD}
    if answers:
        await room.note(case, "told", author_id, **answers)
    if told.about:
        await book.add_message(room.session, case, told.about)
    for one in told.texts:
        await indicators.keep(room, case, find_traces(one.text, one.links))


async def _find_known(room: Room, about: Message | None) -> Case | None:
    """The case of the message that the command answers, which may be our own warning."""
    if about is None:
        return None
    known = await book.find_case_of(room.session, about)
    if known:
        return known[0]
    case_id = await outbox.find_case_id(room.session, about.platform, about.chat, about.message)
    return await book.find_case(room.session, room.chat.team_id, case_id) if case_id else None


async def _join(room: Room, command: Command, case: Case, author_id: int | None) -> None:
    own = _read(command).own
    await book.add_message(room.session, case, own)
    await room.note(case, "reported", author_id)
    await indicators.keep(room, case, find_traces(command.text[:TEXT_LIMIT]))
    await room.answer(command, await views.report(room, case, is_joined=True), case)


async def _is_too_much(room: Room, author_id: int | None) -> bool:
    if author_id is None:
        return False
    since, until = room.now - WINDOW, room.now + WINDOW  # a clock set back must not bar anybody for long
    return await book.count_reports(room.session, room.chat.team_id, author_id, since, until) >= LIMIT


def _read(command: Command) -> Told:
    fields = dict(command.fields)
    own = Message(
        platform=command.platform,
        chat=command.chat,
        message=command.message,
        author=command.author,
        text=(command.text or fields.get("what", ""))[:TEXT_LIMIT],
        at=command.at,
        thread=command.thread,
        author_name=command.author_name,
    )
    return Told(own, command.reply_to, fields)


def _judge(room: Room, told: Told) -> Verdict:
    """The first alert among the texts, else what was thought of the last one."""
    verdict = Verdict(is_alert=False)
    for one in told.texts:
        verdict = room.tools.detector.check(one)
        if verdict.is_alert:
            break
    return verdict


def _facts(told: Told, verdict: Verdict, author_id: int | None) -> book.Facts:
    fields, given = told.fields, _given(told.fields)
    excerpt = told.texts[0].text if told.texts else ""
    way = fields.get("way")
    return book.Facts(
        origin="report",
        category=verdict.category or ASKED_FOR.get(fields.get("given-what", "")),
        source=verdict.source or Source.RELAYED,
        rules=tuple(dict.fromkeys(reason.rule for reason in verdict.reasons)),
        score=verdict.score,
        excerpt=mask(excerpt, is_strict=True) if excerpt else None,
        author_id=author_id,
        language=verdict.language,
        is_pending=verdict.is_pending,
        is_given=bool(given) or verdict.category is Category.DISCLOSURE,
        given=given,
        way=way if way in WAYS else None,
    )


def _given(fields: dict[str, str]) -> tuple[str, ...] | None:
    """What a form says was given; ``None`` where it does not say."""
    what, is_given = fields.get("given-what", ""), fields.get("given", "")
    if what in KINDS:
        return (what,)
    if is_given in ("yes", "oui", "true"):
        return ("other",)
    return () if is_given or what else None
