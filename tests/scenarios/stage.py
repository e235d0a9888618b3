"""A stage: people of one team in front of the whole bot, on one platform. The scenarios know no platform."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from dataclasses import dataclass, field

from sqlalchemy import select

from bot.serve import App
from bot.tables import OutboxRow

EVERYBODY = ""
NO_BREAK = "\u00a0"
PEOPLE = {"claire": "Claire Vasseur", "nadia": "Nadia Belkacem", "hugo": "Hugo Lemaître"}
LEAD = "claire"


@dataclass
class Line:
    """Something on somebody's screen: by the bot, or by a person (no text is kept then)."""

    id: str
    to: str = EVERYBODY  # or the one person who sees it
    text: str = ""
    buttons: dict[str, str] = field(default_factory=dict)  # label -> data
    links: tuple[str, ...] = ()

    def is_seen_by(self, who: str) -> bool:
        return self.to in (EVERYBODY, who)


class Stage(ABC):
    """One platform. ``news``: what the bot showed or changed since somebody did something."""

    platform: str

    def __init__(self, app: App) -> None:
        self.app = app
        self.lines: dict[str, Line] = {}
        self.news: list[Line] = []
        self.toasts: list[str] = []

    # --- what people do ---
    async def says(self, who: str, words: str, about: str = "") -> str:
        """Write something, or a command; ``about``: in reply to that message. The id of what was written."""
        self._begin()
        written = await self._write(who, words, about)
        await self._settle()
        return written

    async def presses(self, who: str, label: str) -> None:
        """Press the newest button of that label on one's screen."""
        shown = [one for one in self.lines.values() if one.is_seen_by(who) and label in one.buttons]
        assert shown, f"{who} sees no button « {label} » on {self.platform}: {self._shown(who)}"
        self._begin()
        await self._push(who, shown[-1], shown[-1].buttons[label])
        await self._settle()

    # --- what people see ---
    def sees(self, who: str, *words: str) -> None:
        """One new line on somebody's screen holds all of these."""
        fresh = [one for one in self.news if one.is_seen_by(who)]
        assert any(all(word in one.text for word in words) for one in fresh), (self.platform, words, fresh)

    def sees_nothing_of(self, who: str, *words: str) -> None:
        """No new line on somebody's screen holds any of these."""
        fresh = [one for one in self.news if one.is_seen_by(who)]
        assert not any(word in one.text for word in words for one in fresh), (self.platform, words, fresh)

    def is_silent(self) -> None:
        assert self.news == [], (self.platform, self.news)

    def can_press(self, who: str, label: str) -> bool:
        return any(one.is_seen_by(who) and label in one.buttons for one in self.lines.values())

    def is_told(self, words: str) -> None:
        """The short answer to the last press."""
        assert self.toasts, self.platform
        assert words in self.toasts[-1], (self.platform, self.toasts)

    def letter(self) -> str:
        """The newest letter that is ready to be sent."""
        found = [link for one in self.news for link in one.links if "esante.gouv.fr" in link]
        assert found, (self.platform, self.news)
        return found[-1]

    # --- of each platform ---
    @abstractmethod
    async def open(self) -> None:
        """The team has its lead."""

    @abstractmethod
    async def _write(self, who: str, words: str, about: str) -> str: ...

    @abstractmethod
    async def _push(self, who: str, line: Line, data: str) -> None: ...

    @abstractmethod
    def _look(self) -> None:
        """Take what the platform shows into ``show`` and ``toasts``."""

    def show(self, line: Line) -> None:
        line.text = line.text.replace(NO_BREAK, " ")
        line.buttons = {label.replace(NO_BREAK, " "): data for label, data in line.buttons.items()}
        known = self.lines.pop(line.id, None)  # a changed line keeps its readers
        line.to = known.to if known else line.to
        self.lines[line.id] = line
        self.news.append(line)

    def _begin(self) -> None:
        self.news, self.toasts = [], []

    async def _settle(self) -> None:
        """Let the worker and the dispatcher do everything that waits."""
        while batch := await self.app.inbox.next([self.platform], 100):
            await self.app.worker.work(batch)
        stop = asyncio.Event()
        sending = asyncio.create_task(self.app.dispatcher.run(stop))
        await asyncio.sleep(0.02)
        while await self._is_sending():  # noqa: ASYNC110 - a table has no event
            await asyncio.sleep(0.01)
        stop.set()
        self.app.dispatcher._wake.set()
        await sending
        self._look()

    async def _is_sending(self) -> bool:
        async with self.app.database.read() as session:
            return (
                await session.scalars(select(OutboxRow.id).where(OutboxRow.status == "waiting"))
            ).first() is not None

    def _shown(self, who: str) -> list[list[str]]:
        return [list(one.buttons) for one in self.lines.values() if one.is_seen_by(who)]
