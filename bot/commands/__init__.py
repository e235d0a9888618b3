"""The commands, one file each. An adapter passes on the names of ``NAMES`` and leaves all others alone.

A command is a function ``handle(room, command)``: it works within the room's transaction and answers with
``room.answer``. To add one: a file here, a line in ``HANDLERS``, a text ``help.command.<name>``.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.commands import (
    adjoint,
    aide,
    chef,
    collegue,
    exercice,
    relier,
    report,
    resume,
    start,
    statut,
    verifier,
)
from bot.desk.room import Room
from bot.messages import Command

HANDLERS: dict[str, Callable[[Room, Command], Awaitable[None]]] = {
    "report": report.handle,
    "verifier": verifier.handle,
    "statut": statut.handle,
    "resume": resume.handle,
    "chef": chef.handle,
    "adjoint": adjoint.handle,
    "collegue": collegue.handle,
    "relier": relier.handle,
    "exercice": exercice.handle,
    "aide": aide.handle,
    "start": start.handle,
}

ALIASES = {
    "signaler": "report",
    "help": "aide",
    "status": "statut",
    "verify": "verifier",
    "summary": "resume",
    "lead": "chef",
    "colleague": "collegue",
    "deputy": "adjoint",
    "join": "relier",
    "drill": "exercice",
}

NAMES = (*HANDLERS, *ALIASES)
"""Every name that is ours, without slash."""


ABOUT_SOMEBODY = ("chef", "lead", "adjoint", "deputy")
"""Commands that are about the person answered; where a platform knows no answers, about the one named."""

OF_ADMINISTRATORS = (*ABOUT_SOMEBODY, "relier", "join")
"""Commands that want to know whether their author administers the chat: a platform may have to be asked."""


async def handle(room: Room, command: Command) -> None:
    """Do what a command says; a name that is not ours is nobody's business."""
    do = HANDLERS.get(ALIASES.get(command.name, command.name))
    if do:
        await do(room, command)
