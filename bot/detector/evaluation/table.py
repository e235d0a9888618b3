"""The figures as tables on a screen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.detector.evaluation import material
from bot.detector.evaluation.against import Difference
from bot.detector.evaluation.goals import goal, is_smaller_better
from bot.detector.evaluation.measures import Share
from bot.detector.evaluation.outcomes import Kind, Outcome
from bot.detector.evaluation.report import Line

_WRAPPED = ("file ", "disguise ")  # one row for each, a column for each of its figures


def show(lines: Sequence[Line], outcomes: Iterable[Outcome], console: Console) -> None:
    """The figures with their goals, a table of the files, one of the disguises, and what stands apart."""
    table = Table("figure", "value", "95 %", "of", "goal", title="The detector on what it has not seen")
    for line in lines:
        if not line.name.startswith(_WRAPPED):
            table.add_row(*_cells(line))
    console.print(table)
    for start in _WRAPPED:
        _show_wrapped(start, [line for line in lines if line.name.startswith(start)], console)
    answers = list(outcomes)
    _show_quiet([one for one in answers if one.kind is Kind.QUIET and one.said_alert], console)
    if not any(one.rule for one in answers):
        console.print("Policy rules: no row of the corpus names its rule (`rule`), so there is no figure.")


def shown(line: Line, figure: Share | None = None) -> str:
    """A figure as the trade writes it: small shares in per cent."""
    value = (figure or line.figure).value
    return f"{100 * value:.2f} %" if is_smaller_better(line.name) else f"{value:.3f}"


def _cells(line: Line) -> tuple[str | Text, ...]:
    figure, wanted = line.figure, goal(line)
    scale, unit = (100, " %") if is_smaller_better(line.name) else (1, "")
    bounds = f"{scale * figure.low:.3g}–{scale * figure.high:.3g}{unit}"
    verdict = (
        Text(f"{wanted[0]} {'✓' if wanted[1] else '✗'}", "green" if wanted[1] else "red") if wanted else ""
    )
    return line.name, shown(line), bounds, f"{figure.hits:,} / {figure.of:,}", verdict


def _show_wrapped(start: str, lines: Sequence[Line], console: Console) -> None:
    if not lines:
        return
    columns = list(dict.fromkeys(line.name.partition("/")[2] for line in lines))
    table = Table(start.strip(), *columns)
    for name, group in groupby(lines, lambda line: line.name.partition("/")[0]):
        cells = {line.name.partition("/")[2]: line for line in group}
        table.add_row(name.removeprefix(start), *(_cell(cells.get(column)) for column in columns))
    console.print(table)


def _cell(line: Line | None) -> Text:
    if line is None:
        return Text("–")
    wanted = goal(line)
    return Text(shown(line), "red" if wanted and not wanted[1] else "")


def _show_quiet(alarms: Sequence[Outcome], console: Console) -> None:
    """Alarms on quiet texts by id: their words belong to other people."""
    for one in sorted(alarms, key=lambda one: (one.is_alert, -one.margin)):
        why = f"true request: {material.judged()[one.id]}" if one.is_alert else "false alarm"
        console.print(f"quiet {one.id} (margin {one.margin:+.2f}): {why}", highlight=False)


def show_errors(outcomes: Iterable[Outcome], most: int, console: Console) -> None:
    """The errors on messages of the corpus, the surest first, with their words."""
    texts = {(one.world, one.row["id"]): one.text for one in material.examples() if not one.is_derived}
    wrong = [one for one in outcomes if one.kind is Kind.MESSAGE and not one.is_right]
    wrong.sort(key=lambda one: (-abs(one.margin), one.world, one.id))
    for one in wrong[:most]:
        label = f"{one.category}, {one.source}" if one.is_alert else "none"
        text = texts.get((one.world, one.id), "(not in the corpus)")
        gate = " (stopped by the gate)" if one.is_alert and one.margin > 0 else ""
        console.print(Text(f"{one.world} {one.id} [{label}] margin {one.margin:+.2f}{gate}: {text}"))
    console.print(f"{len(wrong)} errors in all; {min(most, len(wrong))} shown.")


def show_difference(found: Difference, most: int, console: Console) -> None:
    """What changed since an earlier revision, on the messages that both know."""
    table = Table("figure", "before", "now", "change", title=f"Against {found.revision}")
    for line, before in found.lines:
        change = line.figure.value - before.value
        if abs(change) >= 0.0005:  # noqa: PLR2004 - what the printed digits show
            is_better = (change < 0) == is_smaller_better(line.name)
            points = f"{100 * change:+.2f}"
            table.add_row(
                line.name, shown(line, before), shown(line), Text(points, "green" if is_better else "red")
            )
    console.print(table)
    for title, ids in (("now right", found.mended), ("now wrong", found.broken)):
        rest = f" and {len(ids) - most} more" if len(ids) > most else ""
        console.print(f"{title} ({len(ids)}): {' '.join(ids[:most])}{rest}", highlight=False)
