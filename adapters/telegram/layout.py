"""A reply -> Telegram's HTML and buttons. Whatever a text holds, it is shown as text."""

from __future__ import annotations

import re
from html import escape
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from bot.messages import Link, Reply

LIMIT = 4096
"""Characters of a message, counted without markup."""
TOAST_LIMIT = 200
IN_A_ROW = 2
_MENTION = re.compile(r"(?<!\w)@(?=\w)")


def show(reply: Reply) -> dict[str, Any]:
    """The parameters of sendMessage and editMessageText that hold the reply."""
    shown: dict[str, Any] = {
        "text": to_html(reply),
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    rows = _rows(reply)
    if rows:
        shown["reply_markup"] = {"inline_keyboard": rows}
    return shown


def to_html(reply: Reply) -> str:
    """Title and headings in bold, steps numbered, a letter to copy at one touch."""
    steps = [f"{number}. {_text(step)}" for number, step in enumerate(reply.steps, 1)]
    parts = [
        _bold(reply.title),
        *(_text(line) for line in reply.lines),
        "\n".join(filter(None, [_bold(reply.steps_title), *steps])),
        *(_address(link) for link in reply.links if not _is_button(link)),
        _text(reply.contact),
    ]
    return "\n\n".join(_fitting([part for part in parts if part]))


def _fitting(parts: list[str]) -> list[str]:
    """As many parts as a message holds; the first is cut rather than left out."""
    length, kept = 0, []
    for part in parts:
        length += len(part) + 2  # with its markup: rather too short
        if length > LIMIT:
            break
        kept.append(part)
    return kept or [_text(re.sub(r"<[^>]*>", "", parts[0])[: LIMIT // 6])] if parts else []


def toast(reply: Reply) -> str:
    return reply.as_text()[:TOAST_LIMIT]


def _rows(reply: Reply) -> list[list[dict[str, str]]]:
    buttons = [{"text": one.label, "callback_data": one.data} for one in reply.buttons]
    rows = [buttons[start : start + IN_A_ROW] for start in range(0, len(buttons), IN_A_ROW)]
    return rows + [[{"text": link.label, "url": link.url}] for link in reply.links if _is_button(link)]


def _is_button(link: Link) -> bool:
    """Telegram makes no button and no link of any other scheme."""
    return link.url.startswith(("https://", "http://"))


def _address(link: Link) -> str:
    """``tel:`` as a number, which phones dial; ``mailto:`` as a letter, which a touch copies."""
    parts = urlsplit(link.url)
    letter = parse_qs(parts.query)
    lines = [_bold(link.label), _text(unquote(parts.path))]
    lines += [_text(subject) for subject in letter.get("subject", [])]
    lines += [f"<pre>{escape(body, quote=False)}</pre>" for body in letter.get("body", [])]
    return "\n".join(line for line in lines if line)


def _bold(text: str) -> str:
    return f"<b>{_text(text)}</b>" if text else ""


def _text(text: str) -> str:
    """Escaped, and a name after @ cut off from its sign: nobody is called by a quoted message."""
    return escape(_MENTION.sub("@\u2060", text), quote=False)
