"""A ``Reply`` -> Block Kit. Words that may quote a message are plain text: no mention, no link, no style.

Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.messages import Button, Reply

HEADER_LIMIT, LABEL_LIMIT, SECTION_LIMIT, FALLBACK_LIMIT = 150, 75, 3_000, 4_000
BUTTON = "vigie"
"""Begins the ``action_id`` of our buttons."""
Block = dict[str, Any]


def make_blocks(reply: Reply) -> list[Block]:
    """Title, paragraphs, numbered steps, contact, links and buttons."""
    steps = [f"{number}. {step}" for number, step in enumerate(reply.steps, 1)]
    return [
        *([{"type": "header", "text": plain(reply.title[:HEADER_LIMIT])}] if reply.title else []),
        *(_section(plain(line[:SECTION_LIMIT])) for line in reply.lines if line),
        *([_section(_ours(f"*{escape(reply.steps_title)}*"))] if reply.steps_title else []),
        *(_section(plain(step[:SECTION_LIMIT])) for step in steps),
        *([{"type": "context", "elements": [plain(reply.contact)]}] if reply.contact else []),
        *(_section(_ours(f"<{link.url}|{escape(link.label)}>")) for link in reply.links),
        *make_buttons(reply.buttons),
    ]


def make_buttons(buttons: Sequence[Button]) -> list[Block]:
    return [{"type": "actions", "elements": [_button(*one) for one in enumerate(buttons)]}] if buttons else []


def fallback(reply: Reply) -> str:
    """The whole reply for notifications and screen readers, with Slack's control characters escaped."""
    return escape(reply.as_text()[:FALLBACK_LIMIT])


def escape(words: str) -> str:
    """https://docs.slack.dev/messaging/formatting-message-text#escaping"""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def plain(words: str) -> Block:
    return {"type": "plain_text", "text": words, "emoji": False}


def _section(words: Block) -> Block:
    return {"type": "section", "text": words}


def _ours(words: str) -> Block:
    """Slack's mark-up, for words of the catalogue only."""
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def _button(number: int, button: Button) -> Block:
    shown = {"type": "button", "action_id": f"{BUTTON}:{number}", "value": button.data}
    style = {"style": "primary"} if button.is_primary else {}
    return {**shown, "text": plain(button.label[:LABEL_LIMIT]), **style}
