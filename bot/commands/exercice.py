"""``/exercice``: a lead starts a drill; the bot chooses the moment within a window (« /exercice 2 h »)."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.cases import drills
from bot.cases.chats import is_lead
from bot.cases.leads import find_leaderships
from bot.commands.chef import STOP
from bot.desk import drills as desk
from bot.desk.room import Room
from bot.durations import read_time
from bot.messages import Command
from bot.ports import Kind, Outgoing
from bot.replies.drills import make_drill_answer, make_plan
from bot.replies.words import DEFAULT
from bot.tables import Chat, Drill

USUAL, LONGEST = timedelta(days=3), timedelta(days=14)


async def handle(room: Room, command: Command) -> None:
    """Plan a drill, or end the one there is. In private, for the team that the lead leads."""
    place = await _team_room(room, command)
    team = place.chat.team_id
    if not await is_lead(room.session, team, command.platform, command.author, room.now):
        await room.answer(command, make_drill_answer(DEFAULT, "lead"))
        return
    current = await drills.find_current(room.session, team)
    if command.text.strip().lower() in STOP:
        await _stop(place, command, current)
    elif current:
        await room.answer(command, make_drill_answer(DEFAULT, "already"))
    else:
        await _plan(place, command)


async def _team_room(room: Room, command: Command) -> Room:
    """The team's first chat for what is said in private; else where it was said."""
    if not command.is_private:
        return room
    led = await find_leaderships(room.session, command.platform, command.author)
    teams = [lead.team_id for lead in led if lead.until is None or lead.until > room.now]
    query = select(Chat).where(
        Chat.team_id.in_(teams), Chat.platform == command.platform, Chat.is_active, Chat.id != room.chat.id
    )
    chat = (await room.session.scalars(query.order_by(Chat.id).limit(1))).first()
    return replace(room, chat=chat) if chat else room


async def _plan(room: Room, command: Command) -> None:
    chance = random.SystemRandom()
    until = room.now + read_time(command.text, USUAL, LONGEST)
    drill = Drill(
        team_id=room.chat.team_id,
        chat_id=room.chat.id,
        scenario=chance.choice(drills.SCENARIOS),
        status="planned",
        starts_at=drills.choose_moment(room.now, until, chance),
        until=until,
        noticed_by=[],
        reported_by=[],
        noticed=0,
        reported=0,
        created_at=room.now,
    )
    room.session.add(drill)
    await room.session.flush()
    if not command.is_private:
        await room.answer(command, make_drill_answer(DEFAULT, "private"))
    notice = Outgoing(command.platform, "", Kind.NOTICE, make_plan(DEFAULT, until), to_user=command.author)
    await room.send(notice, f"drill-plan:{drill.id}")


async def _stop(room: Room, command: Command, current: Drill | None) -> None:
    if current is None:
        await room.answer(command, make_drill_answer(DEFAULT, "none"))
    elif current.status == "posted":
        await desk.reveal(replace(room, chat=await room.session.get_one(Chat, current.chat_id)), current)
    else:
        await desk.cancel(room, current)
