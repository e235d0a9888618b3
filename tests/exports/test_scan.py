"""``vigie scan`` as its users run it: what goes out, where, and with which exit code."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner, Result

from adapters import exports
from bot import cli_scan
from bot.detector import Detector
from bot.errors import VigieError
from bot.messages import Message
from bot.scan import Item, Judge, Kind
from tests.exports.double import KeywordDetector
from tests.exports.test_readers import DATA

KEYS = ["id", "verdict", "category", "source", "score", "reasons", "alert_at"]

app = typer.Typer()
app.command("scan")(cli_scan.scan)


@pytest.fixture(autouse=True)
def detector(monkeypatch: pytest.MonkeyPatch) -> KeywordDetector:
    double = KeywordDetector()
    monkeypatch.setattr(cli_scan, "load_detector", lambda: double)
    return double


def scan(*arguments: object, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)


def rows(result: Result) -> list[dict[str, Any]]:
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_each_line_gets_one_answer_in_order() -> None:
    result = scan(DATA / "lines.jsonl", "--format", "jsonl")
    assert result.exit_code == 0
    found = rows(result)
    assert [list(row) for row in found] == [KEYS] * 4
    assert [row["id"] for row in found] == ["a", 2, "c", "d"]
    assert found[0] == dict(zip(KEYS, ["a", "none", None, None, 0.0, [], None], strict=True))
    reasons = [{"rule": "demo.word", "span": [9, 13], "weight": 2.5}]
    assert found[1] == dict(zip(KEYS, [2, "alert", "code", "direct", 0.9123, reasons, None], strict=True))
    assert found[2]["alert_at"] == 1
    assert found[2]["reasons"][0]["span"] == [0, 6]
    assert found[3] == dict(zip(KEYS, ["d", "none", None, None, 0.0, [], None], strict=True))
    assert "6 messages read in" in result.stderr
    assert "alerts: 2; bad lines: 0" in result.stderr


def test_bad_line_gives_no_answer_and_is_told_without_its_words() -> None:
    lines = b'{"id": 1, "text": "a"}\nmot de passe Phare!1\n{"id": 3, "text": "le code"}\n'
    result = scan("-", "--format", "jsonl", stdin=lines)
    assert result.exit_code == 0
    assert [row["id"] for row in rows(result)] == [1, 3]
    assert "standard input, line 2: not JSON; skipped" in result.stderr
    assert "bad lines: 1" in result.stderr
    assert "Phare" not in result.output


def test_export_lists_alerts_with_date_and_without_words() -> None:
    result = scan(DATA / "telegram_chat.json", "--format", "jsonl")
    (row,) = rows(result)
    assert list(row) == [*KEYS, "date"]
    assert (row["id"], row["date"]) == ("4815162342/3", "2025-03-03T07:31:00+00:00")
    assert "compte" not in result.output
    assert "Maud" not in result.output


def test_words_are_shown_on_demand() -> None:
    for form in ("table", "jsonl", "csv"):
        assert "Votre compte" in scan(DATA / "telegram_chat.json", "--format", form, "--show-text").stdout
        assert "Votre compte" not in scan(DATA / "telegram_chat.json", "--format", form).stdout


def test_table_lists_alerts_only() -> None:
    header, *lines = scan(DATA / "lines.jsonl", DATA / "slack").stdout.splitlines()
    assert header.split() == ["id", "date", "(UTC)", "category", "source", "score", "rules"]
    identities = ["2", "c", "C01COMPTOIR/1740987120.000300", "C01COMPTOIR/1741073400.000100"]
    assert [line.split()[0] for line in lines] == identities
    assert "2025-03-03 07:32  code        direct   0.91   demo.word" in lines[2]


def test_csv_has_a_row_an_answer_and_no_formulas() -> None:
    result = scan("-", "--format", "csv", "--show-text", stdin=b'{"id": 1, "text": "=code()"}\n')
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["id"], row["verdict"], row["rules"], row["text"]) == ("1", "alert", "demo.word", "'=code()")


def test_unusable_input_does_not_keep_the_others_from_being_read(tmp_path: Path) -> None:
    result = scan(tmp_path / "absent.json", DATA / "lines.txt", "--format", "jsonl")
    assert result.exit_code == 2
    assert [row["id"] for row in rows(result)] == [3]
    assert "No such file" in result.stderr
    assert "inputs that could not be used: 1" in result.stderr


def test_output_goes_to_a_file_but_never_over_an_input(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_bytes((DATA / "lines.jsonl").read_bytes())
    result = scan(source, "--format", "jsonl", "--output", target)
    assert (result.exit_code, result.stdout) == (0, "")
    assert len(target.read_text().splitlines()) == 4
    refused = scan(source, "--output", source)
    assert isinstance(refused.exception, VigieError)
    assert source.read_bytes() == (DATA / "lines.jsonl").read_bytes()
    assert isinstance(scan(source, "--output", tmp_path / "no" / "where").exception, VigieError)


def test_odd_ids_and_words_are_written(tmp_path: Path) -> None:
    line = b'{"id": "\\ud800\\u001b[2J\\n", "text": "le code \\ud800\\u2028\\u0000\\u001b[2J"}\n'
    for form in ("jsonl", "csv", "table"):
        result = scan("-", "--format", form, "--show-text", stdin=line)
        assert result.exit_code == 0
        assert form == "csv" or "\x1b" not in result.stdout
    (row,) = rows(scan("-", "--format", "jsonl", stdin=line))
    assert row["id"] == "\ud800\x1b[2J\n"


def test_chat_is_judged_with_what_was_said_before(detector: KeywordDetector) -> None:
    result = scan(DATA / "telegram_account.json", "--format", "jsonl")
    assert [row["id"] for row in rows(result)] == ["200/7"]  # « lequel » stands in another chat than « SMS »
    recents = [len(recent) for _, recent in detector.seen]
    assert recents == [0, 0, 0]


def test_conversation_is_judged_to_its_first_alert(detector: KeywordDetector) -> None:
    turns = tuple(Message("export", "c", str(n), "a", text) for n, text in enumerate(["a", "code", "b"]))
    finding = Judge(detector).judge(Item("c", turns, Kind.CONVERSATION, is_answered=True))
    assert finding.alert_at == 1
    assert [recent for _, recent in detector.seen] == [(), turns[:1]]


def test_waiting_program_gets_its_answer_before_it_goes_on() -> None:
    code = (
        "import typer; from bot import cli_scan; from tests.exports.double import KeywordDetector as D;"
        "cli_scan.load_detector = D; typer.run(cli_scan.scan)"
    )
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", code, "-", "--format", "jsonl"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=root,
        env=os.environ | {"LC_ALL": "C"},
    ) as program:
        assert program.stdin is not None
        assert program.stdout is not None
        for number in range(3):
            program.stdin.write(json.dumps({"id": number, "text": "le code"}).encode() + b"\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["id"] == number
        program.stdin.close()
        assert program.wait(timeout=20) == 0


def test_contract_in_the_documentation_holds() -> None:
    text = Path(exports.__file__).with_name("README.md").read_text(encoding="utf-8")
    given, answers = (block.split("```")[0] for block in text.split("```jsonl\n")[1:])
    result = scan("-", "--format", "jsonl", stdin=given.encode())
    assert [row["id"] for row in rows(result)] == [json.loads(line)["id"] for line in answers.splitlines()]
    for line in answers.splitlines():
        assert list(json.loads(line)) == KEYS


@pytest.mark.parametrize(
    "name", ["lines.jsonl", "lines.txt", "telegram_account.json", "telegram_chat.json", "slack"]
)
def test_real_detector_scans_every_kind_of_input(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(cli_scan, "load_detector", Detector.load)
    for form in ("table", "csv", "jsonl"):
        result = scan(DATA / name, "--format", form)
        assert (result.exit_code, result.exception) == (0, None)


def test_real_detector_alerts_on_a_plain_ask(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli_scan, "load_detector", Detector.load)
    text = "Vous allez recevoir un code par SMS, merci de me le communiquer"
    lines = [{"id": 1, "text": text}, {"id": 2, "text": "Qui ouvre demain ?"}]
    stdin = "".join(json.dumps(line) + "\n" for line in lines).encode()
    alert, silent = rows(scan("-", "--format", "jsonl", stdin=stdin))
    assert (alert["verdict"], alert["category"], alert["source"]) == ("alert", "code", "direct")
    assert alert["reasons"]
    assert all(
        0 <= start < end <= len(text) for start, end in (reason["span"] for reason in alert["reasons"])
    )
    assert (silent["verdict"], silent["category"], silent["alert_at"]) == ("none", None, None)
