"""``/collegue``: a lead says that a number belongs to the team; it is no indicator any more, nor later."""

from __future__ import annotations

from bot.cases.chats import is_lead
from bot.cases.indicators import add_own
from bot.desk.room import Room
from bot.indicators import read_number
from bot.messages import Command
from bot.replies.others import make_own
from bot.replies.words import DEFAULT
from bot.tables import OwnNumber

TEXT_LIMIT = 200
"""Characters that are looked at."""


async def handle(room: Room, command: Command) -> None:
    if not await is_lead(room.session, room.chat.team_id, command.platform, command.author, room.now):
        await room.answer(command, make_own(DEFAULT, "refused.lead"))
        return
    text = command.text or (command.reply_to.text if command.reply_to else "")
    value = read_number(text[:TEXT_LIMIT])
    if not value:
        await room.answer(command, make_own(DEFAULT, "refused.number"))
        return
    digest = room.tools.keyring.number(value)
    own = OwnNumber(team_id=room.chat.team_id, digest=digest, created_at=room.now)
    is_new = await add_own(room.session, own, value)
    await room.answer(command, make_own(DEFAULT, "added" if is_new else "known"))
