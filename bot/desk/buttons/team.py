"""The buttons under a warning: the team's own."""

from __future__ import annotations

from bot.cases import candidates
from bot.cases.checklists import KINDS
from bot.desk import views
from bot.desk.buttons.checklist import open_checklist
from bot.desk.room import Room
from bot.messages import Press
from bot.replies.warning import make_reasons
from bot.tables import Case


async def hung_up(room: Room, case: Case, press: Press, _action: str) -> str:
    if not await room.note_once(case, "hung-up", press):
        return "already"
    case.is_pending = False
    await room.edit(press, await views.warning(room, case), case)
    return "noted"


async def given(room: Room, case: Case, press: Press, _action: str) -> str:
    is_new = await note_given(room, case, press, ())
    await room.edit(press, await views.warning(room, case), case)
    await open_checklist(room, case, press)
    return "noted" if is_new else "already"


async def note_given(room: Room, case: Case, press: Press, kinds: tuple[str, ...]) -> bool:
    """Something was given: the case is graver, open again if it was closed, and the leads are told once."""
    added = [kind for kind in kinds if kind not in (case.given or ())]
    if added:
        case.given = [kind for kind in KINDS if kind in {*(case.given or ()), *added}]
        await room.note(case, "given-what", await room.person(press.platform, press.author), what=added)
    case.is_given, case.is_pending = True, False
    if case.closed_at:
        case.status, case.closed_at = "open", None
        await room.note(case, "reopened")
    is_new = await room.note_once(case, "given", press)
    if is_new:
        await room.tell_leads(case, "given", press.message, press.author_name)
    return is_new or bool(added)


async def false_alarm(room: Room, case: Case, press: Press, _action: str) -> str:
    """Anybody may doubt; only a lead closes, for the one who presses may be the one who asks for codes."""
    if case.closed_at:
        return "closed"
    if not await room.note_once(case, "false-alarm", press):
        return "already"
    await candidates.propose(room.session, case, candidates.FALSE_ALARM, room.now)
    await room.edit(press, await views.warning(room, case), case)
    await room.tell_leads(case, "false-alarm", press.message, press.author_name)
    return "noted"


async def why(room: Room, case: Case, press: Press, _action: str) -> str:
    await room.say(press, make_reasons(case), case)
    return "noted"


ACTIONS = {"hung-up": hung_up, "given": given, "false-alarm": false_alarm, "why": why}
