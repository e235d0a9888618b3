"""Whether private notices reach a lead; where they do not, his team is told how to mend it, once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import outbox
from bot.cases.leads import find_lead
from bot.ports import Kind, Outgoing
from bot.replies.leads import make_unreachable
from bot.replies.words import DEFAULT
from bot.tables import Chat, OutboxRow


async def note_arrived(session: AsyncSession, row: OutboxRow) -> None:
    """A notice was delivered."""
    lead = await find_lead(session, row.team_id, row.platform, row.to_user)
    if lead and not lead.can_write:
        lead.can_write = True


async def note_unreachable(session: AsyncSession, row: OutboxRow, link: str, now: datetime) -> None:
    """A notice was refused: say so in the team's first chat, unless that was said and nothing has changed."""
    lead = await find_lead(session, row.team_id, row.platform, row.to_user)
    if lead is None or lead.can_write is False:
        return
    lead.can_write = False
    mine = select(Chat).where(Chat.team_id == row.team_id, Chat.platform == row.platform, Chat.is_active)
    chat = (await session.scalars(mine.order_by(Chat.id).limit(1))).first()
    if chat is None:
        return
    reply = make_unreachable(DEFAULT, lead.name, link)
    outgoing = Outgoing(row.platform, chat.chat, Kind.ANSWER, reply)
    ticket = outbox.Ticket(f"unreachable:{lead.id}:{row.id}", row.team_id, now)
    await outbox.say(session, outgoing, ticket)
