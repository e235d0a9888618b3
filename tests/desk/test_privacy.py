"""Nothing of a silent message is kept; the words of an alert are neither in the file nor in the log."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from bot.log import redact, set_up_log
from bot.serve import App
from tests.doubles import post, settle

CANARIES = ["Zanzibarelle", "74185296", "Quetzalmotdepasse", "canari-local"]
TEXT = "!disclosure relayed Mme Zanzibarelle 74185296 mdp : Quetzalmotdepasse canari-local@pharmacie.example"


def bytes_of(app: App) -> bytes:
    path = app.database.path
    assert path
    return b"".join(file.read_bytes() for file in path.parent.glob(path.name + "*") if file.is_file())


async def test_the_words_of_messages_are_nowhere(app: App, capfd: pytest.CaptureFixture[str]) -> None:
    set_up_log("DEBUG")
    await post(app, TEXT.replace("!disclosure", "bonjour"), message="0")
    await post(app, TEXT, message="1")
    await post(app, TEXT, kind="command", name="report", message="2")
    await post(app, TEXT + " !crash", message="3", author="canari-local")
    assert b"Zanzibarelle" in bytes_of(app)  # the inbox holds it until it was dealt with
    await settle(app)
    await app.worker.forget()
    found = [word for word in CANARIES if word.encode() in bytes_of(app)]
    logged = capfd.readouterr()
    found += [word for word in CANARIES if word in logged.err + logged.out]
    assert found == []
    assert "an event was set aside" in logged.err


def test_tokens_are_redacted_also_from_libraries(capfd: pytest.CaptureFixture[str]) -> None:
    set_up_log("DEBUG")
    secret = "123456789:" + "A" * 35
    fault = ValueError(f"xoxb-1-{secret}")
    logging.getLogger("some.library").error("GET /bot%s/getMe xapp-1-abc", secret, exc_info=fault)
    logged = capfd.readouterr().err
    assert secret not in logged
    assert "xapp-1" not in logged
    assert "ValueError" in logged
    assert redact("xoxb-12-34-abC") == "[token]"


async def test_the_database_file_is_its_owners_only(app: App) -> None:
    path = app.database.path
    assert path
    assert path.stat().st_mode & 0o077 == 0
    assert isinstance(path, Path)
