"""The command line: ``vigie serve``, ``vigie cases``, ``vigie check``, ``vigie scan``, ``vigie verify``."""

from __future__ import annotations

import asyncio
import json
import sys
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bot import cli_candidates
from bot.cli_eval import evaluate
from bot.cli_scan import load_detector, scan
from bot.cli_train import train
from bot.cli_verify import verify
from bot.errors import VigieError
from bot.log import set_up_log
from bot.settings import Settings, load_settings

if TYPE_CHECKING:  # the bot's parts are loaded by the commands that run them
    from bot.serve import Create

app = typer.Typer(
    help="Vigie, the lookout in a pharmacy team's chat.", no_args_is_help=True, pretty_exceptions_enable=False
)
app.command()(scan)
app.command()(verify)
app.command()(train)
app.command("eval")(evaluate)
app.add_typer(cli_candidates.app, name="candidates")

CHATS = ("telegram", "slack")
WIDE = 200  # columns of a table that no terminal shows


class Form(StrEnum):
    TABLE = "table"
    JSONL = "jsonl"


@app.command()
def serve() -> None:
    """Start the bot on every platform that has its settings, or on the local web chat when none has."""
    from bot.serve import serve as run

    settings = load_settings()
    set_up_log(settings.log_level)
    say = Console(stderr=True, highlight=False, soft_wrap=True).print
    asyncio.run(run(settings, load_detector(), creators(settings), say))


def creators(settings: Settings) -> list[Create]:
    """The adapters to start. The web chat has no sign-in: beside a real platform only if told to."""
    has_chat = any((settings.telegram_token, settings.slack_bot_token, settings.slack_client_id))
    has_web = settings.web_chat if settings.web_chat is not None else not has_chat
    names = [*CHATS, "web"] if has_web else list(CHATS)
    found = [getattr(import_module(f"adapters.{name}"), "create", None) for name in names]
    return [create for create in found if create]


@app.command()
def cases(form: Annotated[Form, typer.Option("--format", help="How to write.")] = Form.TABLE) -> None:
    """List the case book, one line a case."""
    settings = load_settings()
    set_up_log(settings.log_level)
    asyncio.run(_print_cases(settings, form))


async def _print_cases(settings: Settings, form: Form) -> None:
    from bot.cases.listing import COLUMNS, list_cases
    from bot.database import Database
    from bot.migrate import migrate

    database = Database(settings.database_url)
    try:
        await migrate(database)
        table = Table(*COLUMNS)
        async with database.read() as session:
            async for line in list_cases(session):
                if form is Form.JSONL:
                    print(json.dumps(line, ensure_ascii=False))
                else:
                    table.add_row(*(str(line[name] if line[name] is not None else "–") for name in COLUMNS))
        if form is Form.TABLE:
            Console(width=None if sys.stdout.isatty() else WIDE).print(table)
    finally:
        await database.close()


@app.command()
def check(
    text: Annotated[str, typer.Argument(help="The message to judge; - reads the standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write the verdict as JSON.")] = False,
) -> None:
    """Judge one message, with the reasons underlined. Stores nothing."""
    from bot.cli_check import as_dict, show
    from bot.messages import Message

    words = sys.stdin.read() if text == "-" else text
    verdict = load_detector().check(Message(platform="check", chat="", message="", author="", text=words))
    if as_json:
        print(json.dumps(as_dict(verdict), ensure_ascii=False))
    else:
        show(words, verdict)


def main() -> Any:
    """Run a command. What the operator can mend is one sentence and exit code 2."""
    try:
        return app()
    except VigieError as error:
        print(error, file=sys.stderr)
        return error.exit_code
