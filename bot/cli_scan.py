"""``vigie scan``: what would have been flagged in files that people have. No token, no network."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from adapters.exports import STANDARD_INPUT, read
from bot.errors import VigieError
from bot.ports import Detects
from bot.scan import Judge, Tally
from bot.scan_output import OutputFormat, Write, writer

SHOW_EVERY = 200  # items between two moves of the progress bar


def scan(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Telegram Desktop's result.json, a Slack export (zip or folder), JSON Lines, or plain text "
            "with one message a line; - reads the standard input. The content tells which.",
        ),
    ],
    form: Annotated[OutputFormat, typer.Option("--format", help="How to write.")] = OutputFormat.TABLE,
    output: Annotated[Path | None, typer.Option(help="Write to this file, not to the screen.")] = None,
    show_text: Annotated[bool, typer.Option("--show-text", help="Write the messages' words, too.")] = False,
) -> None:
    """Say what would have been flagged in chat exports and other files. No token, no network.

    Of exports and plain text the alerts are listed. JSON Lines get one answer for each valid line, in order,
    except in a table, which lists alerts only.

    Exit code 0 when all was read, 2 when an input could not be used.
    """
    _check_output(output, paths)
    tally = Tally(report=_report)
    start = time.monotonic()
    with _progress(tally, has_bar=_has_bar(form, output)) as show, _opened(output) as stream:
        unusable = _scan_all(paths, load_detector(), tally, writer(form, stream, show_text), show)
    _report(_summary(tally, unusable, time.monotonic() - start))
    if unusable:
        raise typer.Exit(VigieError.exit_code)


def load_detector() -> Detects:
    """The detector with its patterns. Imported here: it takes a second that ``--help`` does not need."""
    from bot.detector import Detector

    return Detector.load()


def _scan_all(
    paths: list[str], detector: Detects, tally: Tally, write: Write, show: Callable[[], None]
) -> int:
    """Scan each input; how many could not be used. One that cannot does not hold up the others."""
    unusable = 0
    for path in paths:
        try:
            _scan_one(path, Judge(detector), tally, write, show)
        except VigieError as error:
            unusable += 1
            _report(str(error))
    return unusable


def _scan_one(path: str, judge: Judge, tally: Tally, write: Write, show: Callable[[], None]) -> None:
    for number, item in enumerate(read(path, tally)):
        finding = judge.judge(item)
        tally.messages += len(item.messages)
        tally.alerts += finding.verdict.is_alert
        write(finding)
        if not number % SHOW_EVERY:
            show()


def _report(sentence: str) -> None:
    """One line to the operator. File names come from outside: nothing in them may steer the terminal."""
    print("".join(sign if sign.isprintable() else "·" for sign in sentence), file=sys.stderr)


def _summary(tally: Tally, unusable: int, seconds: float) -> str:
    parts = [f"{tally.messages:,} messages read in {seconds:.1f} s", f"alerts: {tally.alerts:,}"]
    parts += [f"bad lines: {tally.bad:,}"]
    parts += [f"inputs that could not be used: {unusable}"] if unusable else []
    return "; ".join(parts)


def _check_output(output: Path | None, paths: list[str]) -> None:
    inputs = [Path(path) for path in paths if path != STANDARD_INPUT]
    if output and output.exists() and any(path.exists() and path.samefile(output) for path in inputs):
        raise VigieError(f"{output} is also an input and would be overwritten: choose another --output.")


@contextmanager
def _opened(output: Path | None) -> Iterator[TextIO]:
    try:
        if output is None:
            if isinstance(sys.stdout, TextIOWrapper):  # a terminal's encoding must not stop a scan
                sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
            yield sys.stdout
        else:
            with output.open("w", encoding="utf-8", errors="backslashreplace", newline="") as stream:
                yield stream
    except BrokenPipeError:  # the reader of our output has seen enough
        raise
    except OSError as error:
        name = output or "standard output"
        raise VigieError(f"{name} cannot be written ({error.strerror}): choose another --output.") from None


def _has_bar(form: OutputFormat, output: Path | None) -> bool:
    """On a terminal only; and rows meant for a program are not mixed with a bar on the same screen."""
    is_screen_shared = output is None and sys.stdout.isatty()
    return sys.stderr.isatty() and not (is_screen_shared and form is not OutputFormat.TABLE)


@contextmanager
def _progress(tally: Tally, *, has_bar: bool) -> Iterator[Callable[[], None]]:
    columns = (
        TextColumn("Scanning"),
        BarColumn(),
        DownloadColumn(),
        TextColumn("{task.fields[alerts]} alerts"),
        TimeRemainingColumn(),
    )
    progress = Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        disable=not has_bar,
        redirect_stdout=sys.stdout.isatty(),
    )
    with progress:
        task = progress.add_task("", total=None, alerts=0)
        yield lambda: progress.update(
            task, completed=tally.done, total=tally.total or None, alerts=tally.alerts
        )
