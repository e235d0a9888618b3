"""The buttons of a checklist: a step done, something else given."""

from __future__ import annotations

from bot.cases.checklists import KINDS, load_steps, read_checklist, tick
from bot.desk import views
from bot.desk.room import Room
from bot.messages import Category, Press
from bot.replies.checklist import make_chooser
from bot.tables import Case

PLAIN = {Category.CODE: "code", Category.SCREEN: "screen"}
"""What was asked for says what was given, in these: nobody has to choose before help comes."""


async def open_checklist(room: Room, case: Case, press: Press) -> None:
    """The list at once where it is plain what was given; else the question what it was."""
    if not case.given and case.category in PLAIN:
        case.given = [PLAIN[Category(case.category)]]
    if case.given:
        await room.say(press, await views.checklist(room, case), case)
    else:
        await room.say(press, make_chooser(case, room.tools.keyring), case)


async def gave(room: Room, case: Case, press: Press, action: str) -> str:
    from bot.desk.buttons.team import note_given  # each opens the other

    is_new = await note_given(room, case, press, (action.removeprefix("gave-"),))
    await room.edit(press, await views.checklist(room, case), case)
    return "noted" if is_new else "already"


async def given_more(room: Room, case: Case, press: Press, _action: str) -> str:
    await room.edit(press, make_chooser(case, room.tools.keyring), case)
    return "noted"


async def tick_step(room: Room, case: Case, press: Press, action: str) -> str:
    step = action.removeprefix("tick-")
    actor_id = await room.person(press.platform, press.author)
    is_new = await tick(room.session, case, step, actor_id, room.now)
    if is_new:
        await room.note(case, "tick", actor_id, step=step)
        if (await read_checklist(room.session, case)).is_done:
            await room.note(case, "checklist-done", actor_id)
    await room.edit(press, await views.checklist(room, case), case)
    return "noted" if is_new else "already"


ACTIONS = {
    **{f"gave-{kind}": gave for kind in KINDS},
    **{f"tick-{step.id}": tick_step for step in load_steps()},
    "given-more": given_more,
}
