"""The manifest asks for exactly what the code uses."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import forms
from adapters.slack.translate import EVENTS

FOLDER = Path(forms.__file__).parent
METHODS = {
    "apps_connections_open": set(),  # with the app-level token
    "auth_test": set(),
    "chat_postEphemeral": {"chat:write"},
    "chat_postMessage": {"chat:write"},
    "chat_update": {"chat:write"},
    "conversations_open": {"im:write"},
    "users_info": {"users:read"},
    "views_open": set(),
    "views_publish": set(),
}
"""Web API method -> the bot scopes it needs (https://docs.slack.dev/reference/methods)."""
KINDS = {
    "channels": "channels:history",
    "groups": "groups:history",
    "im": "im:history",
    "mpim": "mpim:history",
}
EVENT_SCOPES = {
    "channel": {"channels:read"},
    "group": {"groups:read"},
    "member": {"channels:read", "groups:read"},
}
"""First word of an event's name -> the scopes it needs (https://docs.slack.dev/reference/events)."""


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    return dict(yaml.safe_load((FOLDER / "manifest.yaml").read_text(encoding="utf-8")))


def called() -> set[str]:
    """Methods of the Web API that the adapter calls."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.py")]
    names = {node.attr for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    return {name for name in names if "_" in name.strip("_") and hasattr(AsyncWebClient, name)}


def test_events_are_those_that_the_code_handles(manifest: dict[str, Any]) -> None:
    wanted = {name for name in EVENTS if name != "message"} | {f"message.{kind}" for kind in KINDS}
    subscribed = manifest["settings"]["event_subscriptions"]["bot_events"]
    assert subscribed == sorted(wanted | {"app_home_opened"})


def test_scopes_are_those_that_the_code_needs(manifest: dict[str, Any]) -> None:
    assert called() == set(METHODS)
    needed = {"commands", *KINDS.values()}.union(*METHODS.values())
    for name in EVENTS:
        needed |= EVENT_SCOPES.get(name.split("_")[0], set())
    assert manifest["oauth_config"]["scopes"]["bot"] == sorted(needed)


def test_commands_and_shortcut_are_those_that_the_code_knows(manifest: dict[str, Any]) -> None:
    features = manifest["features"]
    assert {one["command"] for one in features["slash_commands"]} == {"/report", "/verifier", "/vigie"}
    assert all(one["should_escape"] for one in features["slash_commands"])
    (shortcut,) = features["shortcuts"]
    assert (shortcut["callback_id"], shortcut["type"]) == (forms.SHORTCUT, "message")
    assert manifest["settings"]["interactivity"]["is_enabled"] is True
    assert features["app_home"]["home_tab_enabled"] is True
