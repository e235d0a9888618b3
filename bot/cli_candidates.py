"""``vigie candidates``: wrong verdicts that teams pointed out, on their way into the corpus."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.errors import CandidateError
from bot.log import set_up_log
from bot.settings import load_settings

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncSession

T = TypeVar("T")
FILE = "candidates.jsonl"
WIDE = 200  # columns of a table that no terminal shows
STATES = ("new", "accepted", "rejected")

app = typer.Typer(
    help="Masked examples of wrong verdicts: look at them, accept them, export them into the corpus.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
Number = Annotated[int, typer.Argument(help="The candidate's number.")]


@app.command("list")
def list_(
    everything: Annotated[bool, typer.Option("--all", help="Also those decided already.")] = False,
) -> None:
    """The candidates that wait, one line each."""
    from rich.console import Console
    from rich.table import Table

    from bot.cases.candidates import list_candidates

    found = _run(lambda session: list_candidates(session, STATES if everything else STATES[:1]))
    table = Table("no.", "kind", "state", "said", "score", "masked text")
    for one in found:
        said = one.said_category or "none"
        table.add_row(str(one.id), one.kind, one.status, said, f"{one.score:.2f}", one.text)
    Console(width=None if sys.stdout.isatty() else WIDE, markup=False).print(table)


@app.command()
def show(number: Number) -> None:
    """One candidate whole, with the rules and features that fired."""
    from bot.cases.candidates import get_candidate

    found = _run(lambda session: get_candidate(session, number))
    print(
        f"{found.id}  {found.kind}  {found.status}  case {found.case_id or '–'}  {found.created_at:%Y-%m-%d}"
    )
    print(f"text:  {found.text}")
    print(f"said:  {found.said_category or 'none'} {found.said_source or ''}  score {found.score:.2f}")
    print(f"fired: {', '.join(found.rules) or 'nothing'}")
    if found.label:
        print(f"label: {found.label} {found.category or ''} {found.source or ''}".rstrip())


@app.command()
def accept(
    number: Number,
    label: Annotated[str | None, typer.Option("--label", help="alert or none.")] = None,
    category: Annotated[str | None, typer.Option("--category", help="Of an alert.")] = None,
    source: Annotated[str | None, typer.Option("--source", help="Of an alert: direct or relayed.")] = None,
    text: Annotated[
        str | None, typer.Option("--text", help="Better words for what the mask hid, all invented.")
    ] = None,
) -> None:
    """Take a candidate, labelled by what the team said unless told otherwise."""
    from bot.cases.candidates import Decision, as_row
    from bot.cases.candidates import accept as take

    decision = Decision(label, category, source, text)
    found = _run(lambda session: take(session, number, decision, datetime.now(UTC)))
    print(json.dumps(as_row(found), ensure_ascii=False))


@app.command()
def reject(number: Number) -> None:
    """Leave a candidate out."""
    from bot.cases.candidates import reject as leave

    _run(lambda session: leave(session, number, datetime.now(UTC)))
    print(f"Candidate {number} stays out of the corpus.")


@app.command()
def export(
    out: Annotated[
        Path | None, typer.Option("--out", help=f"Default: {FILE} among the corpus, for `vigie train`.")
    ] = None,
) -> None:
    """Write all accepted candidates as a corpus file, in place of the one written before."""
    from bot.cases.candidates import as_row, list_candidates

    found = _run(lambda session: list_candidates(session, ("accepted",)))
    path = out or Path(str(files("patterns"))) / "corpus" / FILE
    lines = [json.dumps(as_row(one), ensure_ascii=False) + "\n" for one in found]
    try:
        path.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise CandidateError(f"{path} cannot be written ({error.strerror}): choose another --out.") from None
    print(f"{len(found)} candidates in {path}. Next: vigie train, then vigie eval.")


def _run(work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    """Do something in a transaction of the case book."""
    settings = load_settings()
    set_up_log(settings.log_level)
    return asyncio.run(_work(settings.database_url, work))


async def _work(url: str, work: Callable[[AsyncSession], Awaitable[T]]) -> T:
    from bot.database import Database
    from bot.migrate import migrate

    database = Database(url)
    try:
        await migrate(database)
        async with database.write() as session:
            return await work(session)
    finally:
        await database.close()
