"""A ``Reply`` -> Block Kit. All words are literal: nothing in them becomes a mention, a link or a style.

Limits: https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.messages import Button, Link, Reply

HEADER_LIMIT, LABEL_LIMIT, FALLBACK_LIMIT = 150, 75, 4_000
BUTTON = "vigie"
"""Begins the ``action_id`` of our buttons."""
Block = dict[str, Any]


def make_blocks(reply: Reply) -> list[Block]:
    """Title, paragraphs, numbered steps, contact, links and buttons."""
    body = [*_paragraphs(reply.lines), *_steps(reply), *_paragraphs([reply.contact] if reply.contact else [])]
    body += [_section([_link(link)]) for link in reply.links]
    header = {"type": "header", "text": plain(reply.title[:HEADER_LIMIT])}
    return [
        *([header] if reply.title else []),
        *([{"type": "rich_text", "elements": body}] if body else []),
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


def _paragraphs(lines: Sequence[str]) -> list[Block]:
    return [_section([_text(line + "\n")]) for line in lines]


def _steps(reply: Reply) -> list[Block]:
    title = [_section([_text(reply.steps_title, is_bold=True)])] if reply.steps_title else []
    steps = [_section([_text(step)]) for step in reply.steps]
    listed = [{"type": "rich_text_list", "style": "ordered", "elements": steps}] if steps else []
    return [*title, *listed]


def _section(elements: Sequence[Block]) -> Block:
    return {"type": "rich_text_section", "elements": list(elements)}


def _text(words: str, is_bold: bool = False) -> Block:
    return {"type": "text", "text": words, **({"style": {"bold": True}} if is_bold else {})}


def _link(link: Link) -> Block:
    return {"type": "link", "url": link.url, "text": link.label}


def _button(number: int, button: Button) -> Block:
    shown = {"type": "button", "action_id": f"{BUTTON}:{number}", "value": button.data}
    style = {"style": "primary"} if button.is_primary else {}
    return {**shown, "text": plain(button.label[:LABEL_LIMIT]), **style}
