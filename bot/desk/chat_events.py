"""What happens to a chat itself: the bot comes, goes, or the chat gets another id."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases import chats
from bot.desk.room import Room, Tools
from bot.messages import ChatMoved, Membership
from bot.ports import Kind, Outgoing
from bot.replies.others import make_greeting
from bot.replies.words import DEFAULT
from bot.tables import OutboxRow


async def handle_membership(session: AsyncSession, tools: Tools, event: Membership) -> None:
    """Greet a chat that is new or is back; stop everything for one that we left."""
    known = await chats.find_chat(session, event.platform, event.chat)
    if not event.is_member:
        if known:
            known.is_active = False
            await _drop_waiting(session, event)
        return
    if known and known.is_active:
        return
    chat = known or await chats.enter_chat(session, event.platform, event.chat, event.at, event.title)
    chat.is_active = True
    room = Room(session, tools, chat, event.at)
    outgoing = Outgoing(event.platform, event.chat, Kind.ANSWER, make_greeting(DEFAULT))
    await room.send(outgoing, f"greeting:{event.chat}:{event.at.isoformat()}")


async def _drop_waiting(session: AsyncSession, event: Membership) -> None:
    waiting = update(OutboxRow).where(
        OutboxRow.platform == event.platform, OutboxRow.chat == event.chat, OutboxRow.status == "waiting"
    )
    await session.execute(waiting.values(status="failed", note="the bot left the chat", body=None))


async def handle_move(session: AsyncSession, event: ChatMoved) -> None:
    """Every row follows the chat to its new id."""
    await chats.move_chat(session, event.platform, event.chat, event.new_chat)
