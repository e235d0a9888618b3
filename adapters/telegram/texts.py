"""What a Telegram message says, as its reader sees it: text, caption, poll, contact, list, quote, buttons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.messages import HiddenLink

Json = Mapping[str, Any]


class Writing:
    """Text that grows line by line, with the links that hide in it."""

    def __init__(self) -> None:
        self.text = ""
        self.links: list[HiddenLink] = []

    def add(self, text: str, entities: Any = ()) -> None:
        """A paragraph. ``entities``: Telegram's, whose offsets count UTF-16 units."""
        if not text:
            return
        self.text += "\n" if self.text else ""
        start = len(self.text)
        self.text += clean(text)
        for entity in entities if isinstance(entities, list) else ():
            if entity.get("type") == "text_link" and entity.get("url"):
                first = _index(text, entity["offset"])
                last = _index(text, entity["offset"] + entity["length"])
                self.links.append(HiddenLink((start + first, start + last), str(entity["url"])))

    def add_link(self, label: str, target: str) -> None:
        self.add(label)
        self.links.append(HiddenLink((len(self.text) - len(label), len(self.text)), target))


def clean(text: str) -> str:
    """Without half characters, which JSON can spell and no database and no network takes."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def read(message: Json) -> Writing:
    """Everything that is written in a message; empty for a service message, a sticker, a picture alone."""
    writing = Writing()
    writing.add(message.get("text") or "", message.get("entities"))
    writing.add(message.get("caption") or "", message.get("caption_entities"))
    _add_poll(writing, message.get("poll") or {})
    _add_list(writing, message.get("checklist") or {})
    contact = message.get("contact") or {}
    names = [contact.get(name) or "" for name in ("first_name", "last_name", "phone_number")]
    writing.add(" ".join(name for name in names if name))
    for block in (message.get("rich_message") or {}).get("blocks") or ():
        _add_block(writing, block)
    if message.get("external_reply"):  # a quote from this chat was read when it was written
        writing.add(quoted(message))
    for row in (message.get("reply_markup") or {}).get("inline_keyboard") or ():
        for button in row:
            if button.get("url"):
                writing.add_link(button.get("text") or button["url"], button["url"])
    return writing


def quoted(message: Json) -> str:
    """The words that a message quotes, between guillemets; "" for none."""
    words = (message.get("quote") or {}).get("text") or ""
    return f"« {words} »" if words else ""


def _add_poll(writing: Writing, poll: Json) -> None:
    writing.add(poll.get("question") or "", poll.get("question_entities"))
    for option in poll.get("options") or ():
        writing.add(option.get("text") or "", option.get("text_entities"))
    writing.add(poll.get("explanation") or "", poll.get("explanation_entities"))


def _add_list(writing: Writing, checklist: Json) -> None:
    writing.add(checklist.get("title") or "", checklist.get("title_entities"))
    for task in checklist.get("tasks") or ():
        writing.add(task.get("text") or "", task.get("text_entities"))


def _add_block(writing: Writing, block: Any) -> None:
    pieces = list(_pieces(block))
    writing.add("".join(text for text, _ in pieces))
    at = len(writing.text) - sum(len(text) for text, _ in pieces)
    for text, url in pieces:
        if url and text:
            writing.links.append(HiddenLink((at, at + len(text)), url))
        at += len(text)


def _pieces(node: Any, url: str = "") -> Iterator[tuple[str, str]]:
    """The strings of a rich text, each with the target that it hides; parts are set apart by blanks."""
    if isinstance(node, str):
        yield node, url
    elif isinstance(node, list):
        for one in node:
            yield from _pieces(one, url)
    elif isinstance(node, dict):
        target = node["url"] if isinstance(node.get("url"), str) else url
        for name in ("title", "text", "caption"):
            yield from _pieces(node.get(name), target)
        rows = node.get("cells") or ()
        parts = [cell for row in rows for cell in row]
        for part in (*parts, *(node.get("items") or ()), *(node.get("blocks") or ())):
            yield from _pieces(part, target)
            yield " ", ""


def _index(text: str, units: int) -> int:
    """UTF-16 units -> characters."""
    raw = text.encode("utf-16-le", "surrogatepass")[: 2 * max(0, units)]
    return len(raw.decode("utf-16-le", "replace"))
