"""``/adjoint``: a deputy for the lead, for a time: « /adjoint 3 jours », in reply to the person."""

from __future__ import annotations

from datetime import timedelta

from bot.cases.chats import is_lead
from bot.cases.leads import add_deputy
from bot.commands.chef import chosen_of
from bot.desk.room import Room
from bot.durations import read_time
from bot.messages import Command
from bot.ports import Kind, Outgoing
from bot.replies.leads import make_deputy, make_lead_refusal, make_welcome
from bot.replies.words import DEFAULT
from bot.tables import Lead

USUAL, LONGEST = timedelta(days=7), timedelta(days=60)


async def handle(room: Room, command: Command) -> None:
    """Make somebody a deputy until a moment, and write to him at once."""
    lead = chosen_of(room, command)
    refusal = await _refusal(room, command, lead)
    if refusal:
        await room.answer(command, make_lead_refusal(DEFAULT, refusal))
        return
    lead.until = room.now + read_time(command.text, USUAL, LONGEST)
    until = await add_deputy(room.session, lead)
    await room.answer(command, make_deputy(DEFAULT, lead.name, until))
    if until:
        welcome = make_welcome(DEFAULT, until)
        outgoing = Outgoing(command.platform, "", Kind.NOTICE, welcome, to_user=lead.person)
        await room.send(outgoing, f"welcome:{command.chat}:{command.message}")


async def _refusal(room: Room, command: Command, lead: Lead) -> str:
    """The reason why not, "" for none."""
    if command.is_private:
        return "private"
    is_allowed = command.is_admin or await is_lead(
        room.session, room.chat.team_id, command.platform, command.author, room.now
    )
    if not is_allowed:
        return "deputy"
    is_somebody_else = lead.person and lead.person != command.author
    return "" if is_somebody_else else "nobody"
