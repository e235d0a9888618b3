"""``/chef``: an administrator of the chat says who leads the team: himself, or whom he answers."""

from __future__ import annotations

from bot.cases.leads import add_lead
from bot.desk.room import Room
from bot.messages import Command
from bot.ports import Kind, Outgoing
from bot.replies.leads import make_lead, make_lead_refusal, make_welcome
from bot.replies.words import DEFAULT
from bot.tables import Lead


async def handle(room: Room, command: Command) -> None:
    """Make somebody a lead and write to him at once: whether that arrives decides what the chat is told."""
    refusal = _refusal(command)
    if refusal:
        await room.answer(command, make_lead_refusal(DEFAULT, refusal))
        return
    chosen = command.reply_to or command
    lead = Lead(
        team_id=room.chat.team_id,
        platform=command.platform,
        person=chosen.author,
        name=chosen.author_name[:255],
        created_at=room.now,
    )
    is_new = await add_lead(room.session, lead)
    await room.answer(command, make_lead(DEFAULT, chosen.author_name, is_new))
    welcome = Outgoing(command.platform, "", Kind.NOTICE, make_welcome(DEFAULT), to_user=chosen.author)
    await room.send(welcome, f"welcome:{command.chat}:{command.message}")


def _refusal(command: Command) -> str:
    """The reason why not, "" for none."""
    if command.is_private:
        return "private"
    if not command.is_admin:
        return "admin"
    return "" if (command.reply_to or command).author else "unknown"
