"""What cannot be used is refused in one sentence that tells what to do; the readers raise nothing else."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from adapters.exports import read
from adapters.exports.slack_text import shown, undo_mrkdwn
from bot.errors import VigieError
from bot.scan import Tally
from tests.exports.test_readers import DATA

CHAT = (DATA / "telegram_chat.json").read_bytes()


def refusal(path: Path | str) -> str:
    with pytest.raises(VigieError) as caught:
        list(read(str(path), Tally(lambda _: None)))
    sentence = str(caught.value)
    assert str(path) in sentence
    assert "\n" not in sentence
    # Neither the sentence nor a traceback repeats the words of the file.
    assert "Bonjour" not in sentence
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None or caught.value.__suppress_context__
    return sentence


REFUSED = {
    "empty.json": (b"", "empty"),
    "blank.txt": (b" \r\n\n", "empty"),
    "bom_only.json": (b"\xef\xbb\xbf", "empty"),
    "cut.json": (CHAT[: CHAT.index(b"Sacha")], "line 10: the file stops in the middle"),
    "cut_early.json": (CHAT[:20], "line 2: the file stops in the middle"),
    "cut_result": (CHAT[:-5], "the file stops in the middle"),
    "broken.json": (CHAT.replace(b'"id": 3,', b'"id" 3,'), "line 8: this is not JSON"),
    "latin1.json": (CHAT.decode().encode("latin-1", "replace"), "line 7: this is not JSON"),
    "words.json": (b"Bonjour\nle code", "line 1: this is not JSON"),
    "two.json": (CHAT + CHAT, "this is not JSON"),
    "list.json": (b"[1, 2]", "no chat export known"),
    "object.json": (b'{\n "a": [1]\n}', "no chat export known"),
    "nested.json": (b'{"name": "x", "type": "y", "id": 1, "messages": [' + b"[" * 5000, "nested deeper"),
    "deep.json": (b"[" * 200_000, "line 1"),
    "latin1.txt": ("Bonjour\nça va".encode("latin-1"), "line 2: this is not UTF-8"),
    "utf16.txt": ("Bonjour".encode("utf-16"), "UTF-16"),
    "utf16_no_mark.txt": ("Bonjour".encode("utf-16-le"), "UTF-16"),
    "image.png": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0", "not"),
    "chat.pdf": (b"%PDF-1.7\n", "PDF"),
    "messages.html": (b"<!DOCTYPE html>\n<html>", "Machine-readable JSON"),
    "chat.json.gz": (b"\x1f\x8b\x08\0", "unpack"),
    "discord.json": (b'{"guild": {"id": "1"}, "channel": {"id": "2"}, "messages": []}', "Discord"),
    "messenger.json": (b'{"participants": [{"name": "a"}], "messages": []}', "Messenger"),
    "_chat.txt": (
        b"[03/03/2025, 08:30:00] Maud: Bonjour\n[03/03/2025, 08:31:00] Sacha: oui",
        "WhatsApp",
    ),
    "wa.txt": ("03/03/2025, 08:30 - Maud: Bonjour\n03/03/2025 à 08:31 - Sacha: oui".encode(), "WhatsApp"),
    "wrong.jsonl": (b'{"message": "Bonjour"}\n{"message": "b"}\n', "not one line"),
    "not.jsonl": (b"Bonjour\n", "not one line"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_unusable_file_is_refused_in_one_sentence(tmp_path: Path, name: str) -> None:
    content, expected = REFUSED[name]
    path = tmp_path / name
    path.write_bytes(content)
    assert expected in refusal(path)
    assert path.read_bytes() == content


def test_missing_file_and_folder_without_export_are_refused(tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "absent.json")
    assert "no chat export" in refusal(tmp_path)


def test_messages_before_the_break_are_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(CHAT[: CHAT.index(b"Inventaire")])
    found: list[str | int] = []
    with pytest.raises(VigieError):
        for item in read(str(path), Tally(lambda _: None)):
            found.append(item.id)  # noqa: PERF401 - what came before the error is the point
    assert found == ["4815162342/2", "4815162342/3"]


def make_zip(path: Path, members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "name", ["../users.json", "a/../../b.json", "/etc/x.json", "C:/x.json", "..\\x.json"]
)
def test_zip_with_names_that_lead_out_is_refused(tmp_path: Path, name: str) -> None:
    path = make_zip(tmp_path / "x.zip", {"channels.json": b"[]", name: b"[]"})
    assert "lead out" in refusal(path)


def test_zip_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = make_zip(tmp_path / "x.zip", {"comptoir/2025-03-03.json": b"[" + b" " * (64 << 20) + b"]"})
    assert "far more" in refusal(path)
    many = {f"comptoir/2025-03-{day:02}.json": b"[" + b" " * (7 << 20) + b"]" for day in range(1, 9)}
    assert "far more" in refusal(make_zip(tmp_path / "y.zip", many))


def test_zip_that_lies_about_its_sizes_is_not_read_beyond(tmp_path: Path) -> None:
    content = b'[{"ts": "1.0", "text": "a"}' + b" " * 100_000 + b"]"
    raw = make_zip(tmp_path / "x.zip", {"comptoir/2025-03-03.json": content}).read_bytes()
    (tmp_path / "x.zip").write_bytes(
        raw.replace(len(content).to_bytes(4, "little"), (50).to_bytes(4, "little"))
    )
    refusal(tmp_path / "x.zip")


def test_other_zips_are_refused(tmp_path: Path) -> None:
    assert "WhatsApp" in refusal(make_zip(tmp_path / "wa.zip", {"_chat.txt": b"x"}))
    assert "no chat export" in refusal(make_zip(tmp_path / "other.zip", {"a.txt": b"x"}))
    assert "no chat export" in refusal(make_zip(tmp_path / "none.zip", {}))
    whole = make_zip(tmp_path / "cut.zip", {"comptoir/2025-03-03.json": b"[]"}).read_bytes()
    (tmp_path / "cut.zip").write_bytes(whole[:-30])
    assert "damaged" in refusal(tmp_path / "cut.zip")


def test_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    raw = bytearray(make_zip(tmp_path / "x.zip", {"channels.json": b"[]"}).read_bytes())
    raw[raw.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "x.zip").write_bytes(raw)
    assert "password" in refusal(tmp_path / "x.zip")


# Readers on anything: only VigieError, and every message with sound spans.

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
USED_KEYS = """
    id text messages type name chats list from from_id date date_unixtime ts href blocks elements attachments
    user thread_ts poll answers author at url fields title subtype unicode user_id
