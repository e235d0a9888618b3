"""What happens to a chat itself: the bot comes, goes, or the chat gets another id."""

from __future__ import annotations

from sqlalchemy import ColumnElement, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases import chats
from bot.cases.moves import move_chat
from bot.desk.room import Room, Tools
from bot.messages import ChatMoved, Membership, Reply
from bot.ports import Kind, Outgoing
from bot.replies.others import make_greeting, make_hearing
from bot.replies.words import DEFAULT
from bot.tables import Chat, OutboxRow


async def handle_membership(session: AsyncSession, tools: Tools, event: Membership) -> None:
    """Greet a chat that is new or is back, say when it is not heard; stop everything for one that we left."""
    if event.chat.endswith("/"):
        await _leave_workspace(session, event)
        return
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


async def _leave_workspace(session: AsyncSession, event: Membership) -> None:
    """The platform took the whole workspace from us. Its cases stay until their time of retention ends."""
    workspace = event.chat.removesuffix("/")
    ours = (Chat.platform == event.platform, chats.in_workspace(Chat.chat, workspace))
    await session.execute(update(Chat).where(*ours).values(is_active=False))
    waiting = (OutboxRow.platform == event.platform, OutboxRow.status == "waiting")
    place = chats.in_workspace(OutboxRow.chat, workspace) | chats.in_workspace(OutboxRow.to_user, workspace)
    await _drop(session, *waiting, place)


async def _drop_waiting(session: AsyncSession, event: Membership) -> None:
    waiting = (OutboxRow.platform == event.platform, OutboxRow.status == "waiting")
    await _drop(session, *waiting, OutboxRow.chat == event.chat)


async def _drop(session: AsyncSession, *which: ColumnElement[bool]) -> None:
    waiting = update(OutboxRow).where(*which)
    await session.execute(waiting.values(status="failed", note="the bot left the chat", body=None))


async def handle_move(session: AsyncSession, event: ChatMoved) -> None:
    """Every row follows the chat to its new id."""
    await move_chat(session, event.platform, event.chat, event.new_chat)
