"""The findings of a scan as a table, JSON Lines or CSV: one row at a time, words only when asked for."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, TextIO

from bot.scan import Finding

Write = Callable[[Finding], None]

COLUMNS = ("id", "date", "verdict", "category", "source", "score", "rules", "alert_at")
WIDTHS = (30, 16, 10, 7, 5)  # id, date, category, source, score
FORMULA = ("=", "+", "-", "@", "\t", "\r")
SCORE_DIGITS = 4


class OutputFormat(StrEnum):
    """How the findings are written."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def writer(form: OutputFormat, stream: TextIO, has_text: bool) -> Write:
    """A function that writes one finding, or leaves it out: the table lists alerts only."""
    makers = {OutputFormat.TABLE: _table, OutputFormat.JSONL: _json_lines, OutputFormat.CSV: _csv}
    return makers[form](stream, has_text)


def as_json(finding: Finding) -> dict[str, Any]:
    """The contract with other programs: exactly these keys for a line of JSON Lines; exports add ``date``."""
    verdict = finding.verdict
    row: dict[str, Any] = {
        "id": finding.item.id,
        "verdict": "alert" if verdict.is_alert else "none",
        "category": verdict.category,
        "source": verdict.source,
        "score": round(verdict.score, SCORE_DIGITS),
        "reasons": [
            {"rule": reason.rule, "span": list(reason.span), "weight": round(reason.weight, SCORE_DIGITS)}
            for reason in verdict.reasons
        ],
        "alert_at": finding.alert_at,
    }
    return row if finding.item.is_answered else row | {"date": _date(finding)}


def _json_lines(stream: TextIO, has_text: bool) -> Write:
    def write(finding: Finding) -> None:
        if not _is_listed(finding):
            return
        row = as_json(finding)
        if has_text:
            row["text"] = _text(finding)
        # ASCII: ids may hold what UTF-8 cannot, and U+2028 ends a line for some readers.
        stream.write(json.dumps(row) + "\n")
        stream.flush()  # another program may wait for this very line

    return write


def _csv(stream: TextIO, has_text: bool) -> Write:
    rows = csv.writer(stream)
    rows.writerow(COLUMNS + (("text",) if has_text else ()))

    def write(finding: Finding) -> None:
        if not _is_listed(finding):
            return
        row = as_json(finding) | {"date": _date(finding), "rules": " ".join(_rules(finding))}
        cells = [row[column] for column in COLUMNS]
        rows.writerow([*cells, _harmless(_text(finding))] if has_text else cells)

    return write


def _table(stream: TextIO, has_text: bool) -> Write:
    stream.write(_line(("id", "date (UTC)", "category", "source", "score", "rules")))

    def write(finding: Finding) -> None:
        verdict = finding.verdict
        if not verdict.is_alert:
            return
        date = _date(finding)[:16].replace("T", " ")
        cells = (_identity(finding), date, verdict.category or "", verdict.source or "")
        stream.write(_line((*cells, f"{verdict.score:.2f}", " ".join(_rules(finding)))))
        if has_text:
            stream.write("".join(f"    {line}\n" for line in _printable(_text(finding))))
        stream.flush()

    return write


def _line(cells: Sequence[str]) -> str:
    *firsts, last = cells
    return "  ".join([*(cell.ljust(width) for cell, width in zip(firsts, WIDTHS, strict=True)), last]) + "\n"


def _is_listed(finding: Finding) -> bool:
    return finding.verdict.is_alert or finding.item.is_answered


def _identity(finding: Finding) -> str:
    index = "" if finding.alert_at is None else f" [{finding.alert_at}]"
    return "".join(_printable(str(finding.item.id))) + index


def _date(finding: Finding) -> str:
    """ISO 8601 in UTC, "" when the file does not tell."""
    at = finding.message.at if finding.message else None
    return at.isoformat(timespec="seconds") if at and at.timestamp() else ""


def _rules(finding: Finding) -> list[str]:
    return list(dict.fromkeys(reason.rule for reason in finding.verdict.reasons))


def _text(finding: Finding) -> str:
    return finding.message.text if finding.message else ""


def _printable(text: str) -> list[str]:
    """The lines of a text without what would steer a terminal."""
    return ["".join(sign if sign.isprintable() else "·" for sign in line) for line in text.splitlines()]


def _harmless(text: str) -> str:
    """A cell that a spreadsheet does not take for a formula."""
    return "'" + text if text.startswith(FORMULA) else text