"""
KEYS = st.sampled_from(USED_KEYS.split())
TYPES = st.sampled_from(["rich_text", "text", "link", "emoji", "mrkdwn", "user", "message", "private_group"])
JSON = st.recursive(
    SCALARS | TYPES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=25,
)
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def read_or_refuse(path: Path) -> None:
    try:
        for item in read(str(path), Tally(lambda _: None)):
            for message in item.messages:
                message.text.encode()
                for link in message.links:
                    assert 0 <= link.span[0] <= link.span[1] <= len(message.text)
    except VigieError as error:
        assert str(error)


@QUICK
@given(st.binary(max_size=300), st.sampled_from(["x.json", "x.jsonl", "x.txt", "x.zip"]), st.booleans())
def test_any_bytes_are_read_or_refused(tmp_path: Path, content: bytes, name: str, is_zip: bool) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04" * is_zip + content)
    read_or_refuse(tmp_path / name)


@QUICK
@given(JSON, st.sampled_from(["{}", '{{"name":"x","type":"y","id":1,"messages":[{}]}}', '[{{"ts":"1"}},{}]']))
def test_any_json_is_read_or_refused(tmp_path: Path, value: Any, frame: str) -> None:
    (tmp_path / "x.json").write_text(frame.format(json.dumps(value)))
    read_or_refuse(tmp_path / "x.json")


@QUICK
@given(st.data())
def test_any_damage_is_read_or_refused(tmp_path: Path, data: st.DataObject) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
        for path in sorted((DATA / "slack").rglob("*.json")):
            target.write(path, path.relative_to(DATA / "slack").as_posix())
    raw = bytearray(
        data.draw(st.sampled_from([CHAT, archive.getvalue(), (DATA / "lines.jsonl").read_bytes()]))
    )
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    (tmp_path / "x").write_bytes(
        raw[: data.draw(st.integers(0, len(raw)))] if data.draw(st.booleans()) else raw
    )
    read_or_refuse(tmp_path / "x")


@QUICK
@given(JSON, JSON, JSON)
def test_any_slack_message_is_shown(text: Any, blocks: Any, attachments: Any) -> None:
    seen, links = shown({"text": text, "blocks": [blocks], "attachments": [attachments]}, {})
    seen.encode()
    assert all(0 <= start <= end <= len(seen) for start, end in (link.span for link in links))


def test_marks_without_end_take_no_time() -> None:
    for mark in ("*a ", "_a ", "<a ", "<@", "*a _b ~c "):
        assert list(undo_mrkdwn(mark * 20_000, {}))
