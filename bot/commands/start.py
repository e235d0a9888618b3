"""``/start``: somebody opened a private chat with the bot; for a lead, the notices arrive from now on."""

from __future__ import annotations

from bot.cases.leads import find_leaderships
from bot.commands import aide
from bot.desk.room import Room
from bot.messages import Command
from bot.replies.leads import make_welcome
from bot.replies.words import DEFAULT


async def handle(room: Room, command: Command) -> None:
    leaderships = await find_leaderships(room.session, command.platform, command.author)
    if not (command.is_private and leaderships):
        await aide.handle(room, command)
        return
    for lead in leaderships:
        lead.can_write = True
    await room.answer(command, make_welcome(DEFAULT))
