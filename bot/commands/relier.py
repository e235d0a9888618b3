"""``/relier``: two chats become one team. A lead asks for a code; it is written in the other chat, once."""

from __future__ import annotations

import secrets
from datetime import timedelta

from bot.cases.chats import is_lead
from bot.cases.teams import merge_teams, use_code
from bot.desk.room import Room
from bot.messages import Command
from bot.ports import Kind, Outgoing
from bot.replies.joining import make_code, make_joined, make_refused, make_told
from bot.replies.words import DEFAULT
from bot.tables import JoinCode

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"
"""No letters and digits that are mistaken for each other."""
LENGTH, LASTS = 8, timedelta(minutes=10)


async def handle(room: Room, command: Command) -> None:
    """Make a code, or use the one that stands in the command."""
    if command.is_private:
        await room.answer(command, make_refused(DEFAULT, "private"))
    elif command.text.strip():
        await _use(room, command)
    else:
        await _make(room, command)


async def _make(room: Room, command: Command) -> None:
    if not await _is_lead(room, command):
        await room.answer(command, make_refused(DEFAULT, "lead"))
        return
    code = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    row = JoinCode(
        team_id=room.chat.team_id,
        digest=room.tools.keyring.code(code),
        expires_at=room.now + LASTS,
        created_at=room.now,
    )
    room.session.add(row)
    await room.answer(command, make_told(DEFAULT))
    notice = Outgoing(command.platform, "", Kind.NOTICE, make_code(DEFAULT, code), to_user=command.author)
    await room.send(notice, f"code:{command.chat}:{command.message}")


async def _use(room: Room, command: Command) -> None:
    """An administrator brings his chat, and whatever belongs to its team, into the other team."""
    if not (command.is_admin or await _is_lead(room, command)):
        await room.answer(command, make_refused(DEFAULT, "admin"))
        return
    code = "".join(sign for sign in command.text[:50].upper() if sign.isalnum())
    kept = await use_code(room.session, room.tools.keyring.code(code), room.now)
    if kept is None:
        await room.answer(command, make_refused(DEFAULT, "code"))
        return
    if kept == room.chat.team_id:
        await room.answer(command, make_refused(DEFAULT, "same"))
        return
    await merge_teams(room.session, kept, room.chat.team_id)
    await room.session.refresh(room.chat)
    await room.answer(command, make_joined(DEFAULT, ""))
    await room.tell_team_leads(make_joined(DEFAULT, command.platform), f"joined:{command.message}")


async def _is_lead(room: Room, command: Command) -> bool:
    return await is_lead(room.session, room.chat.team_id, command.platform, command.author, room.now)
