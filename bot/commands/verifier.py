"""``/verifier``: what the official list, and the team's own cases, say of a number, link or address."""

from __future__ import annotations

from bot.cases.indicators import find_known
from bot.desk.room import Room
from bot.indicators import find_traces
from bot.messages import Command
from bot.replies.seen import make_seen
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
    traces = find_traces(text[:TEXT_LIMIT], answered.links if answered else ())
    seen = make_seen(await find_known(room.session, room.chat.team_id, traces), language)
    await room.answer(command, make_verified(findings, command.at.date(), language, seen))
