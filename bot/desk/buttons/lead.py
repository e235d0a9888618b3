"""The buttons of a lead's private notice."""

from __future__ import annotations

from bot import outbox
from bot.cases import candidates
from bot.cases.teams import find_elsewhere
from bot.desk import views
from bot.desk.buttons.team import why
from bot.desk.room import Room
from bot.messages import Press
from bot.ports import Kind, Outgoing
from bot.replies.joining import make_elsewhere
from bot.replies.warning import make_notice
from bot.tables import Case

CLOSING = {"lead-false": "false_alarm", "lead-done": "done"}
"""What cannot be undone, and the state it leads to: the first press asks, the second (« -sure ») does it."""


async def confirm(room: Room, case: Case, press: Press, _action: str) -> str:
    if case.status != "open":
        return await _stale(room, case, press, "confirmed")
    case.status, case.asking = "confirmed", None
    await candidates.withdraw(room.session, case, candidates.FALSE_ALARM, room.now)
    await _note(room, case, press, "confirmed")
    await _warn_elsewhere(room, case)
    await _show(room, case, press)
    return "noted"


async def ask(room: Room, case: Case, press: Press, action: str) -> str:
    """The first press. One question at a time: the last one asked stands."""
    if case.closed_at:
        return await _stale(room, case, press, CLOSING[action])
    case.asking = action
    await _show(room, case, press)
    return "sure"


async def close(room: Room, case: Case, press: Press, action: str) -> str:
    """The second press."""
    asked = action.removesuffix("-sure")
    status = CLOSING[asked]
    if case.closed_at:
        return await _stale(room, case, press, status)
    if case.asking != asked:  # somebody went back, or asked for something else meanwhile
        return await ask(room, case, press, asked)
    case.status, case.closed_at, case.asking, case.is_pending = status, room.now, None, False
    if status == "false_alarm":
        await candidates.withdraw(room.session, case, candidates.MISSED, room.now)
        await candidates.propose(room.session, case, candidates.FALSE_ALARM, room.now)
    await _note(room, case, press, status)
    await _close_warnings(room, case)
    await _show(room, case, press)
    return "noted"


async def back(room: Room, case: Case, press: Press, _action: str) -> str:
    case.asking = None
    await _show(room, case, press)
    return "back"


async def _stale(room: Room, case: Case, press: Press, status: str) -> str:
    """An old notice: it is brought up to date."""
    await _show(room, case, press)
    return "already" if case.status == status else "closed" if case.closed_at else "already"


async def _note(room: Room, case: Case, press: Press, status: str) -> None:
    await room.note(case, status, await room.person(press.platform, press.author))


async def _show(room: Room, case: Case, press: Press) -> None:
    await room.edit(press, make_notice(case, room.tools.keyring, "open"), case)


async def _warn_elsewhere(room: Room, case: Case) -> None:
    """One line in the team's other chats: the fraudsters try several posts."""
    for chat in await find_elsewhere(room.session, room.chat):
        outgoing = Outgoing(chat.platform, chat.chat, Kind.ANSWER, make_elsewhere(case))
        await room.send(outgoing, f"elsewhere:{case.id}:{chat.id}", case)


async def _close_warnings(room: Room, case: Case) -> None:
    """The warnings in the chats say that the case is closed, and lose their buttons but « Pourquoi ? »."""
    warning = await views.warning(room, case)
    for sent in await outbox.find_sent(room.session, case.id, Kind.WARNING):
        outgoing = Outgoing(
            sent.platform, sent.chat, Kind.EDIT, warning, thread=sent.thread, edits=sent.sent_message
        )
        await room.send(outgoing, f"closed:{sent.chat}:{sent.sent_message}:{room.now.isoformat()}", case)


ACTIONS = {
    "lead-confirm": confirm,
    "lead-back": back,
    "lead-why": why,
    **dict.fromkeys(CLOSING, ask),
    **{f"{action}-sure": close for action in CLOSING},
}
