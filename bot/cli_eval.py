"""``vigie eval``: how good the detector is on what it has not seen."""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from bot.cli_train import NEEDS
from bot.errors import VigieError

if TYPE_CHECKING:
    from bot.detector.evaluation.folds import Plan
    from bot.detector.evaluation.outcomes import Outcome

WIDE = 120  # columns of a table that no terminal shows
QUICK_GROUPS = 6
QUIET = Path("../shared/quiet")


class Form(StrEnum):
    TABLE = "table"
    JSON = "json"


class Folds(StrEnum):
    EACH = "each"
    QUICK = "quick"


def evaluate(  # noqa: PLR0913, PLR0917 - the options of a command
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[FILES]...",
            help="Files of patterns/corpus, by name, or JSON Lines of your own in the same form; "
            "the whole corpus when none is named.",
        ),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="How to write.")] = Form.TABLE,
    folds: Annotated[
        Folds,
        typer.Option("--folds", help="Leave out each file in turn, or quicker, one of six groups of files."),
    ] = Folds.EACH,
    errors: Annotated[
        int, typer.Option("--errors", min=0, help="List so many errors, with their words.")
    ] = 0,
    against: Annotated[
        str | None, typer.Option("--against", metavar="REV", help="Compare with this git revision.")
    ] = None,
    baseline: Annotated[bool, typer.Option("--baseline", help="Measure n-grams, too.")] = False,
    disguised: Annotated[int, typer.Option(help="Put so many messages through every disguise.")] = 800,
    quiet: Annotated[Path, typer.Option(help="Folder of ordinary texts, skipped when not there.")] = QUIET,
    jobs: Annotated[int, typer.Option(min=1, help="Processes.")] = min(2, os.cpu_count() or 1),
) -> None:
    """Train without a file of the corpus, score on it, for every file; print figures with 95 % intervals."""
    try:
        from bot.detector.evaluation.folds import measure  # scikit-learn is no run-time dependency
    except ImportError as problem:
        raise VigieError(NEEDS) from problem
    start = time.monotonic()
    plan = make_plan(paths or [], folds, quiet, disguised, baseline)
    outcomes = measure(plan, jobs, _said)
    seconds = time.monotonic() - start
    if form is Form.JSON:
        _write_json(outcomes, seconds)
    else:
        _show(outcomes, errors, seconds, plan)
    if against is not None:
        _compare(against, outcomes, _repeated(paths or [], folds, disguised, jobs), errors or 40)


def make_plan(names: list[str], folds: Folds, quiet: Path, disguised: int, baseline: bool) -> Plan:
    """What to measure. Quiet texts only with the whole corpus."""
    from bot.detector.evaluation import material
    from bot.detector.evaluation.folds import Plan
    from bot.detector.evaluation.folds import folds as make_folds

    known = {one.world for one in material.examples()} | {one.world for one in material.conversations()}
    worlds = {Path(name).stem for name in names} & known
    extra = tuple(Path(name) for name in names if Path(name).stem not in known)
    groups = QUICK_GROUPS if folds is Folds.QUICK else None
    if not names:
        return Plan(
            make_folds(known, groups),
            quiet=quiet if quiet.is_dir() else None,
            disguised=disguised,
            has_ngrams=baseline,
        )
    chosen = frozenset(worlds)
    return Plan(make_folds(chosen, groups), chosen, extra, disguised=disguised, has_ngrams=baseline)


def _repeated(names: list[str], folds: Folds, disguised: int, jobs: int) -> list[str]:
    """The options for the earlier revision. A file of one's own is found from anywhere."""
    files = [str(Path(name).resolve()) if Path(name).exists() else name for name in names]
    return [*files, "--folds", folds, "--disguised", str(disguised), "--jobs", str(jobs)]


def _compare(revision: str, outcomes: list[Outcome], options: list[str], most: int) -> None:
    from bot.detector.evaluation.against import compare, outcomes_of
    from bot.detector.evaluation.table import show_difference

    before = outcomes_of(revision, options)
    show_difference(compare(revision, outcomes, before), most, _console())


def _show(outcomes: list[Outcome], errors: int, seconds: float, plan: Plan) -> None:
    from bot.detector.evaluation import table
    from bot.detector.evaluation.report import lines

    console = _console()
    table.show(lines(outcomes), outcomes, console)
    if errors:
        table.show_errors(outcomes, errors, console)
    if plan.quiet is None and plan.worlds is None:
        console.print("Quiet texts: the folder is not there (--quiet), so there is no figure.")
    console.print(f"{len(outcomes):,} answers, {len(plan.folds)} trainings in {seconds:.0f} s.")


def _write_json(outcomes: list[Outcome], seconds: float) -> None:
    from bot.detector.evaluation.outcomes import as_rows
    from bot.detector.evaluation.report import lines

    figures = {line.name: asdict(line.figure) for line in lines(outcomes)}
    json.dump(
        {"seconds": round(seconds, 1), "figures": figures, "outcomes": as_rows(outcomes)},
        sys.stdout,
        ensure_ascii=False,
    )
    print()


def _said(name: str) -> None:
    """How far the work has come, for whoever waits."""
    if sys.stderr.isatty():
        print(f"measured: {name}", file=sys.stderr)


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else WIDE)
