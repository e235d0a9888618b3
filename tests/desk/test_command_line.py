"""The command line as a user meets it: real processes, clear sentences, exit codes."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from rich.console import Console

from bot.cli import main
from bot.cli_check import show
from bot.errors import SettingsError
from bot.messages import Reason, Verdict
from bot.serve import App
from bot.settings import load_settings, secret_key
from tests.doubles import post, settle

ROOT = Path(__file__).parents[2]


def command(*words: str) -> list[str]:
    start = "import sys; from bot.cli import main; sys.argv[0] = 'vigie'; sys.exit(main())"
    return [sys.executable, "-c", start, *words]


def vigie(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"PYTHONPATH": str(ROOT)} | settings
    return subprocess.run(command(*words), capture_output=True, text=True, env=env, check=False, timeout=60)


def is_one_sentence(text: str) -> bool:
    return len(text.strip().splitlines()) == 1 and text.strip().endswith(".") and "Traceback" not in text


async def test_cases_lists_the_book(app: App) -> None:
    await post(app, "!code", message="41")
    await post(app, "!screen relayed", chat="other", message="42")
    await settle(app)
    done = vigie("cases", "--format", "jsonl", VIGIE_DATABASE_URL=app.settings.database_url)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    columns = ["case", "platform", "chat", "message", "category", "source", "status", "count", "created_at"]
    assert [list(line) for line in lines] == [columns, columns]
    assert lines[0]["created_at"] == "2026-03-02T09:00:00.000+00:00"
    assert [tuple(line.values())[1:8] for line in lines] == [
        ("test", "pharmacy", "41", "code", "direct", "open", 1),
        ("test", "other", "42", "screen", "relayed", "open", 1),
    ]
    table = vigie("cases", VIGIE_DATABASE_URL=app.settings.database_url).stdout
    assert "pharmacy" in table


def newer(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'from the future'")
    connection.close()


def test_a_newer_database_is_refused(settings: object, tmp_path: Path) -> None:
    newer(tmp_path / "vigie.sqlite")
    done = vigie("cases", VIGIE_DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path / 'vigie.sqlite'}")
    assert done.returncode == 2
    assert "made by a newer Vigie" in done.stderr
    assert is_one_sentence(done.stderr)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"VIGIE_WEB_PROT": "1"}, "did you mean VIGIE_WEB_PORT?"),
        ({"VIGIE_TELEGRAM_TOKEN": ""}, "VIGIE_TELEGRAM_TOKEN is empty"),
        ({"VIGIE_WEB_PORT": "http"}, "VIGIE_WEB_PORT is not valid"),
        ({"VIGIE_DATABASE_URL": "nonsense"}, "not a database address"),
        ({"VIGIE_DATABASE_URL": "sqlite+aiosqlite:////proc/none/vigie.sqlite"}, "cannot be written"),
        ({"VIGIE_DATABASE_URL": f"sqlite+aiosqlite:///{ROOT}"}, "cannot be written"),
        ({"VIGIE_DATABASE_URL": f"sqlite+aiosqlite:///{__file__}"}, "not a database"),
        ({"VIGIE_SETTINGS_FILE": "/nowhere/vigie.env"}, "does not exist"),
    ],
)
def test_bad_settings_are_one_sentence(
    settings: dict[str, str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "argv", ["vigie", "cases"])
    assert main() == 2
    complaint = capsys.readouterr().err
    assert said in complaint
    assert is_one_sentence(complaint)


def test_a_settings_file_is_read_and_the_environment_wins(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "my.env"
    monkeypatch.setenv("VIGIE_SETTINGS_FILE", str(file))
    file.write_text("VIGIE_WEB_PORT=81\nVIGIE_WEB_HOST=192.0.2.1\nVIGIE_TELEGRAM_TOKEN='a secret'\n")
    monkeypatch.setenv("VIGIE_WEB_PORT", "82")
    settings = load_settings()
    assert (settings.web_host, settings.web_port) == ("192.0.2.1", 82)
    assert "a secret" not in repr(settings)
    file.write_text("VIGIE_NOTHING=1\n")
    with pytest.raises(SettingsError, match="Unknown setting VIGIE_NOTHING"):
        load_settings()


def test_the_secret_key_is_made_once_and_kept() -> None:
    settings = load_settings()
    assert secret_key(settings) == secret_key(settings)
    assert len(secret_key(settings)) == 64


def test_serve_starts_the_web_chat_and_stops_gracefully(tmp_path: Path) -> None:
    server = _start_server(tmp_path, VIGIE_WEB_PORT="0")
    try:
        assert server.stderr
        assert "vigie.sqlite" in server.stderr.readline()
        address = server.stderr.readline().split()[1]
        with urllib.request.urlopen(address, timeout=10) as page:  # noqa: S310 - our own server
            assert page.status == 200
    finally:
        begun = time.monotonic()
        server.send_signal(signal.SIGTERM)
        server.communicate(timeout=15)
    assert server.returncode == 0
    assert time.monotonic() - begun < 10
    key = tmp_path / "state" / "vigie" / "secret.key"
    assert key.stat().st_mode & 0o777 == 0o600


def _start_server(tmp_path: Path, **settings: str) -> subprocess.Popen[str]:
    env = os.environ | {"PYTHONPATH": str(ROOT)} | settings
    return subprocess.Popen(command("serve"), env=env, stderr=subprocess.PIPE, text=True, cwd=tmp_path)


def test_a_port_in_use_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = vigie("serve", VIGIE_WEB_PORT=str(taken.getsockname()[1]))
    assert done.returncode == 2
    assert "Cannot listen on 127.0.0.1 port" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_check_shows_the_reasons_in_the_text() -> None:
    text = "Donne-moi le code que tu as reçu par SMS"
    verdict = json.loads(vigie("check", "--json", text).stdout)
    assert list(verdict) == ["verdict", "category", "source", "score", "reasons"]
    assert verdict["verdict"] == "alert"
    assert verdict["category"] == "code"
    shown = io.StringIO()
    show(text, Verdict(True, score=0.9, reasons=(Reason("code.ask", (13, 17), 1.5),)), Console(file=shown))
    lines = shown.getvalue().splitlines()
    assert (lines[1], lines[-1]) == (text, "  +1.50  code.ask  « code »")
