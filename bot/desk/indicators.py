"""Indicators at the desk: kept with a case, recognised in a message that asks for nothing."""

from __future__ import annotations

from collections.abc import Collection

from bot.cases import indicators
from bot.desk.room import Room
from bot.indicators import Trace
from bot.messages import Message
from bot.ports import Kind, Outgoing
from bot.replies.seen import make_mention
from bot.replies.words import DEFAULT
from bot.tables import Case

ONCE_WITHIN_S = 900
"""A number on everybody's lips is spoken of once within this time."""


async def keep(room: Room, case: Case, traces: Collection[Trace]) -> None:
    """Keep what a case names, colleagues' own numbers apart."""
    if traces:
        await indicators.record(room.session, case, await _not_own(room, traces), room.now)


async def mention(room: Room, message: Message, traces: Collection[Trace]) -> None:
    """Say « déjà signalé » of a message that is no alert. Nothing of the message is kept."""
    theirs = await _not_own(room, traces)
    known = await indicators.find_known(room.session, room.chat.team_id, theirs)
    if not known:
        return
    case = await room.session.get_one(Case, known[0].case_id)
    reply = make_mention(known, case.language or DEFAULT)
    outgoing = Outgoing(
        message.platform, message.chat, Kind.ANSWER, reply, thread=message.thread, reply_to=message.message
    )
    slot = int(message.at.timestamp()) // ONCE_WITHIN_S
    await room.send(outgoing, f"seen:{message.chat}:{known[0].trace.value}:{slot}", case)


async def _not_own(room: Room, traces: Collection[Trace]) -> list[Trace]:
    digests = {room.tools.keyring.number(trace.value): trace for trace in traces}
    own = await indicators.find_own(room.session, room.chat.team_id, digests)
    return [trace for digest, trace in digests.items() if digest not in own]
