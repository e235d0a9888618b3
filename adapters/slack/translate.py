"""A raw payload of Slack -> the desk's events. Pure: no network, no clock."""

from __future__ import annotations

from collections.abc import Callable

from adapters.exports.values import as_time
from adapters.slack import forms, messages
from adapters.slack.commands import command_of
from adapters.slack.ids import HOME, PLATFORM, chat_id, private_chat
from adapters.slack.payloads import Body, items, own_users, part, received_at, text, workspace
from bot.messages import ChatMoved, Event, Membership, Press
from bot.ports import Payload


def translate(payload: Payload) -> list[Event]:
    """The events of a payload that the receiver let in; empty: ignored on purpose."""
    if text(payload, "command"):
        return [command_of(payload)]
    match text(payload, "type"):
        case "block_actions":
            return [press for action in items(payload, "actions") if (press := _press(payload, action))]
        case "view_submission":
            return [forms.read_report(payload)]
    handle = EVENTS.get(text(part(payload, "event"), "type"))
    return handle(payload) if handle else []


def _message(body: Payload) -> list[Event]:
    message = messages.message_of(body)
    return [message] if message else []


def _entered_or_left(body: Payload) -> list[Event]:
    """Only when it is about us: who else comes and goes is nobody's business."""
    event = part(body, "event")
    if text(event, "user") not in own_users(body):
        return []
    return _membership(body, is_member=text(event, "type") == "member_joined_channel")


def _closed(body: Payload) -> list[Event]:
    return _membership(body, is_member=False)


def _membership(body: Payload, is_member: bool) -> list[Event]:
    event = part(body, "event")
    channel = text(event, "channel")
    if not channel:
        return []
    at = as_time(text(event, "event_ts") or body.get("event_time"))
    return [Membership(PLATFORM, chat_id(workspace(body), channel), is_member, at=at)]


def _moved(body: Payload) -> list[Event]:
    event, team = part(body, "event"), workspace(body)
    old, new = text(event, "old_channel_id"), text(event, "new_channel_id")
    return [ChatMoved(PLATFORM, chat_id(team, old), chat_id(team, new))] if old and new else []


def _uninstalled(body: Payload) -> list[Event]:
    """The whole workspace is left: the chat without a channel stands for all of them."""
    at = as_time(body.get("event_time"))
    gone = Membership(PLATFORM, chat_id(workspace(body), ""), is_member=False, at=at)
    return [gone] if leaves_workspace(body) else []


def leaves_workspace(body: Payload) -> bool:
    """Whether the app was taken out of the workspace, or lost its bot token there."""
    event = part(body, "event")
    is_revoked = text(event, "type") == "tokens_revoked" and bool(part(event, "tokens").get("bot"))
    return workspace(body) != "" and (is_revoked or text(event, "type") == "app_uninstalled")


EVENTS: dict[str, Callable[[Payload], list[Event]]] = {
    "message": _message,
    "member_joined_channel": _entered_or_left,
    "member_left_channel": _entered_or_left,
    "channel_left": _closed,
    "group_left": _closed,
    "channel_archive": _closed,
    "group_archive": _closed,
    "channel_deleted": _closed,
    "group_deleted": _closed,
    "channel_id_changed": _moved,
    "app_uninstalled": _uninstalled,
    "tokens_revoked": _uninstalled,
}
"""The events that concern the desk. ``adapters/slack/manifest.yaml`` subscribes to exactly these, and to
``app_home_opened``, which the receiver answers itself."""


def _press(body: Payload, action: Body) -> Press | None:
    """A button of ours; one that only opens a link says nothing."""
    data, user = text(action, "value"), text(part(body, "user"), "id")
    if not data or not user:
        return None
    container = part(body, "container")
    team = workspace(body)
    person = f"{team}/{user}"
    channel = text(container, "channel_id") or text(part(body, "channel"), "id")
    url = text(body, "response_url")
    ts = text(container, "message_ts")
    return Press(
        PLATFORM,
        chat_id(team, channel) if channel else private_chat(person),
        message=(url if container.get("is_ephemeral") else ts) if channel else HOME,
        author=person,
        data=data,
        token=url,
        at=as_time(text(action, "action_ts")) if text(action, "action_ts") else received_at(body),
        thread=text(container, "thread_ts") or text(part(body, "message"), "thread_ts"),
        author_name=text(part(body, "user"), "name", "username"),
    )
