"""``/resume``: the last seven days in counts. A lead may ask in private, for all teams he leads."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import func, select

from bot.cases.leads import find_leaderships
from bot.desk.room import Room
from bot.messages import Command
from bot.replies.others import make_week
from bot.replies.words import DEFAULT
from bot.tables import Case

WEEK = timedelta(days=7)


async def handle(room: Room, command: Command) -> None:
    teams = [room.chat.team_id]
    if command.is_private:
        led = await find_leaderships(room.session, command.platform, command.author)
        teams = [lead.team_id for lead in led if lead.until is None or lead.until > room.now] or teams
    mine = Case.team_id.in_(teams)
    by_category = (
        select(Case.category, func.count())
        .where(mine, Case.created_at > room.now - WEEK)
        .group_by(Case.category)
        .order_by(func.count().desc())
    )
    counts = {row[0]: row[1] for row in await room.session.execute(by_category)}
    is_open = select(func.count()).select_from(Case).where(mine, Case.status == "open")
    language = "en" if command.name == "summary" else DEFAULT
    await room.answer(command, make_week(language, counts, await room.session.scalar(is_open) or 0))
