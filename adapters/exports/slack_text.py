"""What the reader of a Slack message sees: blocks, attachments and mrkdwn as plain text with hidden links.

Shapes: https://docs.slack.dev/messaging/formatting-message-text and …/reference/block-kit/blocks
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import unescape
from typing import Any

from adapters.exports.values import clean
from bot.messages import HiddenLink

Piece = tuple[str, str]
"""(shown text, hidden link target or "")."""
Names = Mapping[str, str]
"""User id -> shown name."""

MAX_DEPTH = 30  # blocks in blocks: Slack itself stops at a handful
BRACKET = re.compile(r"<([^<>\n]+)>")
# A mark pairs with the next one of its kind on the line; what stands in <> is left whole.
EMPHASIS = re.compile(r"(<[^<>\n]+>)|(?<!\w)(?:\*([^*\n]+)\*|_([^_\n]+)_|~([^~\n]+)~)(?!\w)")
LEAVES = {
    "usergroup": ("@", "usergroup_id"),
    "channel": ("#", "channel_id"),
    "broadcast": ("@", "range"),
    "date": ("", "fallback"),
}
TEXT_FIELDS = ("text", "elements", "fields", "title", "label", "accessory", "blocks")


def shown(message: Mapping[str, Any], names: Names) -> tuple[str, tuple[HiddenLink, ...]]:
    """Text and hidden links of a message. Blocks win over ``text``, which is then their summary."""
    body = list(_blocks(message.get("blocks"), names))
    text = message.get("text")
    if not any(piece.strip() for piece, _ in body) and isinstance(text, str):
        body = list(undo_mrkdwn(text, names))
    return join([*body, *_attachments(message.get("attachments"), names)])


def join(pieces: Iterable[Piece]) -> tuple[str, tuple[HiddenLink, ...]]:
    """Pieces one after the other, cleaned and trimmed at the end."""
    texts, links, length = [], [], 0
    for raw, target in pieces:
        text = clean(raw)
        if target and target != text:
            links.append(HiddenLink((length, length + len(text)), clean(target)))
        texts.append(text)
        length += len(text)
    return "".join(texts).rstrip("\n"), tuple(links)


def undo_mrkdwn(text: str, names: Names) -> Iterator[Piece]:
    """Slack's mark-up as pieces: links with their target, mentions as names, entities, no emphasis marks."""
    text = EMPHASIS.sub(lambda match: next(filter(None, match.groups()), ""), text)
    position = 0
    for match in BRACKET.finditer(text):
        yield unescape(text[position : match.start()]), ""
        yield _bracket(match[1], names)
        position = match.end()
    yield unescape(text[position:]), ""


def _bracket(inner: str, names: Names) -> Piece:
    target, _, label = inner.partition("|")
    target, label = unescape(target), unescape(label)
    if target.startswith("@"):
        return "@" + (label or names.get(target[1:], target[1:])), ""
    if target.startswith("#"):
        return "#" + (label or target[1:]), ""
    if target.startswith("!"):
        return label or "@" + target[1:].split("^")[0], ""
    return (label or target, target) if ":" in target else (f"<{unescape(inner)}>", "")


def _blocks(blocks: Any, names: Names, depth: int = 0) -> Iterator[Piece]:
    for block in blocks if isinstance(blocks, list) and depth < MAX_DEPTH else ():
        if isinstance(block, dict):
            yield from _block(block, names, depth)
            yield "\n", ""


def _block(block: Mapping[str, Any], names: Names, depth: int) -> Iterator[Piece]:
    """A layout block: rich text by its leaves, any other by the fields that hold text."""
    if block.get("type") == "rich_text":
        yield from _rich(block.get("elements"), names, depth + 1)
        return
    for name in TEXT_FIELDS:
        value = block.get(name)
        if isinstance(value, str) and value:
            yield from undo_mrkdwn(value, names) if block.get("type") == "mrkdwn" else iter([(value, "")])
            yield " ", ""
        elif isinstance(value, dict):
            yield from _block(value, names, depth + 1) if depth < MAX_DEPTH else ()
        else:
            yield from _blocks(value, names, depth + 1)
    url = block.get("url")
    if isinstance(url, str):  # a button that leads somewhere
        yield url, ""


def _rich(elements: Any, names: Names, depth: int) -> Iterator[Piece]:
    for element in elements if isinstance(elements, list) and depth < MAX_DEPTH else ():
        if not isinstance(element, dict):
            continue
        if isinstance(element.get("elements"), list):  # a section, list, quotation or preformatted text
            yield from _rich(element["elements"], names, depth + 1)
            yield "\n", ""
        else:
            yield _leaf({key: value for key, value in element.items() if isinstance(value, str)}, names)


def _leaf(leaf: Mapping[str, str], names: Names) -> Piece:
    kind = leaf.get("type", "")
    if kind == "link":
        url = leaf.get("url", "")
        return leaf.get("text") or url, url
    if kind == "emoji":
        return _emoji(leaf), ""
    if kind == "user":
        identity = leaf.get("user_id", "")
        return "@" + names.get(identity, identity), ""
    sign, field = LEAVES.get(kind, ("", "text"))
    return sign + leaf.get(field, ""), ""


def _emoji(leaf: Mapping[str, str]) -> str:
    try:
        return "".join(chr(int(code, 16)) for code in leaf["unicode"].split("-"))
    except (KeyError, ValueError, OverflowError):
        return f":{leaf.get('name', '')}:"


def _attachments(attachments: Any, names: Names) -> Iterator[Piece]:
    for attachment in attachments if isinstance(attachments, list) else ():
        if not isinstance(attachment, dict) or _is_preview(attachment):
            continue
        yield "\n", ""
        yield from _attachment(attachment, names)


def _is_preview(attachment: Mapping[str, Any]) -> bool:
    """Slack's own preview of a linked page: nobody in the chat wrote it. A shared message is none."""
    is_shared = attachment.get("is_msg_unfurl") or attachment.get("is_share")
    return bool(not is_shared and (attachment.get("from_url") or attachment.get("original_url")))


def _attachment(attachment: Mapping[str, Any], names: Names) -> Iterator[Piece]:
    has_text = False
    for name in ("pretext", "title", "text"):
        value = attachment.get(name)
        if isinstance(value, str) and value:
            has_text = True
            link = attachment.get("title_link")
            if name == "title" and isinstance(link, str):
                yield value, link
            else:
                yield from undo_mrkdwn(value, names)
            yield "\n", ""
    fields = attachment.get("fields")
    for field in fields if isinstance(fields, list) else ():
        if isinstance(field, dict):
            has_text = True
            yield from undo_mrkdwn(f"{field.get('title') or ''} {field.get('value') or ''}\n", names)
    blocks = list(_blocks(attachment.get("blocks"), names))
    yield from blocks
    fallback = attachment.get("fallback")
    if not has_text and not blocks and isinstance(fallback, str):
        yield from undo_mrkdwn(fallback, names)
