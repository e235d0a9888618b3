"""What is swept up: notes of answers without a case, after a day."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from bot.housekeeping import sweep
from bot.serve import App
from bot.tables import OutboxRow
from tests.doubles import START, post, settle


async def test_notes_without_a_case_go_after_a_day(app: App) -> None:
    await post(app, kind="command", name="aide", message="1")
    await post(app, "!code", message="2")
    await settle(app)
    for age, left in ((timedelta(hours=23), 2), (timedelta(days=2), 1)):
        await sweep(app.database, START + age)
        async with app.database.read() as session:
            assert len(list(await session.scalars(select(OutboxRow.id)))) == left
