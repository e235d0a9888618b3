"""Slack's payloads, read with care: any value may be missing, empty or of another kind.

Shapes: https://docs.slack.dev/apis/events-api and …/reference/interaction-payloads
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from adapters.exports.values import as_text, as_time
from bot.ports import Payload

Body = Mapping[str, Any]
NOTHING: Body = {}
RECEIVED = "vigie"
"""What we add to a payload when it arrives: ``at``, and ``is_admin`` where it matters."""


def part(body: Any, *names: str) -> Body:
    """The object at a path, empty when there is none."""
    for name in names:
        body = body.get(name) if isinstance(body, Mapping) else None
    return body if isinstance(body, Mapping) else NOTHING


def items(body: Body, name: str) -> list[Body]:
    """The objects of a list."""
    found = body.get(name)
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def text(body: Body, *names: str) -> str:
    """The first of these scalars that says something, cleaned; "" for none."""
    return next((found for name in names if (found := as_text(body.get(name)))), "")


def workspace(body: Payload) -> str:
    """The workspace that installed the app: in shared channels, ``team_id`` may be another's."""
    installed = next(iter(items(body, "authorizations")), NOTHING)
    return text(installed, "team_id") or text(body, "team_id") or text(part(body, "team"), "id") or _org(body)


def _org(body: Payload) -> str:
    """An organisation-wide installation has no team."""
    return text(body, "enterprise_id") or text(part(body, "enterprise"), "id")


def own_users(body: Payload) -> set[str]:
    """The ids of our own bot user, as the event says."""
    return {text(one, "user_id") for one in items(body, "authorizations") if one.get("is_bot")} - {""}


def received_at(body: Payload) -> datetime:
    return as_time(part(body, RECEIVED).get("at"))
