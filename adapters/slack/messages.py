"""A ``message`` event -> ``Message``: new, edited, shared, with files, by people, bots and workflows."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from adapters.exports.slack import is_silent
from adapters.exports.slack_text import shown
from adapters.exports.values import as_time, clean
from adapters.slack.ids import PLATFORM, chat_id
from adapters.slack.payloads import Body, items, own_users, part, text, workspace
from bot.messages import HiddenLink, Message
from bot.ports import Payload

IGNORED = frozenset({"message_deleted", "message_replied", "ekm_access_denied", "ephemeral"})
"""Nobody says anything new in these; the notices that Slack writes by itself are ignored, too."""
DIRECT = "im"


class Said(NamedTuple):
    """What a message says to its reader."""

    text: str
    links: tuple[HiddenLink, ...] = ()


def message_of(body: Payload) -> Message | None:
    """The message of an event; ``None`` when it is ignored on purpose."""
    event = part(body, "event")
    is_edited = event.get("subtype") == "message_changed"
    inner = part(event, "message") if is_edited else event
    if _is_ignored(event) or _is_ignored(inner) or _is_own(inner, body):
        return None
    said = _words(inner)
    if (
        is_edited
        and not text(part(inner, "edited"), "ts")
        and said == _words(part(event, "previous_message"))
    ):
        return None  # only a preview, a reaction or a reply count changed
    channel = text(event, "channel")
    if not said.text or not channel:
        return None
    message = make_message(workspace(body), channel, inner, said)
    is_private = text(event, "channel_type") == DIRECT or channel.startswith("D")
    return replace(message, edit=edit_of(event), is_private=is_private)


def make_message(team: str, channel: str, inner: Body, said: Said) -> Message:
    """A message from its inner object (``ts``, ``thread_ts``, ``user``…) and what it says."""
    ts, thread = text(inner, "ts"), text(inner, "thread_ts")
    author = text(inner, "user", "bot_id")
    shared = [one for one in items(inner, "attachments") if one.get("is_share") or one.get("is_msg_unfurl")]
    return Message(
        platform=PLATFORM,
        chat=chat_id(team, channel),
        message=ts,
        author=f"{team}/{author}" if author else "",
        text=said.text,
        at=as_time(ts),
        thread="" if thread == ts else thread,
        author_name=text(part(inner, "user_profile"), "display_name", "real_name") or text(inner, "username"),
        links=said.links,
        is_forwarded=bool(shared),
    )


def reported_message(team: str, channel: str, inner: Body) -> Message:
    """The message on which the shortcut was used; whoever wrote it."""
    return make_message(team, channel, inner, _words(inner))


def edit_of(event: Body) -> str:
    """What tells one edition of a message from another, "" for the first."""
    if event.get("subtype") != "message_changed":
        return ""
    return text(part(event, "message", "edited"), "ts") or text(event, "event_ts", "ts")


def _words(inner: Body) -> Said:
    """What the reader sees: text, blocks, attachments, and the beginning of snippets."""
    words, links = shown(inner, {})
    previews = [clean(text(one, "preview_plain_text", "preview")) for one in items(inner, "files")]
    return Said("\n".join(filter(None, [words, *previews])), links)


def _is_ignored(event: Body) -> bool:
    subtype = text(event, "subtype")
    return bool(event.get("is_ephemeral")) or subtype in IGNORED or is_silent(subtype)


def _is_own(inner: Body, body: Payload) -> bool:
    """Written by this very app."""
    app = text(body, "api_app_id")
    apps = {text(inner, "app_id"), text(part(inner, "bot_profile"), "app_id")}
    return (app != "" and app in apps) or text(inner, "user") in own_users(body)
