"""What happens to a chat itself: the bot comes, goes, or the chat gets another id."""

from __future__ import annotations

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases import chats
from bot.cases.moves import move_chat
from bot.desk.room import Room, Tools
from bot.messages import ChatMoved, Membership, Reply
from bot.ports import Kind, Outgoing
from bot.replies.others import make_greeting, make_hearing
from bot.replies.words import DEFAULT
from bot.tables import OutboxRow


async def handle_membership(session: AsyncSession, tools: Tools, event: Membership) -> None:
    """Greet a chat that is new or is back, say when it is not heard; stop everything for one that we left."""
    known = await chats.find_chat(session, event.platform, event.chat)
    if not event.is_member:
        if known:
            known.is_active = False
            await _drop_waiting(session, event)
        return
    chat = known or await chats.enter_chat(session, event.platform, event.chat, event.at, event.title)
    room = Room(session, tools, chat, event.at)
    if not (known and known.is_active):
        chat.is_active = True
        chat.is_deaf = False  # whatever was said before the bot left is said again
        await _say(room, event, "greeting", make_greeting(DEFAULT))
    if chat.is_deaf != event.is_deaf:
        chat.is_deaf = event.is_deaf
        await _say(room, event, "hearing", make_hearing(DEFAULT, event.is_deaf))


async def _say(room: Room, event: Membership, name: str, reply: Reply) -> None:
    outgoing = Outgoing(event.platform, event.chat, Kind.ANSWER, reply)
    await room.send(outgoing, f"{name}:{event.chat}:{event.at.isoformat()}")


async def _drop_waiting(session: AsyncSession, event: Membership) -> None:
    waiting = update(OutboxRow).where(
        OutboxRow.platform == event.platform, OutboxRow.chat == event.chat, OutboxRow.status == "waiting"
    )
    await session.execute(waiting.values(status="failed", note="the bot left the chat", body=None))


async def handle_move(session: AsyncSession, event: ChatMoved) -> None:
    """Every row follows the chat to its new id."""
    await move_chat(session, event.platform, event.chat, event.new_chat)
