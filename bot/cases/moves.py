"""A chat gets another id: every row follows, in one transaction."""

from __future__ import annotations

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.chats import find_chat
from bot.cases.teams import merge_teams
from bot.tables import Case, Chat, InboxRow, OutboxRow


async def move_chat(session: AsyncSession, platform: str, old: str, new: str) -> None:
    """Give a chat its new id wherever it is written to or heard. A second time is a no-op."""
    chat_old, chat_new = await find_chat(session, platform, old), await find_chat(session, platform, new)
    if chat_old and chat_new:
        # Something arrived under the one id before it was known to be the other: the elder keeps all.
        chat_old, gone = sorted((chat_old, chat_new), key=lambda chat: chat.id)
        chat_old.is_active = chat_old.is_active or gone.is_active
        await _absorb(session, chat_old, gone)
    if chat_old:
        chat_old.chat = new
    # The messages of the cases keep the old id: the new chat counts its own messages anew.
    for table in (OutboxRow, InboxRow):
        await session.execute(
            update(table).where(table.platform == platform, table.chat == old).values(chat=new)
        )
    lane = update(OutboxRow).where(OutboxRow.platform == platform, OutboxRow.lane == f"chat:{old}")
    await session.execute(lane.values(lane=f"chat:{new}"))
    await session.flush()


async def _absorb(session: AsyncSession, kept: Chat, gone: Chat) -> None:
    await session.execute(update(Case).where(Case.chat_id == gone.id).values(chat_id=kept.id))
    team_id = gone.team_id
    await session.delete(gone)
    await session.flush()
    others = await session.scalar(select(func.count()).select_from(Chat).where(Chat.team_id == team_id))
    if team_id != kept.team_id and not others:
        await merge_teams(session, kept.team_id, team_id)
