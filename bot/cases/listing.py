"""The case book as lines: what ``vigie cases`` prints."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.tables import Case, Chat

COLUMNS = ("case", "platform", "chat", "message", "category", "source", "status", "count", "created_at")


async def list_cases(session: AsyncSession) -> AsyncIterator[dict[str, Any]]:
    """Every case of every team, oldest first, with the keys of ``COLUMNS``."""
    query = select(Case, Chat.platform, Chat.chat).join(Chat, Chat.id == Case.chat_id).order_by(Case.id)
    result = await session.stream(query.execution_options(yield_per=500))
    async for case, platform, chat in result:
        yield {
            "case": case.id,
            "platform": platform,
            "chat": chat,
            "message": case.message,
            "category": case.category,
            "source": case.source,
            "status": case.status,
            "count": case.count,
            "created_at": case.created_at.isoformat(timespec="milliseconds"),
        }
