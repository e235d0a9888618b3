"""Bring the database to this program's version, at start."""

from __future__ import annotations

import os
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

import migrations
from bot.database import Database
from bot.errors import DatabaseError


async def migrate(database: Database) -> None:
    """Make or update the tables; raise ``DatabaseError`` in one sentence when that cannot be done."""
    _prepare_file(database.path)
    shown = database.url.render_as_string(hide_password=True)
    try:
        async with database.engine.connect() as connection:
            writer = await connection.execution_options(is_writer=True)
            await writer.run_sync(_upgrade, shown)
            await writer.commit()
    except DBAPIError as error:
        raise DatabaseError(
            f"The database {shown} cannot be opened or written ({type(error.orig).__name__}: {error.orig}): "
            "mend its rights or its path, or set VIGIE_DATABASE_URL."
        ) from None
    except SQLAlchemyError as error:
        raise DatabaseError(
            f"The database {shown} cannot be used ({type(error).__name__}): set VIGIE_DATABASE_URL."
        ) from None


def _prepare_file(path: Path | None) -> None:
    """The folder exists and both can be written; the file is its owner's only."""
    if path is None:
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise DatabaseError(
            f"The database file {path} cannot be written ({error.strerror}): "
            "mend the rights of the file and its folder, or set VIGIE_DATABASE_URL."
        ) from None
    if not os.access(path.parent, os.W_OK):
        raise DatabaseError(
            f"The folder {path.parent} cannot be written: mend its rights, or set VIGIE_DATABASE_URL."
        )


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent).replace("%", "%%"))
    return config


def _upgrade(connection: Connection, shown: str) -> None:
    config = alembic_config()
    known = ScriptDirectory.from_config(config)
    current = MigrationContext.configure(connection).get_current_heads()
    if set(current) == set(known.get_heads()):
        return
    if unknown := set(current) - {one.revision for one in known.walk_revisions()}:
        raise DatabaseError(
            f"The database {shown} was made by a newer Vigie (version {', '.join(sorted(unknown))}): "
            "install that one, or set VIGIE_DATABASE_URL to another database."
        )
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
