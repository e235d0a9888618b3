"""The buttons under the answer to a report: what is still to be told, and the call that may go on."""

from __future__ import annotations

from bot.cases.checklists import KINDS
from bot.desk import views
from bot.desk.buttons.checklist import open_checklist
from bot.desk.buttons.team import note_given
from bot.desk.room import Room
from bot.messages import Press
from bot.replies.report import ASKED, WAYS
from bot.tables import Case


async def way(room: Room, case: Case, press: Press, action: str) -> str:
    is_new = case.way is None
    if is_new:
        case.way = action.removeprefix("way-")
        await room.note(case, "way", await room.person(press.platform, press.author), way=case.way)
    return await _shown_again(room, case, press, is_new)


async def what(room: Room, case: Case, press: Press, action: str) -> str:
    asked = action.removeprefix("what-")
    is_new = case.category is None and await room.note_once(case, "what", press)
    if is_new and asked != "none":
        case.category = asked
    return await _shown_again(room, case, press, is_new)


async def gave(room: Room, case: Case, press: Press, action: str) -> str:
    kind = action.removeprefix("report-gave-")
    if kind == "nothing":
        is_new = case.given is None
        if is_new:
            case.given = []
            await room.note(case, "given-nothing", await room.person(press.platform, press.author))
    else:
        is_new = await note_given(room, case, press, (kind,))
        await open_checklist(room, case, press)
    return await _shown_again(room, case, press, is_new)


async def hung_up(room: Room, case: Case, press: Press, _action: str) -> str:
    is_new = await room.note_once(case, "hung-up", press)
    case.is_pending = False
    return await _shown_again(room, case, press, is_new)


async def given(room: Room, case: Case, press: Press, _action: str) -> str:
    is_new = await note_given(room, case, press, ())
    await open_checklist(room, case, press)
    return await _shown_again(room, case, press, is_new)


async def _shown_again(room: Room, case: Case, press: Press, is_new: bool) -> str:
    """An old or doubled press shows the answer as it stands by now."""
    await room.edit(press, await views.report(room, case), case)
    return "noted" if is_new else "already"


ACTIONS = {
    **{f"way-{one}": way for one in WAYS},
    **{f"what-{one}": what for one in (*ASKED, "none")},
    **{f"report-gave-{one}": gave for one in (*KINDS, "nothing")},
    "report-hung-up": hung_up,
    "report-given": given,
}
