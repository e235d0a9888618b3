"""A reply that was sent is noted, whatever the database does meanwhile, and not sent again."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot import outbox
from bot.receipts import Receipts
from bot.serve import App
from bot.tables import OutboxRow
from tests.doubles import post, settle


async def test_notes_wait_for_the_database(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    fails = 2
    mark_sent = outbox.mark_sent

    async def locked(*parts: Any) -> None:
        nonlocal fails
        fails -= 1
        if fails >= 0:
            raise OperationalError("UPDATE", {}, Exception("database is locked"))
        await mark_sent(*parts)

    monkeypatch.setattr(outbox, "mark_sent", locked)
    for number in range(3):
        await post(app, "!code", chat=f"chat{number}", message=str(number))
    adapter = await settle(app)
    assert len(adapter.sent) == 3
    async with app.database.read() as session:
        assert list(await session.scalars(select(OutboxRow.status))) == ["sent"] * 3


async def test_notes_at_the_same_time_share_a_commit(app: App, monkeypatch: pytest.MonkeyPatch) -> None:
    receipts, commits = Receipts(app.database), 0
    write = app.database.write

    def counted(**how: Any) -> Any:
        nonlocal commits
        commits += 1
        return write(**how)

    monkeypatch.setattr(app.database, "write", counted)
    rows = [OutboxRow(id=number, kind=1) for number in range(20)]
    await asyncio.gather(*(receipts.note(row, "") for row in rows))
    assert commits <= 2
