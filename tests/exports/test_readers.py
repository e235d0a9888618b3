"""What is read out of each kind of file."""

from __future__ import annotations

import json
import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.exports import read
from adapters.exports.lines import MAX_LINE
from adapters.exports.values import UNKNOWN_TIME
from bot.messages import HiddenLink, Message
from bot.scan import Item, Kind, Tally

DATA = Path(__file__).parent / "data"
SHARED = Path(__file__).parents[2].parent / "shared" / "fixtures" / "exports"


def read_all(path: Path | str) -> tuple[list[Item], Tally, list[str]]:
    reports: list[str] = []
    tally = Tally(reports.append)
    return list(read(str(path), tally)), tally, reports


def messages(path: Path | str) -> list[Message]:
    return [message for item in read_all(path)[0] for message in item.messages]


def test_telegram_chat_is_read_as_the_reader_sees_it() -> None:
    items, tally, reports = read_all(DATA / "telegram_chat.json")
    assert [item.id for item in items] == ["4815162342/2", "4815162342/3", "4815162342/4"]
    first, link, poll = (item.messages[0] for item in items)
    assert (first.author, first.author_name, first.at) == (
        "user11",
        "Maud Kerdraon",
        datetime(2025, 3, 3, 7, 30, tzinfo=UTC),
    )
    assert link.text == "Votre compte expire : réactiver avec le code"
    assert link.links == (HiddenLink((22, 31), "https://ecps-phare.example/"),)
    assert link.text[22:31] == "réactiver"
    assert link.is_forwarded
    assert poll.text == "Inventaire quand ?\nMardi\nJeudi"
    assert tally.bad == 1
    assert "message 6" in reports[0]
    assert tally.done == tally.total


def test_telegram_account_gives_every_chat() -> None:
    items, _, _ = read_all(DATA / "telegram_account.json")
    assert [item.id for item in items] == ["100/1", "11/1", "200/7"]
    assert all(item.kind is Kind.CHAT and not item.is_answered for item in items)


def test_slack_folder_is_read_with_names_links_and_threads() -> None:
    items, tally, reports = read_all(DATA / "slack")
    assert not reports
    assert tally.done == tally.total
    by_id = {item.id: item.messages[0] for item in items}
    assert list(by_id) == [
        "D01PHARE/1740990000.000100",
        "C01COMPTOIR/1740987060.000200",
        "C01COMPTOIR/1740987120.000300",
        "C01COMPTOIR/1741073400.000100",
    ]
    marked = by_id["C01COMPTOIR/1740987060.000200"]
    assert marked.text == "@Sacha Le Bihan regarde la page vite <3 @here"
    (link,) = marked.links
    assert (marked.text[slice(*link.span)], link.target) == (
        "la page",
        "https://ecps-phare.example/a?x=1&y=2",
    )
    rich = by_id["C01COMPTOIR/1740987120.000300"]
    assert rich.text == "je te lis le code🔑 ici@Maud K."
    assert (rich.thread, rich.author_name) == ("1740987060.000200", "Sacha Le Bihan")
    bot = by_id["C01COMPTOIR/1741073400.000100"]
    assert bot.text.split("\n") == ["", "Alerte", "Fiche", "donne le code", "Qui tous"]
    assert bot.links[0].target == "https://veille.example/1"
    assert bot.author_name == "Veille"


@pytest.mark.parametrize("prefix", ["", "export/"])
def test_slack_zip_reads_like_its_folder(tmp_path: Path, prefix: str) -> None:
    target = tmp_path / "export.zip"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted((DATA / "slack").rglob("*.json")):
            archive.write(path, prefix + path.relative_to(DATA / "slack").as_posix())
    assert messages(target) == messages(DATA / "slack")


def test_telegram_folder_and_zip_are_read(tmp_path: Path) -> None:
    folder = tmp_path / "ChatExport_2025-03-03"
    folder.mkdir()
    (folder / "result.json").write_bytes((DATA / "telegram_chat.json").read_bytes())
    with zipfile.ZipFile(tmp_path / "chat.zip", "w") as archive:
        archive.write(folder / "result.json", "ChatExport_2025-03-03/result.json")
    assert messages(folder) == messages(DATA / "telegram_chat.json") == messages(tmp_path / "chat.zip")


def test_one_broken_slack_day_does_not_cost_the_others(tmp_path: Path) -> None:
    for day, text in (
        ("2025-03-03", '[{"ts": "1.0", "text": "a"},\n {"ts"'),
        ("2025-03-04", '[{"ts": "2.0", "text": "b"}]'),
    ):
        (tmp_path / "comptoir").mkdir(exist_ok=True)
        (tmp_path / "comptoir" / f"{day}.json").write_text(text)
    (tmp_path / "users.json").write_text("[{")
    items, tally, reports = read_all(tmp_path)
    assert [item.id for item in items] == ["comptoir/1.0", "comptoir/2.0"]
    assert tally.bad == 2
    assert any("2025-03-03.json, line 2" in report for report in reports)


