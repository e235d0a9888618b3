"""The frozen values that all rooms of the house exchange. Imports nothing of the project."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

Span = tuple[int, int]
"""Half-open range of characters in the raw text: ``text[start:end]``."""


class Category(StrEnum):
    """What an alert asks for, or holds (patterns/POLICY.md)."""

    CODE = "code"
    IDENTIFIER = "identifier"
    SCREEN = "screen"
    LINK = "link"
    DISCLOSURE = "disclosure"


class Source(StrEnum):
    """Who asks: the author of the message, or somebody outside whom the author tells about."""

    DIRECT = "direct"
    RELAYED = "relayed"


@dataclass(frozen=True, slots=True)
class HiddenLink:
    """A link whose target is not what its text shows (Telegram ``text_link``, Slack ``<url|label>``)."""

    span: Span
    target: str


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a chat, whatever the platform. Never stored; its words stay in memory."""

    platform: str  # "telegram", "slack", "web", "export"
    chat: str  # the platform's own id of the chat (for Slack: "team/channel")
    message: str  # the platform's own id of the message, unique in its chat
    author: str  # the platform's own id of the author, "" when unknown
    text: str  # raw, as the reader sees it; captions included
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    thread: str = ""  # topic or thread id, "" outside threads
    edit: str = ""  # edition mark, "" for the first version
    author_name: str = ""  # shown name, for replies only
    links: tuple[HiddenLink, ...] = ()
    is_forwarded: bool = False  # written by somebody else first
    is_private: bool = False  # a one-to-one chat with the bot
    album: str = ""  # id shared by the pieces of one album, "" otherwise


@dataclass(frozen=True, slots=True)
class Reason:
    """One piece of evidence: which rule or feature, where in the raw text, how heavy (log-odds)."""

    rule: str
    span: Span
    weight: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the detector thinks of a message. ``category`` and ``source`` are set on an alert only."""

    is_alert: bool
    category: Category | None = None
    source: Source | None = None
    score: float = 0.0  # probability of an alert, 0 to 1
    reasons: tuple[Reason, ...] = ()
    language: str = "fr"  # "fr" or "en": the language to answer in
    is_pending: bool = False  # relayed, and the caller may still be on the line


SILENT = Verdict(is_alert=False)


@dataclass(frozen=True, slots=True)
class Command:
    """A command that somebody wrote, or the form that stands for it. Its words are never stored raw."""

    platform: str
    chat: str
    message: str  # the platform's own id of the command, unique in its chat
    author: str
    name: str  # without slash and without @bot: "report", "aide", "statut"…
    text: str = ""  # what follows the name
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    thread: str = ""
    author_name: str = ""
    reply_to: Message | None = None  # the message that the command answers or was opened on
    fields: tuple[tuple[str, str], ...] = ()  # a form's answers: ("way", "phone"), ("given", "yes")…
    is_private: bool = False
    is_admin: bool = False  # the author administers the chat, as far as the platform says


@dataclass(frozen=True, slots=True)
class Press:
    """A button pressed. ``data`` is untrusted until its signature was checked."""

    platform: str
    chat: str
    message: str  # the platform's own id of the message that bears the button
    author: str
    data: str
    token: str = ""  # what the platform wants back with the answer to this press
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    thread: str = ""
    author_name: str = ""


@dataclass(frozen=True, slots=True)
class Membership:
    """The bot was added to a chat, made administrator, or removed, or it looked how things are."""

    platform: str
    chat: str
    is_member: bool
    is_admin: bool = False
    is_deaf: bool = False  # it is told only what is addressed to it, so it cannot watch
    title: str = ""
    at: datetime = field(default_factory=lambda: datetime.now(UTC))


@dataclass(frozen=True, slots=True)
class ChatMoved:
    """A chat got a new id (Telegram: a group became a supergroup)."""

    platform: str
    chat: str
    new_chat: str


Event = Message | Command | Press | Membership | ChatMoved


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a reply. ``data`` (at most 64 bytes) comes back in a ``Press``."""

    label: str
    data: str
    is_primary: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link under a reply: ``https:``, ``mailto:`` or ``tel:``."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says, as plain text in parts. Adapters escape and lay it out."""

    title: str = ""
    lines: tuple[str, ...] = ()  # paragraphs
    steps_title: str = ""
    steps: tuple[str, ...] = ()  # an ordered list: what to do, or what to say on the phone
    contact: str = ""
    buttons: tuple[Button, ...] = ()
    links: tuple[Link, ...] = ()
    language: str = "fr"

    def as_text(self) -> str:
        """The reply without layout, for notifications, screen readers and plain chats."""
        steps = [f"{number}. {step}" for number, step in enumerate(self.steps, 1)]
        parts = [self.title, *self.lines, "\n".join(filter(None, [self.steps_title, *steps])), self.contact]
        return "\n\n".join(part for part in parts if part)
