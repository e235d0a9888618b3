"""The migrations make exactly the tables that the program uses."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, text

import adapters.slack.tables  # noqa: F401 - the tables of an adapter are ours, too
from bot.database import Database
from bot.serve import App
from bot.settings import Settings
from bot.tables import Base


def _differences(connection: Connection) -> list[object]:
    return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))


async def test_migrations_and_tables_agree(settings: Settings) -> None:
    database = Database(settings.database_url)
    async with database.engine.connect() as connection:
        assert await connection.run_sync(_differences) == []
    await database.close()


async def test_sqlite_is_set_up_as_it_should_be(app: App) -> None:
    wanted = {
        "journal_mode": "wal",
        "secure_delete": 1,
        "foreign_keys": 1,
        "busy_timeout": 15_000,
        "synchronous": 2,
    }
    async with app.database.read() as session:
        found = {name: (await session.execute(text(f"PRAGMA {name}"))).scalar_one() for name in wanted}
    assert found == wanted
