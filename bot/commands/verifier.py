"""``/verifier``: what the official list says of a number, a link or an address, or of a message."""

from __future__ import annotations

from bot.desk.room import Room
from bot.messages import Command
from bot.replies.words import DEFAULT

TEXT_LIMIT = 5_000
"""Characters that are looked at."""


async def handle(room: Room, command: Command) -> None:
    from bot.replies.verified import make_verified  # these bring the detector's libraries: a second or two
    from bot.verify import verify

    answered = None if command.text else command.reply_to
    text = answered.text if answered else command.text
    findings = verify(text[:TEXT_LIMIT], answered.links if answered else ())
    language = "en" if command.name == "verify" else DEFAULT
    await room.answer(command, make_verified(findings, command.at.date(), language))
