"""The form behind ``/report`` and « Signaler à Vigie »: built when it is opened, read when it is sent."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from adapters.slack.ids import PLATFORM, chat_id, command_id, private_chat
from adapters.slack.messages import Said, make_message, reported_message
from adapters.slack.payloads import NOTHING, Body, part, received_at, text, workspace
from bot.messages import Command, HiddenLink, Message
from bot.ports import Payload
from bot.replies.report import WAYS
from bot.replies.words import DEFAULT, Words, words

FORM = "vigie_report"
SHORTCUT = "vigie_report_message"
WHEN = ("now", "today", "yesterday", "before")
GIVEN = ("nothing", "code", "identifier", "screen", "bank", "other")
TEXT_LIMIT = 2_000
"""Characters of the reported message that travel with the form: Slack keeps 3,000 of JSON."""
METADATA_LIMIT = 3_000
LINKS_LIMIT = 5


def make_form(body: Payload, language: str = DEFAULT) -> dict[str, Any]:
    """The view for ``views.open``, from the command or the shortcut that asks for it."""
    say = words(language)
    message = part(body, "message")
    channel = text(body, "channel_id") or text(part(body, "channel"), "id")
    hint = _plain(say("form.what.hint"))
    what = {"type": "plain_text_input", "multiline": True, "max_length": 3_000, "placeholder": hint}
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": _remember(workspace(body), channel, message),
        "title": _plain(say("form.title")),
        "submit": _plain(say("form.submit")),
        "close": _plain(say("form.close")),
        "blocks": [
            *([{"type": "section", "text": _plain(say("form.message"))}] if message else []),
            _input("what", say, what, is_optional=bool(message)),
            _input("way", say, _choice((way, say(f"button.way-{way}")) for way in WAYS)),
            _input("when", say, _choice((when, say(f"form.when.{when}")) for when in WHEN)),
            _input("given", say, _choice((given, say(f"form.given.{given}")) for given in GIVEN)),
        ],
    }


def read_report(body: Payload) -> Command:
    """The report that a form holds. The fields: ``what``, ``way``, ``when`` (of ``WHEN``), ``given`` (yes or
    no) and ``given-what`` (of ``GIVEN``)."""
    view, team = part(body, "view"), workspace(body)
    user = text(part(body, "user"), "id")
    kept = _recall(text(view, "private_metadata"))
    message = _recalled(team, kept)
    channel = text(kept, "channel")
    person = f"{team}/{user}"
    return Command(
        PLATFORM,
        chat_id(team, channel) if channel else private_chat(person),
        message=command_id(user, text(view, "id") or text(body, "trigger_id")),
        author=person,
        name="report",
        at=received_at(body),
        thread=(message.thread or message.message) if message else "",
        author_name=text(part(body, "user"), "name", "username"),
        reply_to=message,
        fields=_fields(part(view, "state", "values")),
        is_private=channel.startswith("D"),
    )


def is_ours(body: Body) -> bool:
    return text(part(body, "view"), "callback_id") == FORM


def _fields(values: Body) -> tuple[tuple[str, str], ...]:
    given = text(part(values, "given", "given", "selected_option"), "value")
    found = {
        "what": text(part(values, "what", "what"), "value"),
        "way": text(part(values, "way", "way", "selected_option"), "value"),
        "when": text(part(values, "when", "when", "selected_option"), "value"),
        "given": "yes" if given not in ("", "nothing") else "no",
        "given-what": given,
    }
    return tuple((name, value) for name, value in found.items() if value)


def _remember(team: str, channel: str, message: Body) -> str:
    """Where the form was opened, in what Slack keeps for us until it is sent."""
    kept: dict[str, Any] = {"channel": channel}
    if message:
        said = reported_message(team, channel, message)
        kept |= {"ts": said.message, "thread_ts": said.thread, "user": text(message, "user", "bot_id")}
        links = [(*link.span, link.target) for link in said.links[:LINKS_LIMIT]]
        kept |= {"text": said.text[:TEXT_LIMIT], "links": links}
    written = json.dumps(kept, ensure_ascii=False)
    if len(written) > METADATA_LIMIT:  # quotes and line ends count twice, links are long
        kept |= {"text": kept.get("text", "")[: TEXT_LIMIT // 4], "links": []}
        written = json.dumps(kept, ensure_ascii=False)
    return written


def _recall(written: str) -> Body:
    try:
        kept = json.loads(written or "{}")
    except ValueError:
        return NOTHING
    return kept if isinstance(kept, dict) else NOTHING


def _recalled(team: str, kept: Body) -> Message | None:
    if not text(kept, "ts"):
        return None
    links = tuple(HiddenLink((start, end), target) for start, end, target in kept.get("links", ()))
    return make_message(team, text(kept, "channel"), kept, Said(text(kept, "text"), links))


def _input(name: str, say: Words, element: dict[str, Any], is_optional: bool = False) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": name,
        "optional": is_optional,
        "label": _plain(say(f"form.{name}")),
        "element": {**element, "action_id": name},
    }


def _choice(options: Iterable[tuple[str, str]]) -> dict[str, Any]:
    shown = [{"text": _plain(label), "value": value} for value, label in options]
    return {"type": "radio_buttons", "options": shown, "initial_option": shown[0]}


def _plain(shown: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": shown, "emoji": False}
