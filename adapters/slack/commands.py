"""A slash command -> ``Command``. ``/vigie`` takes the name of any command as its first word."""

from __future__ import annotations

import re

from adapters.exports.slack_text import join, undo_mrkdwn
from adapters.slack.ids import PLATFORM, chat_id, command_id
from adapters.slack.payloads import RECEIVED, Body, part, received_at, text, workspace
from bot import commands
from bot.messages import Command, Message
from bot.ports import Payload

OURS = "vigie"
FALLBACK = "aide"
MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|([^<>]*))?>")


def command_of(body: Payload) -> Command:
    """What was asked. Whoever is mentioned after ``chef`` stands as the author of the message answered."""
    team, user = workspace(body), text(body, "user_id")
    name, rest = name_and_text(body)
    channel = text(body, "channel_id")
    return Command(
        PLATFORM,
        chat_id(team, channel),
        message=command_id(user, text(body, "trigger_id")),
        author=f"{team}/{user}",
        name=name,
        text=join(undo_mrkdwn(rest, {}))[0],
        at=received_at(body),
        author_name=text(body, "user_name"),
        reply_to=_about(team, chat_id(team, channel), rest) if name in commands.ABOUT_SOMEBODY else None,
        is_private=channel.startswith("D"),
        is_admin=part(body, RECEIVED).get("is_admin") is True,
    )


def _about(team: str, chat: str, rest: str) -> Message | None:
    mention = MENTION.search(rest)
    if not mention:
        return None
    return Message(PLATFORM, chat, "", f"{team}/{mention[1]}", text="", author_name=mention[2] or "")


def name_and_text(body: Body) -> tuple[str, str]:
    """``/report words`` and ``/vigie report words`` are the same command."""
    name, rest = text(body, "command").lstrip("/").lower(), text(body, "text").strip()
    if name == OURS:
        first, _, rest = rest.partition(" ")
        name = first.lstrip("/").lower()
    return (name if name in commands.NAMES else FALLBACK), rest.strip()


def opens_form(body: Body) -> bool:
    """``/report`` without words asks for the form."""
    return name_and_text(body) in {("report", ""), ("signaler", "")}
