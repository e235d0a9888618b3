"""A button was pressed: who may press what where. Every press gets exactly one short answer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases import chats
from bot.desk import drills
from bot.desk.buttons import checklist, lead, report, team
from bot.desk.room import Room, Tools
from bot.messages import Press
from bot.replies.others import make_toast
from bot.replies.words import DEFAULT
from bot.tables import Case, Chat, Drill

Action = Callable[[Room, Case, Press, str], Awaitable[str]]

ACTIONS: dict[str, Action] = {**team.ACTIONS, **report.ACTIONS, **checklist.ACTIONS, **lead.ACTIONS}


async def handle(session: AsyncSession, tools: Tools, press: Press) -> None:
    """Check who presses what where, do it, answer."""
    opened = tools.keyring.open(press.data)
    drill = await session.get(Drill, opened[1]) if opened and opened[0] == drills.NOTICED else None
    if drill:
        await drills.press(session, tools, press, drill)
        return
    case = await session.get(Case, opened[1]) if opened else None
    if opened is None or case is None:
        await _refuse(session, tools, press)
        return
    action = opened[0]
    chat = await session.get_one(Chat, case.chat_id)
    room = Room(session, tools, chat, press.at)
    do = ACTIONS.get(action)
    if do is None or not await _is_allowed(room, case, press, action):
        name = "not-lead" if action in lead.ACTIONS else "unknown"
    else:
        name = await do(room, case, press, action)
    await room.toast(press, make_toast(case.language, name))


async def _refuse(session: AsyncSession, tools: Tools, press: Press) -> None:
    """A button that we did not make, or whose case is gone."""
    chat = await chats.enter_chat(session, press.platform, press.chat, press.at)
    await Room(session, tools, chat, press.at).toast(press, make_toast(DEFAULT, "unknown"))


async def _is_allowed(room: Room, case: Case, press: Press, action: str) -> bool:
    """The team's buttons work in the team's chats; the lead's for a lead, wherever they are pressed."""
    if action in lead.ACTIONS:
        return await chats.is_lead(room.session, case.team_id, press.platform, press.author, room.now)
    return await chats.find_team_id(room.session, press.platform, press.chat) == case.team_id
