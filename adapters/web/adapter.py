"""The web chat as a platform: what is posted goes to the inbox, what the desk answers goes to the pages."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any

from starlette.routing import BaseRoute, Mount

from adapters.web.people import CHAT, VIGIE, Person
from adapters.web.replay import Replay
from adapters.web.room import Post, Room, new_id
from adapters.web.team import pick_day, settle
from adapters.web.translate import PLATFORM, translate
from bot.messages import Event
from bot.ports import Kind, Outgoing, Payload, Services


class WebChat:
    """Implements ``bot.ports.Adapter`` for the local web chat."""

    platform = PLATFORM

    def __init__(self, services: Services) -> None:
        self.services = services
        self.room = Room()
        self.replay = Replay(self.room, self.say, partial(pick_day, services.database))

    def translate(self, payload: Payload) -> Sequence[Event]:
        return translate(payload)

    async def send(self, outgoing: Outgoing) -> str:
        if outgoing.kind is Kind.TOAST:
            self.room.toast(outgoing.token, outgoing.reply.as_text())
            return ""
        edited = self.room.get(outgoing.edits)
        if edited:
            edited.reply = outgoing.reply
            return self.room.add(edited).id
        return self.room.add(
            Post(
                VIGIE,
                reply=outgoing.reply,
                kind=outgoing.kind,
                id=outgoing.edits or new_id(),
                parent=self.room.root_of(outgoing.reply_to),
                only_for=outgoing.to_user if outgoing.kind is Kind.NOTICE else "",
            )
        ).id

    async def run(self, stop: asyncio.Event) -> None:
        await settle(self.services.database)
        await stop.wait()
        await self.replay.stop()
        self.room.close()

    def routes(self) -> Sequence[BaseRoute]:
        from adapters.web.app import build  # the pages are only loaded where they are served

        return [Mount("/", app=build(self))]

    async def say(
        self, author: Person, text: str, replayed_at: datetime | None = None, reply_to: Post | None = None
    ) -> Post:
        """Somebody writes in the room: shown at once, taken back when it cannot be stored."""
        post = Post(author, text, is_replayed=replayed_at is not None, parent=reply_to.id if reply_to else "")
        post.at = replayed_at or post.at
        payload = _said(post)
        if reply_to:
            payload["reply_to"] = _said(reply_to)
        self.room.add(post)
        try:
            await self._put(payload)
        except BaseException:
            self.room.remove(post.id)
            raise
        return post

    async def press(self, author: Person, post: Post, data: str, browser: str) -> None:
        """Somebody presses a button of a reply."""
        token = self.room.remember_press(browser)
        await self._put(
            {
                "kind": "press",
                "at": datetime.now(UTC).isoformat(),
                "message": post.id,
                "author": author.id,
                "data": data,
                "token": token,
            }
        )

    async def _put(self, payload: dict[str, Any]) -> None:
        await self.services.inbox.put(PLATFORM, CHAT, new_id(), payload)


def _said(post: Post) -> dict[str, Any]:
    return {
        "kind": "message",
        "message": post.id,
        "author": post.author.id,
        "text": post.text,
        "at": post.at.isoformat(),
        # A replayed day is a conversation of its own, apart from what is being said now.
        "thread": f"day-{post.at.date()}" if post.is_replayed else "",
    }
