"""``/statut``: is the bot there, what is open, who is told."""

from __future__ import annotations

from sqlalchemy import func, select

from bot.cases import chats
from bot.desk.room import Room
from bot.messages import Command
from bot.replies.others import make_status
from bot.replies.words import DEFAULT
from bot.tables import Case


async def handle(room: Room, command: Command) -> None:
    team_id = room.chat.team_id
    last = await room.session.scalar(select(func.max(Case.created_at)).where(Case.team_id == team_id))
    is_open = (Case.team_id == team_id, Case.status == "open")
    count = await room.session.scalar(select(func.count()).select_from(Case).where(*is_open))
    leads = await chats.find_leads(room.session, team_id, room.now)
    language = "en" if command.name == "status" else DEFAULT
    await room.answer(command, make_status(language, count or 0, last, len(leads)))