def test_json_lines_follow_the_contract() -> None:
    items, tally, _ = read_all(DATA / "lines.jsonl")
    assert [(item.id, item.kind) for item in items] == [
        ("a", Kind.ALONE),
        (2, Kind.ALONE),
        ("c", Kind.CONVERSATION),
        ("d", Kind.CONVERSATION),
    ]
    turns = items[2].messages
    assert [turn.author for turn in turns] == ["maud", "sacha", "maud"]
    assert [turn.at.hour for turn in turns] == [8, 8, UNKNOWN_TIME.hour]
    assert tally.bad == 0


BAD_LINES = [
    b"{",
    b"[]",
    b"7",
    b'{"id": "x"}',
    b'{"text": "x"}',
    b'{"id": true, "text": "x"}',
    b'{"id": null, "text": "x"}',
    b'{"id": "x", "text": 5}',
    b'{"id": "x", "text": null}',
    b'{"id": "x", "text": "\xe9"}',
    b'{"id": "x", "messages": {}}',
    b'{"id": "x", "messages": [{"author": "a"}]}',
    b"[" * 100_000,
    b'{"id": ' + b"9" * 5000 + b', "text": "x"}',
    b'{"id": "x", "text": "' + b"a" * MAX_LINE + b'"}',
]


@pytest.mark.parametrize("bad", BAD_LINES, ids=range(len(BAD_LINES)))
def test_one_bad_line_is_reported_and_the_rest_read(tmp_path: Path, bad: bytes) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'{"id": 1, "text": "a"}\n' + bad + b'\n{"id": 3, "text": "b"}')
    items, tally, reports = read_all(path)
    assert [item.id for item in items] == [1, 3]
    assert tally.bad == 1
    assert "line 2" in reports[0]


def test_many_bad_lines_are_counted_not_all_listed(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_text('{"id": 1, "text": "a"}\n' + "oups secret\n" * 500)
    _, tally, reports = read_all(path)
    assert tally.bad == 500
    assert len(reports) < 30
    assert "secret" not in "".join(reports)


def test_odd_characters_are_read(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "\\ud800", "text": "a\\ud83d\\ude00\\ud800b\\u0000"}\r\n\r\n')
    (item,) = read_all(path)[0]
    assert item.id == "\ud800"
    assert item.messages[0].text == "a\U0001f600\ufffdb\0"


def test_text_gives_a_message_a_line() -> None:
    items, _, _ = read_all(DATA / "lines.txt")
    assert [(item.id, item.messages[0].text) for item in items] == [(1, "Bonjour"), (3, "donne le code")]


def test_long_first_lines_and_letters_on_the_edge_are_recognised(tmp_path: Path) -> None:
    path = tmp_path / "in"
    long = {"id": 1, "messages": [{"author": "a", "text": "é" * 100}] * 2000}
    path.write_text(json.dumps(long) + "\n" + json.dumps({"id": 2, "text": "b"}))
    assert [item.id for item in read_all(path)[0]] == [1, 2]
    for start in ("", "a", "\ufeff", "\ufeffa"):
        path.write_text(start + "é" * 50_000, encoding="utf-8")
        assert len(read_all(path)[0]) == 1


@pytest.mark.parametrize("name", ["telegram_chat.json", "telegram_account.json", "lines.jsonl"])
@pytest.mark.parametrize("change", ["minified", "bom", "crlf"])
def test_layout_does_not_matter(tmp_path: Path, name: str, change: str) -> None:
    raw = (DATA / name).read_bytes()
    if change == "minified" and name.endswith(".json"):
        raw = json.dumps(json.loads(raw)).encode() + b"\n"
    raw = b"\xef\xbb\xbf" + raw if change == "bom" else raw
    raw = raw.replace(b"\n", b"\r\n") if change == "crlf" else raw
    (tmp_path / name).write_bytes(raw)
    assert messages(tmp_path / name) == messages(DATA / name)


def test_named_pipe_is_read(tmp_path: Path) -> None:
    import threading

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    thread = threading.Thread(target=lambda: pipe.write_bytes((DATA / "telegram_chat.json").read_bytes()))
    thread.start()
    assert messages(pipe) == messages(DATA / "telegram_chat.json")
    thread.join()


@pytest.mark.skipif(not SHARED.is_dir(), reason="exports of other projects are not on this machine")
@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("telegram_group_result.json", 9),
        ("telegram_personal_chat.json", 4),
        ("slack_thread_with_broadcast_reply.json", 3),
    ],
)
def test_exports_of_other_projects_are_read(name: str, count: int) -> None:
    items, tally, _ = read_all(SHARED / name)
    assert (len(items), tally.bad) == (count, 0)
