"""What the page shows: the last posts, in memory only. Nothing here is ever stored."""

from __future__ import annotations

import asyncio
import secrets
from collections import OrderedDict, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

from adapters.web.people import VIGIE, Person
from bot.messages import Reply
from bot.ports import Kind

MAX_POSTS = 600
MAX_TOASTS = 50


def new_id() -> str:
    """An id that no other post had, also before a restart: cases are keyed by it."""
    return secrets.token_hex(8)


@dataclass(slots=True)
class Post:
    """A line of the page: what somebody said (``text``), or what the bot says (``reply``)."""

    author: Person
    text: str = ""
    reply: Reply | None = None
    kind: Kind | None = None  # of the bot's reply
    id: str = field(default_factory=new_id)
    at: datetime = field(default_factory=lambda: datetime.now(UTC))
    parent: str = ""  # the post under which it stands
    only_for: str = ""  # the one person who sees it
    is_replayed: bool = False
    seq: int = 0  # of its last change


@dataclass(frozen=True, slots=True)
class Toast:
    """A short answer for the browser that pressed a button."""

    browser: str
    text: str
    seq: int


class Room:
    """The bounded memory of the page, and the clock of its changes (``seq``, from 1)."""

    def __init__(self) -> None:
        self.epoch = secrets.token_hex(4)  # tells browsers that the memory was lost (a restart)
        self.seq = 0
        self.heard = 0
        self.warned = 0
        self.is_closed = False
        self._posts: OrderedDict[str, Post] = OrderedDict()
        self._gone: deque[tuple[int, str]] = deque(maxlen=MAX_TOASTS)
        self._toasts: list[Toast] = []
        self._pressers: OrderedDict[str, str] = OrderedDict()
        self._changed = asyncio.Event()

    def get(self, post_id: str) -> Post | None:
        return self._posts.get(post_id)

    def add(self, post: Post) -> Post:
        """Show a post, or show it again as changed."""
        is_new = post.id not in self._posts
        self._posts[post.id] = post
        post.seq = self.touch()
        if is_new:
            self.heard += post.author is not VIGIE
            self.warned += post.kind is Kind.WARNING
        while len(self._posts) > MAX_POSTS:
            self._posts.popitem(last=False)
        return post

    def remove(self, post_id: str) -> None:
        """Take a post back."""
        if self._posts.pop(post_id, None):
            self.heard -= 1
            self._gone.append((self.touch(), post_id))

    def gone_since(self, seq: int) -> list[str]:
        """The posts taken back after ``seq``."""
        return [post_id for at, post_id in self._gone if at > seq]

    def root_of(self, post_id: str) -> str:
        """The post at the head of the thread that holds ``post_id``; "" when it is not shown any more."""
        post = self._posts.get(post_id)
        while post and post.parent in self._posts:
            post = self._posts[post.parent]
        return post.id if post else ""

    def threads(self) -> Iterator[tuple[Post, list[Post]]]:
        """Every post that stands on its own, with the answers under it, in order."""
        answers: dict[str, list[Post]] = {}
        for post in self._posts.values():
            if post.parent in self._posts:
                answers.setdefault(post.parent, []).append(post)
        for post in self._posts.values():
            if post.parent not in self._posts:
                yield post, answers.get(post.id, [])

    def remember_press(self, browser: str) -> str:
        """A token for a press of that browser, to bring the answer back to it."""
        token = new_id()
        self._pressers[token] = browser
        while len(self._pressers) > MAX_TOASTS:
            self._pressers.popitem(last=False)
        return token

    def toast(self, token: str, text: str) -> None:
        """Answer a press. An unknown token (a restart in between) is nobody's."""
        browser = self._pressers.pop(token, "")
        if browser and text:
            self._toasts = [*self._toasts[1 - MAX_TOASTS :], Toast(browser, text, self.touch())]

    def take_toasts(self, browser: str) -> list[Toast]:
        """The answers waiting for that browser, handed out once."""
        mine = [toast for toast in self._toasts if toast.browser == browser]
        self._toasts = [toast for toast in self._toasts if toast.browser != browser]
        return mine

    def changed_since(self, seq: int) -> list[Post]:
        """The posts added or changed after ``seq``, oldest change first."""
        changed = [post for post in self._posts.values() if post.seq > seq]
        return sorted(changed, key=lambda post: post.seq)

    def touch(self) -> int:
        """Wake everybody who watches; the number of this change."""
        self.seq += 1
        self._changed.set()
        self._changed = asyncio.Event()
        return self.seq

    async def wait_beyond(self, seq: int) -> None:
        """Until something changed after ``seq``, or the room is closed."""
        while self.seq <= seq and not self.is_closed:
            await self._changed.wait()

    def close(self) -> None:
        """End the pages' streams: the program stops."""
        self.is_closed = True
        self.touch()
