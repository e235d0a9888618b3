"""The room's page: its forms and its stream of events."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from sse_starlette import EventSourceResponse
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from adapters.web.pages import Pages, wants_json
from adapters.web.people import DEFAULT, PEOPLE, Person
from adapters.web.replay import SPEEDS
from adapters.web.room import Post

if TYPE_CHECKING:
    from adapters.web.adapter import WebChat

MAX_TEXT = 10_000
PERSON_COOKIE = "vigie_person"
ANSWER_TIME = 1.0
"""Seconds that a browser without script waits for the answer, so that its reload shows it."""


class ChatPages:
    """Routes of the room. Without script every form posts and comes back to the page."""

    def __init__(self, web: WebChat, pages: Pages) -> None:
        self.web = web
        self.room = web.room
        self.pages = pages

    def routes(self) -> list[Route]:
        return [
            Route("/", self.show, name="chat"),
            Route("/events", self.stream, name="events"),
            Route("/messages", self.say, methods=["POST"], name="say"),
            Route("/report", self.report, methods=["POST"], name="report"),
            Route("/verify", self.verify, methods=["POST"], name="verify"),
            Route("/press", self.press, methods=["POST"], name="press"),
            Route("/replay", self.replay, methods=["POST"], name="replay"),
        ]

    async def show(self, request: Request) -> Response:
        browser = self.pages.tokens.browser_of(request)
        context = {
            "threads": list(self.room.threads()),
            "who": _person(request.cookies.get(PERSON_COOKIE, DEFAULT)),
            "toasts": [toast.text for toast in self.room.take_toasts(browser)],
            "mark": f"{self.room.epoch}-{self.room.seq}",
            "speeds": SPEEDS,
            "max_text": MAX_TEXT,
            **self._state(),
        }
        return self.pages.render(request, "chat.html", context)

    async def say(self, request: Request) -> Response:
        form = await self.pages.tokens.read_form(request)
        who = _person(_text(form, "person"))
        if "choose" in form:  # without script, picking who one is
            return await self._back(request, who)
        text = _text(form, "text").replace("\r\n", "\n").strip()
        if not text:
            raise HTTPException(422, "Le message est vide : écrivez quelque chose, puis envoyez.")
        if len(text) > MAX_TEXT:
            raise HTTPException(422, f"Le message dépasse {MAX_TEXT} caractères : coupez-le en deux.")
        post = await self.web.say(who, text)
        return await self._back(request, who, post, since=post.seq)

    async def report(self, request: Request) -> Response:
        """« Signaler » under a message: the same as answering it with /report."""
        return await self._answer(request, "/report")

    async def verify(self, request: Request) -> Response:
        """« Vérifier » under a message: the same as answering it with /verifier."""
        return await self._answer(request, "/verifier")

    async def _answer(self, request: Request, command: str) -> Response:
        form = await self.pages.tokens.read_form(request)
        who, post = _person(_text(form, "person")), self._post(form)
        answer = await self.web.say(who, command, reply_to=post)
        return await self._back(request, who, answer, since=answer.seq)

    async def press(self, request: Request) -> Response:
        form = await self.pages.tokens.read_form(request)
        who, post = _person(_text(form, "person")), self._post(form)
        browser = self.pages.tokens.browser_of(request)
        since = self.room.seq
        await self.web.press(who, post, _text(form, "data")[:64], browser)
        return await self._back(request, who, post, since)

    async def replay(self, request: Request) -> Response:
        form = await self.pages.tokens.read_form(request)
        if _text(form, "speed") in SPEEDS:
            self.web.replay.set_speed(_text(form, "speed"))
        action = _text(form, "action")
        if action == "start":
            self.web.replay.start()
        elif action == "stop":
            await self.web.replay.stop()
        return await self._back(request, _person(request.cookies.get(PERSON_COOKIE, DEFAULT)))

    async def stream(self, request: Request) -> Response:
        """Server-sent events from the mark that the page was made at, or the last one received."""
        mark = request.headers.get("last-event-id") or request.query_params.get("since", "")
        return EventSourceResponse(self._events(request, mark))

    async def _events(self, request: Request, mark: str) -> AsyncIterator[dict[str, str]]:
        epoch, _, number = mark.partition("-")
        seq = int(number) if number.isascii() and number.isdigit() else 0
        if epoch != self.room.epoch or seq > self.room.seq:
            yield {"event": "reset", "data": ""}
            seq = 0
        while not self.room.is_closed:
            posts, now = self.room.changed_since(seq), self.room.seq
            for post in posts:
                yield {"event": "post", "data": self._fragment(request, post)}
            for post_id in self.room.gone_since(seq):
                yield {"event": "gone", "data": json.dumps(post_id)}
            for toast in self.room.take_toasts(self.pages.tokens.browser_of(request)):
                yield {"event": "toast", "data": json.dumps(toast.text)}
            state = self.pages.fragment(request, "_replay.html", {"speeds": SPEEDS, **self._state()})
            yield {"event": "state", "data": json.dumps({"html": state}), "id": f"{self.room.epoch}-{now}"}
            seq = now
            await self.room.wait_beyond(seq)

    def _fragment(self, request: Request, post: Post) -> str:
        html = self.pages.fragment(request, "_post.html", {"post": post, "answers": []})
        parent = post.parent if self.room.get(post.parent) else ""
        return json.dumps({"id": post.id, "parent": parent, "html": html})

    def _state(self) -> dict[str, Any]:
        return {"replay": self.web.replay, "heard": self.room.heard, "warned": self.room.warned}

    def _post(self, form: FormData) -> Post:
        post = self.room.get(_text(form, "message"))
        if post is None:
            raise HTTPException(410, "Ce message n’est plus affiché. Rechargez la page.")
        return post

    async def _back(
        self, request: Request, who: Person, post: Post | None = None, since: int = 0
    ) -> Response:
        response: Response = JSONResponse({"id": post.id if post else ""})
        if not wants_json(request):
            if post:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self.room.wait_beyond(since), ANSWER_TIME)
            response = RedirectResponse(f"/#m-{post.id}" if post else "/", 303)
        response.set_cookie(PERSON_COOKIE, who.id, httponly=True, samesite="lax")
        return response


def _text(form: FormData, name: str) -> str:
    value = form.get(name, "")
    return value if isinstance(value, str) else ""


def _person(person_id: str) -> Person:
    return PEOPLE.get(person_id, PEOPLE[DEFAULT])
