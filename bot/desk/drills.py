"""Drills at the desk: the request at its moment, who notices, the word that it was one."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases import drills
from bot.desk.room import Room, Tools
from bot.messages import Command, Press
from bot.ports import Kind, Outgoing
from bot.replies.drills import make_cancelled, make_noticed, make_request, make_reveal
from bot.replies.others import make_toast
from bot.replies.words import DEFAULT
from bot.tables import Chat, Drill, OutboxRow

NOTICED = "drill-seen"
"""The button under the request."""


async def step(session: AsyncSession, tools: Tools, now: datetime) -> None:
    """Post what is due, reveal what is over. Another process that does the same finds nothing left."""
    for drill in await drills.find_due(session, now):
        chat = await session.get_one(Chat, drill.chat_id)
        room = Room(session, tools, chat, now)
        if drill.status == "posted":
            await reveal(room, drill)
        elif chat.is_active and now <= drill.until and await drills.is_calm(session, drill.team_id, now):
            await _post(room, drill)
        elif chat.is_active and now + drills.CALM <= drill.until:
            drill.starts_at = now + drills.CALM
        else:
            await cancel(room, drill)


async def _post(room: Room, drill: Drill) -> None:
    drill.status, drill.posted_at = "posted", room.now
    request = make_request(DEFAULT, drill, room.tools.keyring.sign(NOTICED, drill.id))
    await room.send(Outgoing(room.chat.platform, room.chat.chat, Kind.ANSWER, request), f"drill:{drill.id}")


async def reveal(room: Room, drill: Drill) -> None:
    """To the chat, on the request itself and under it; to the leads in private."""
    drills.end(drill, room.now)
    told = make_reveal(DEFAULT, drill)
    key = f"{room.chat.platform}:drill:{drill.id}"
    sent = (await room.session.scalars(select(OutboxRow).where(OutboxRow.key == key))).first()
    message = sent.sent_message if sent else ""
    place = (room.chat.platform, room.chat.chat)
    if message:
        request = make_request(DEFAULT, drill, "")
        await room.send(Outgoing(*place, Kind.EDIT, request, edits=message), f"drill-over:{drill.id}")
    await room.send(Outgoing(*place, Kind.ANSWER, told, reply_to=message), f"drill-told:{drill.id}")
    await room.tell_team_leads(told, f"drill-lead:{drill.id}")


async def cancel(room: Room, drill: Drill) -> None:
    """Its window has passed, or the lead thought better of it."""
    drill.status = "cancelled"
    await room.tell_team_leads(make_cancelled(DEFAULT), f"drill-off:{drill.id}")


async def press(session: AsyncSession, tools: Tools, press: Press, drill: Drill) -> None:
    """« Ça me paraît louche »."""
    chat = await session.get_one(Chat, drill.chat_id)
    room = Room(session, tools, chat, press.at)
    if (press.platform, press.chat) != (chat.platform, chat.chat):
        name = "unknown"
    elif drill.status != "posted":
        name = "drill-over"
    else:
        is_new = drills.note(drill, _person(room, press), press.at, is_report=False)
        name = "drill-seen" if is_new else "already"
    await room.toast(press, make_toast(DEFAULT, name))


async def take_report(room: Room, command: Command) -> bool:
    """Whether a report is of a drill's request: then it is counted, and no case."""
    about = command.reply_to
    if about is None:
        return False
    drill = await drills.find_drill_of(room.session, about.platform, about.chat, about.message)
    if drill is None or drill.team_id != room.chat.team_id:
        return False
    drills.note(drill, _person(room, command), command.at, is_report=True)
    await room.answer(command, make_noticed(DEFAULT, drill.status == "posted"))
    return True


def _person(room: Room, event: Press | Command) -> str:
    return room.tools.keyring.pseudonym(room.chat.team_id, event.platform, event.author)
