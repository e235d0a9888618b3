"""The desk itself: judges an event in memory, and deals with it in a transaction only if there is a need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot import commands
from bot.cases import chats
from bot.desk import alerts, chat_events, indicators, presses
from bot.desk.memory import Memory
from bot.desk.room import Room, Tools
from bot.indicators import Trace, find_traces
from bot.keyring import Keyring
from bot.messages import ChatMoved, Command, Event, Membership, Message, Press, Verdict
from bot.ports import Detects

Task = Callable[[AsyncSession], Awaitable[None]]
"""What is to be written for an event, in the transaction that ends it."""


class Desk:
    """Decides what to do with an event. Holds the memory of conversations, and no other state."""

    def __init__(self, detector: Detects, keyring: Keyring, memory: Memory | None = None) -> None:
        self.tools = Tools(detector, keyring)
        self.memory = memory or Memory()

    def judge(self, event: Event) -> Task | None:
        """The work that an event makes; ``None``: nothing to write, the event may be forgotten."""
        match event:
            case Message():
                return self._judge_message(event)
            case Command():
                return partial(self._do_command, event) if event.name in commands.NAMES else None
            case Press():
                return lambda session: presses.handle(session, self.tools, event)
            case Membership():
                return lambda session: chat_events.handle_membership(session, self.tools, event)
            case ChatMoved():
                return lambda session: chat_events.handle_move(session, event)

    def _judge_message(self, message: Message) -> Task | None:
        verdict = self.tools.detector.check(message, self.memory.before(message))
        self.memory.add(message)
        if verdict.is_alert:
            return partial(self._do_alert, message, verdict)
        traces = find_traces(message.text, message.links)
        return partial(self._do_mention, message, traces) if traces else None

    async def _do_mention(self, message: Message, traces: tuple[Trace, ...], session: AsyncSession) -> None:
        chat = await chats.find_chat(session, message.platform, message.chat)
        if chat:
            await indicators.mention(Room(session, self.tools, chat, message.at), message, traces)

    async def _do_alert(self, message: Message, verdict: Verdict, session: AsyncSession) -> None:
        chat = await chats.enter_chat(session, message.platform, message.chat, message.at)
        await alerts.handle(Room(session, self.tools, chat, message.at), message, verdict)

    async def _do_command(self, command: Command, session: AsyncSession) -> None:
        chat = await chats.enter_chat(session, command.platform, command.chat, command.at)
        await commands.handle(Room(session, self.tools, chat, command.at), command)
