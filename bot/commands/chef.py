"""``/chef``: an administrator of the chat says who leads the team: himself, or whom he answers.

« /chef stop » ends it: for oneself, or, by an administrator, for whom he answers.
"""

from __future__ import annotations

from bot.cases.chats import find_leads
from bot.cases.leads import add_lead, remove_lead
from bot.desk.room import Room
from bot.messages import Command
from bot.ports import Kind, Outgoing
from bot.replies.leads import make_lead, make_lead_gone, make_lead_refusal, make_welcome
from bot.replies.words import DEFAULT
from bot.tables import Lead

STOP = ("stop", "fin", "off")


async def handle(room: Room, command: Command) -> None:
    """Make somebody a lead and write to him at once: whether that arrives decides what the chat is told."""
    first = command.text.split(maxsplit=1)[:1]
    if first and first[0].lower() in STOP:
        await _stop(room, command)
        return
    refusal = _refusal(command)
    if refusal:
        await room.answer(command, make_lead_refusal(DEFAULT, refusal))
        return
    lead = chosen_of(room, command)
    is_new = await add_lead(room.session, lead)
    await room.answer(command, make_lead(DEFAULT, lead.name, is_new))
    welcome = Outgoing(command.platform, "", Kind.NOTICE, make_welcome(DEFAULT), to_user=lead.person)
    await room.send(welcome, f"welcome:{command.chat}:{command.message}")


def chosen_of(room: Room, command: Command) -> Lead:
    """The person whom a command is about: the one answered, else who wrote it. Not stored yet."""
    chosen = command.reply_to or command
    return Lead(
        team_id=room.chat.team_id,
        platform=command.platform,
        person=chosen.author,
        name=chosen.author_name[:255],
        created_at=room.now,
    )


async def _stop(room: Room, command: Command) -> None:
    lead = chosen_of(room, command)
    refusal = _refusal(command)
    if refusal == "admin" and lead.person == command.author:  # anybody may lay down what is his
        refusal = ""
    if refusal:
        await room.answer(command, make_lead_refusal(DEFAULT, refusal))
        return
    is_gone = await remove_lead(room.session, lead)
    left = await find_leads(room.session, lead.team_id, room.now)
    await room.answer(command, make_lead_gone(DEFAULT, lead.name, is_gone, bool(left)))


def _refusal(command: Command) -> str:
    """The reason why not, "" for none."""
    if command.is_private:
        return "private"
    if not command.is_admin:
        return "admin"
    return "" if (command.reply_to or command).author else "unknown"
