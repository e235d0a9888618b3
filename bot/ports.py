"""How an adapter plugs in: the sockets between the desk and the platforms.

An adapter is a folder ``adapters/<platform>/`` whose ``__init__`` offers

    def create(services: Services) -> Adapter | None

which returns ``None`` when its settings are absent. ``vigie serve`` calls it, and then:

1. ``run(stop)`` receives until ``stop`` is set: for each raw event
   ``await services.inbox.put(platform, chat, key, payload)`` and only then acknowledges it to the platform.
   ``payload`` is any JSON object; ``key`` names the delivery, unique per platform (Telegram: the update id;
   Slack: team, channel, ts and edited ts; web: a random id). ``put`` returns ``False`` for a key that still
   waits in the inbox. Several events at once: ``put_many`` (one commit).
2. The worker gives the payload back to ``translate``, one event at a time per chat and in order. It is pure:
   no network, no clock. It answers a list of ``Message | Command | Press | Membership | ChatMoved``; an empty
   list means "ignored on purpose". If it raises, the event is counted and set aside, its payload dropped.
3. The desk decides and writes replies to the outbox; the dispatcher calls ``send`` for each, one at a time a
   chat, urgent ones first. ``send`` returns the platform's id of the message it made (or edited), "" if none,
   and raises ``RateLimited``, ``Refused``, ``Unreachable``, ``Moved`` or plain ``SendError`` (bot/errors.py).
   It may run twice for one ``Outgoing`` after a crash.
4. ``routes`` are served by the one HTTP server of the process (none: answer an empty list).

Every ``Press`` is answered by exactly one ``Outgoing`` of kind ``TOAST`` with the press's token, within
milliseconds and maybe with no text: that is the moment to call Telegram's ``answerCallbackQuery``.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Protocol

from bot.messages import Event, Message, Reply, Verdict

if TYPE_CHECKING:  # the sockets know no implementation at run time
    from starlette.routing import BaseRoute

    from bot.database import Database
    from bot.inbox import Inbox
    from bot.settings import Settings

Payload = Mapping[str, Any]
"""A raw event of a platform, as JSON."""


class Detects(Protocol):
    """What the desk needs of a detector (``bot.detector.Detector``)."""

    def check(self, message: Message, recent: Sequence[Message] = ()) -> Verdict: ...


class Kind(IntEnum):
    """What an ``Outgoing`` is; a smaller number is sent first."""

    TOAST = 0  # the answer to a press, shown to the person who pressed only
    WARNING = 1  # the warning, in reply to the message
    NOTICE = 2  # to a lead, in private
    EDIT = 3  # replaces the message ``edits``
    ANSWER = 4  # to a command, and everything else said in the chat
    REPORT = 5  # summaries: they can wait


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A reply on its way to a platform."""

    platform: str
    chat: str  # "" for a notice: the adapter finds or opens the private chat of ``to_user``
    kind: Kind
    reply: Reply
    thread: str = ""  # answer in this topic or thread
    reply_to: str = ""  # the platform's id of the message answered
    edits: str = ""  # the platform's id of the message to replace (``EDIT``)
    to_user: str = ""  # the person addressed (``NOTICE``, ``TOAST``)
    token: str = ""  # the press answered (``TOAST``)


class Adapter(Protocol):
    """One chat platform."""

    platform: str

    def translate(self, payload: Payload) -> Sequence[Event]: ...

    async def send(self, outgoing: Outgoing) -> str: ...

    async def run(self, stop: asyncio.Event) -> None: ...

    def routes(self) -> Sequence[BaseRoute]: ...


@dataclass(frozen=True, slots=True)
class Services:
    """What an adapter may use."""

    settings: Settings
    inbox: Inbox
    database: Database
