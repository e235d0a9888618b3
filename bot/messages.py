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
