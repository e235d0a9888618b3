"""What a button does. Every press gets exactly one short answer; the rest goes to the chat."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from bot import outbox
from bot.cases import book, chats
from bot.desk.room import Room, Tools
from bot.messages import Press, Reply
from bot.ports import Kind, Outgoing
from bot.replies.others import make_toast
from bot.replies.report import WAYS, make_report
from bot.replies.warning import LEAD_ACTIONS, make_checklist, make_notice, make_reasons, make_warning
from bot.replies.words import DEFAULT, words
from bot.tables import Case, Chat

Action = Callable[[Room, Case, Press], Awaitable[str]]
"""Does what a button says, and answers with the end of a ``toast.…`` text's name."""

ONCE = ("hung-up", "given", "false-alarm")
"""Actions whose button goes once it was pressed; their names are those of the history's lines."""

STATUSES = {"lead-confirm": "confirmed", "lead-false": "false_alarm", "lead-done": "done"}


async def handle(session: AsyncSession, tools: Tools, press: Press) -> None:
    """Check who presses what where, do it, answer."""
    opened = tools.keyring.open(press.data)
    case = await session.get(Case, opened[1]) if opened else None
    if opened is None or case is None:
        await _refuse(session, tools, press)
        return
    action = opened[0]
    chat = await session.get_one(Chat, case.chat_id)
    room = Room(session, tools, chat, press.at)
    do = ACTIONS.get(action)
    if do is None or not await _is_allowed(room, case, press, action):
        name = "not-lead" if action in LEAD_ACTIONS else "unknown"
    else:
        name = await do(room, case, press)
    await room.toast(press, make_toast(case.language, name))


async def _refuse(session: AsyncSession, tools: Tools, press: Press) -> None:
    """A button that we did not make, or whose case is gone."""
    chat = await chats.enter_chat(session, press.platform, press.chat, press.at)
    await Room(session, tools, chat, press.at).toast(press, make_toast(DEFAULT, "unknown"))


async def _is_allowed(room: Room, case: Case, press: Press, action: str) -> bool:
    """The team's buttons work in the team's chats; the lead's for a lead, wherever they are pressed."""
    if action in LEAD_ACTIONS:
        leads = await chats.find_leads(room.session, case.team_id, room.now)
        return any((lead.platform, lead.person) == (press.platform, press.author) for lead in leads)
    return await chats.find_team_id(room.session, press.platform, press.chat) == case.team_id


async def _note_once(room: Room, case: Case, press: Press, kind: str) -> bool:
    """Add to the history; False when it stood there already."""
    if await book.is_noted(room.session, case, kind):
        return False
    await room.note(case, kind, await room.person(press.platform, press.author))
    return True


async def _hung_up(room: Room, case: Case, press: Press) -> str:
    if not await _note_once(room, case, press, "hung-up"):
        return "already"
    case.is_pending = False
    await _edit_warning(room, case, press, "hung-up")
    return "noted"


async def _given(room: Room, case: Case, press: Press) -> str:
    if not await _note_once(room, case, press, "given"):
        return "already"
    case.is_given = True
    case.is_pending = False
    await _edit_warning(room, case, press, "given")
    await _say(room, press, make_checklist(case), case)
    await room.tell_leads(case, "given", press.message, press.author_name)
    return "noted"


async def _false_alarm(room: Room, case: Case, press: Press) -> str:
    """Anybody may doubt; only a lead closes, for the one who presses may be the one who asks for codes."""
    if not await _note_once(room, case, press, "false-alarm"):
        return "already"
    await _edit_warning(room, case, press, "false-alarm")
    await room.tell_leads(case, "false-alarm", press.message, press.author_name)
    return "noted"


async def _why(room: Room, case: Case, press: Press) -> str:
    await _say(room, press, make_reasons(case), case)
    return "noted"


async def _lead_closes(room: Room, case: Case, press: Press) -> str:
    opened = room.tools.keyring.open(press.data)
    status = STATUSES[opened[0]] if opened else ""
    if case.status == status:
        return "already"
    if case.status not in ("open", "confirmed"):
        return "closed"
    case.status = status
    await room.note(case, status, await room.person(press.platform, press.author))
    if status != "confirmed":
        case.closed_at = room.now
        await _close_warnings(room, case)
    await _edit(room, press, make_notice(case, room.tools.keyring, "title"), case)
    return "noted"


async def _way(room: Room, case: Case, press: Press) -> str:
    opened = room.tools.keyring.open(press.data)
    way = opened[0].removeprefix("way-") if opened else None
    if case.way == way:
        return "already"
    case.way = way
    await room.note(case, "way", await room.person(press.platform, press.author), way=way)
    await _edit(room, press, make_report(case, room.tools.keyring), case)
    return "noted"


async def _edit_warning(room: Room, case: Case, press: Press, action: str) -> None:
    state = words(case.language)(f"state.{action}", case=case.id)
    used = tuple([one for one in ONCE if await book.is_noted(room.session, case, one)])
    if "given" in used:
        used = (*used, "hung-up")
    await _edit(room, press, make_warning(case, room.tools.keyring, state, used), case)


async def _close_warnings(room: Room, case: Case) -> None:
    """The warnings in the chats say that the case is closed, and lose their buttons but « Pourquoi ? »."""
    state = words(case.language)("state.closed", case=case.id)
    warning = make_warning(case, room.tools.keyring, state, ONCE)
    for sent in await outbox.find_sent(room.session, case.id, Kind.WARNING):
        outgoing = Outgoing(
            sent.platform, sent.chat, Kind.EDIT, warning, thread=sent.thread, edits=sent.sent_message
        )
        await room.send(outgoing, f"closed:{sent.chat}:{sent.sent_message}", case)


async def _edit(room: Room, press: Press, reply: Reply, case: Case) -> None:
    outgoing = Outgoing(
        press.platform, press.chat, Kind.EDIT, reply, thread=press.thread, edits=press.message
    )
    await room.send(outgoing, f"edit:{press.chat}:{press.message}:{press.data}", case)


async def _say(room: Room, press: Press, reply: Reply, case: Case) -> None:
    outgoing = Outgoing(
        press.platform, press.chat, Kind.ANSWER, reply, thread=press.thread, reply_to=press.message
    )
    await room.send(outgoing, f"press:{press.chat}:{press.message}:{press.data}", case)


ACTIONS: dict[str, Action] = {
    "hung-up": _hung_up,
    "given": _given,
    "false-alarm": _false_alarm,
    "why": _why,
    "lead-confirm": _lead_closes,
    "lead-false": _lead_closes,
    "lead-done": _lead_closes,
    "lead-why": _why,
    **{f"way-{way}": _way for way in WAYS},
}
