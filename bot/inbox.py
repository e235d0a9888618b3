"""The inbox: raw events, committed before the platform is told that they arrived."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert as postgres_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.ports import Payload
from bot.tables import InboxRow, PoisonRow


@dataclass(frozen=True, slots=True)
class Raw:
    """A raw event in the inbox, with its place in the order of arrival."""

    id: int
    platform: str
    chat: str
    key: str
    payload: Payload


@dataclass(slots=True)
class _Waiting:
    row: dict[str, Any]
    is_new: asyncio.Future[bool] = field(default_factory=lambda: asyncio.get_running_loop().create_future())


class Inbox:
    """The table ``inbox``. Puts that wait at the same time share one commit."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: list[_Waiting] = []
        self._turn = asyncio.Lock()
        self.arrived = asyncio.Event()

    async def put(self, platform: str, chat: str, key: str, payload: Payload) -> bool:
        """Store one event; on return it is committed. False: this key is in the inbox already."""
        return (await self.put_many([(platform, chat, key, payload)]))[0]

    async def put_many(self, events: Sequence[tuple[str, str, str, Payload]]) -> list[bool]:
        """Store several events in order, in one commit; see ``put``."""
        mine = [_Waiting(_row(*event)) for event in events]
        self._waiting += mine
        async with self._turn:
            if not all(one.is_new.done() for one in mine):  # nobody before us took ours along
                await self._store()
        return [await one.is_new for one in mine]

    async def _store(self) -> None:
        batch, self._waiting = self._waiting, []
        try:
            async with self._database.write() as session:
                stored = await self._insert(session, [one.row for one in batch])
        except BaseException as error:
            for one in batch:
                if not one.is_new.done():
                    one.is_new.set_exception(_copy(error))
                    one.is_new.exception()  # whoever was cancelled does not fetch it: no warning then
            if isinstance(error, Exception):
                return
            raise
        for one in batch:
            name = (one.row["platform"], one.row["key"])
            one.is_new.set_result(name in stored)
            stored.discard(name)  # the same key twice in a batch: the first is the new one
        self.arrived.set()

    async def _insert(self, session: AsyncSession, rows: list[dict[str, Any]]) -> set[tuple[str, str]]:
        insert = sqlite_insert if self._database.is_sqlite else postgres_insert
        statement = insert(InboxRow).on_conflict_do_nothing().returning(InboxRow.platform, InboxRow.key)
        return {(platform, key) for platform, key in await session.execute(statement, rows)}

    async def next(self, platforms: Collection[str], limit: int) -> list[Raw]:
        """The oldest events of these platforms, in order of arrival. They stay in the table."""
        query = select(InboxRow).where(InboxRow.platform.in_(platforms)).order_by(InboxRow.id).limit(limit)
        async with self._database.read() as session:
            rows = (await session.scalars(query)).all()
        return [Raw(row.id, row.platform, row.chat, row.key, json.loads(row.payload)) for row in rows]

    async def end(self, session: AsyncSession, ids: Sequence[int]) -> int:
        """Delete events within the transaction that ends them; how many were still there."""
        done = await session.execute(delete(InboxRow).where(InboxRow.id.in_(ids)))
        return int(done.rowcount)  # type: ignore[attr-defined]

    async def set_aside(self, raw: Raw, error: BaseException) -> None:
        """Take a poison event out: its key and the kind of error stay, its payload goes."""
        async with self._database.write() as session:
            if await self.end(session, [raw.id]):
                insert = sqlite_insert if self._database.is_sqlite else postgres_insert
                row = {"platform": raw.platform, "key": raw.key, "error": type(error).__name__}
                await session.execute(
                    insert(PoisonRow).values(**row, at=datetime.now(UTC)).on_conflict_do_nothing()
                )


def _row(platform: str, chat: str, key: str, payload: Payload) -> dict[str, Any]:
    words = json.dumps(payload, ensure_ascii=True, separators=(",", ":"))  # ASCII: lone surrogates survive
    return {"platform": platform, "chat": chat, "key": key, "payload": words, "at": datetime.now(UTC)}


def _copy(error: BaseException) -> BaseException:
    """An error for another task: a cancellation of ours must not cancel the others."""
    return error if isinstance(error, Exception) else OSError("the inbox stopped before the event was stored")
