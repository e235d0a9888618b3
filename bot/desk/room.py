"""Where the desk stands while it deals with one event: the transaction, the chat and the tools."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from bot import outbox
from bot.cases import book, chats
from bot.keyring import Keyring
from bot.messages import Command, Message, Press, Reply
from bot.ports import Detects, Kind, Outgoing
from bot.replies.warning import make_notice
from bot.tables import Case, Chat


@dataclass(frozen=True, slots=True)
class Tools:
    """What every handler may use beside the transaction."""

    detector: Detects
    keyring: Keyring


@dataclass(frozen=True, slots=True)
class Room:
    """One chat within one transaction. ``now`` is the time of the event."""

    session: AsyncSession
    tools: Tools
    chat: Chat
    now: datetime

    async def person(self, platform: str, person: str) -> int | None:
        """Somebody of this team, by pseudonym; ``None`` for an unknown author."""
        if not person:
            return None
        pseudonym = self.tools.keyring.pseudonym(self.chat.team_id, platform, person)
        return await chats.find_person(self.session, self.chat.team_id, pseudonym, self.now)

    async def has_lead(self) -> bool:
        """Whether anybody is told of the team's alerts."""
        return bool(await chats.find_leads(self.session, self.chat.team_id, self.now))

    async def note(self, case: Case, kind: str, actor_id: int | None = None, **detail: Any) -> None:
        """Add a line to a case's history."""
        await book.note(self.session, case, kind, self.now, actor_id, **detail)

    async def note_once(self, case: Case, kind: str, press: Press) -> bool:
        """Add what somebody pressed to the history; False when it stood there already."""
        if await book.is_noted(self.session, case, kind):
            return False
        await self.note(case, kind, await self.person(press.platform, press.author))
        return True

    async def answer(self, event: Command | Message, reply: Reply, case: Case | None = None) -> None:
        """Say something in the chat, in reply to what was written there."""
        outgoing = Outgoing(
            event.platform, event.chat, Kind.ANSWER, reply, thread=event.thread, reply_to=event.message
        )
        await self.send(outgoing, f"answer:{event.chat}:{event.message}", case)

    async def toast(self, press: Press, reply: Reply) -> None:
        """Answer a press, to the person who pressed only."""
        outgoing = Outgoing(
            press.platform,
            press.chat,
            Kind.TOAST,
            reply,
            thread=press.thread,
            reply_to=press.message,
            to_user=press.author,
            token=press.token,
        )
        await self.send(outgoing, f"toast:{_name(press)}")

    async def edit(self, press: Press, reply: Reply, case: Case | None = None) -> None:
        """Replace the message that bears the button."""
        outgoing = Outgoing(
            press.platform, press.chat, Kind.EDIT, reply, thread=press.thread, edits=press.message
        )
        await self.send(outgoing, f"edit:{_name(press)}", case)

    async def say(self, press: Press, reply: Reply, case: Case | None = None) -> None:
        """Say something under the message that bears the button; once for each button."""
        outgoing = Outgoing(
            press.platform, press.chat, Kind.ANSWER, reply, thread=press.thread, reply_to=press.message
        )
        await self.send(outgoing, f"press:{press.chat}:{press.message}:{press.data}", case)

    async def tell_leads(self, case: Case, title: str, name: str, author: str = "") -> None:
        """A private notice to everybody who leads the team. ``name`` tells one occasion from another."""
        case.asking = None  # a question that stood under an older notice is asked anew
        notice = make_notice(case, self.tools.keyring, title, author)
        for lead in await chats.find_leads(self.session, case.team_id, self.now):
            outgoing = Outgoing(lead.platform, "", Kind.NOTICE, notice, to_user=lead.person)
            await self.send(outgoing, f"notice:{case.id}:{lead.person}:{title}:{name}", case)

    async def tell_team_leads(self, reply: Reply, key: str) -> None:
        """Something in private to everybody who leads the team, beside cases."""
        for lead in await chats.find_leads(self.session, self.chat.team_id, self.now):
            outgoing = Outgoing(lead.platform, "", Kind.NOTICE, reply, to_user=lead.person)
            await self.send(outgoing, f"{key}:{lead.person}")

    async def send(self, outgoing: Outgoing, key: str, case: Case | None = None) -> None:
        """Put anything into the outbox; the same key again is a no-op."""
        ticket = outbox.Ticket(key, self.chat.team_id, self.now, case.id if case else None)
        await outbox.say(self.session, outgoing, ticket)


def _name(press: Press) -> str:
    """What tells one press from another."""
    return press.token or f"{press.chat}:{press.message}:{press.author}:{press.data}:{press.at.isoformat()}"
