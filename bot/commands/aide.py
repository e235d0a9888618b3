"""``/aide``: what the bot does and how to talk to it."""

from __future__ import annotations

from bot.desk.room import Room
from bot.messages import Command
from bot.replies.others import make_help
from bot.replies.words import DEFAULT

OF_A_LEAD = ("chef", "adjoint", "collegue", "relier", "exercice")
SHOWN = ("report", "verifier", "statut", "resume", *OF_A_LEAD, "aide")


async def handle(room: Room, command: Command) -> None:
    language = "en" if command.name == "help" else DEFAULT
    await room.answer(command, make_help(language, SHOWN))
