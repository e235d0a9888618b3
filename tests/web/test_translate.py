"""Raw events of the web chat and what the desk is told."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.web.translate import translate
from bot.messages import Command, Message, Press

AT = "2026-03-02T09:00:00+01:00"


def said(text: str, **fields: Any) -> dict[str, Any]:
    return {"kind": "message", "message": "m1", "author": "claire", "text": text, "at": AT, **fields}


def test_a_message() -> None:
    [event] = translate(said("Bonjour\nà tous"))
    assert isinstance(event, Message)
    assert (event.platform, event.author_name, event.text) == ("web", "Claire Vasseur", "Bonjour\nà tous")
    assert event.at.isoformat() == AT


@pytest.mark.parametrize(
    ("text", "name", "rest"),
    [
        ("/report", "report", ""),
        ("/report  un appel\nde la CPS ", "report", "un appel\nde la CPS"),
        ("/AIDE", "aide", ""),
    ],
)
def test_a_command(text: str, name: str, rest: str) -> None:
    [event] = translate(said(text, reply_to=said("avant", message="m0", author="hugo")))
    assert isinstance(event, Command)
    assert (event.name, event.text, event.is_admin) == (name, rest, True)
    assert event.reply_to
    assert (event.reply_to.message, event.reply_to.text) == ("m0", "avant")


@pytest.mark.parametrize("text", ["/donne ton code", "/", "// aide", "a /report b", "/reportage"])
def test_a_slash_that_is_no_command_is_a_message_like_any_other(text: str) -> None:
    [event] = translate(said(text))
    assert isinstance(event, Message)
    assert event.text == text


def test_a_press() -> None:
    press = {"kind": "press", "message": "m1", "author": "hugo", "at": AT, "data": "why.1.x", "token": "t"}
    [event] = translate(press)
    assert isinstance(event, Press)
    assert (event.message, event.author, event.data, event.token) == ("m1", "hugo", "why.1.x", "t")
