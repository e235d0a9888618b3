"""A Bot API server for tests: what Telegram does as far as a bot can tell, on a port of this machine.

It keeps its own books (updates by number, what was sent, who is in which chat) and can be told to misbehave.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]
TOKEN = "700000001:" + "Vigie-test_token" * 2 + "abc"
BOT: Json = {"id": 700000001, "is_bot": True, "first_name": "Vigie", "username": "vigie_test_bot"}


@dataclass(frozen=True, slots=True)
class Sent:
    """A call that changed something."""

    method: str
    chat: str
    parameters: Json
    at: float
    message_id: int

    @property
    def text(self) -> str:
        return str(self.parameters.get("text", ""))

    @property
    def answers(self) -> int:
        """The message that this one replies to, 0 for none."""
        return int(self.parameters.get("reply_parameters", {}).get("message_id", 0))


class ApiError(Exception):
    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


Fault = Callable[[str, Json], ApiError | None]


@dataclass
class BotApi:
    """The server's books. ``fault`` may answer any call with an error; ``is_down`` cuts every connection,
    ``garbage`` is answered to everything, ``sends_all`` ignores allowed_updates."""

    me: Json = field(default_factory=lambda: {**BOT, "can_read_all_group_messages": True})
    updates: list[Json] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    calls: list[tuple[str, Json]] = field(default_factory=list)
    times: list[float] = field(default_factory=list)
    members: dict[tuple[str, int], str] = field(default_factory=dict)
    moved: dict[str, int] = field(default_factory=dict)
    topics: dict[str, set[int]] = field(default_factory=dict)
    gone: set[tuple[str, int]] = field(default_factory=set)
    fault: Fault = lambda _method, _parameters: None
    is_down: bool = False
    sends_all: bool = False
    garbage: bytes = b""
    webhook: Json | None = None
    delivered: dict[int, int] = field(default_factory=dict)
    url: str = ""
    polls: int = 0
    _numbers: Any = field(default_factory=lambda: itertools.count(1000))
    _messages: Any = field(default_factory=lambda: itertools.count(900_000))
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    def push(self, update: Json) -> int:
        """A new update, with a number of ours."""
        number = next(self._numbers)
        self.updates.append({**update, "update_id": number})
        self._news.set()
        return int(number)

    @property
    def is_read(self) -> bool:
        """Everything was confirmed."""
        return not self.updates

    def of(self, method: str) -> list[Sent]:
        return [one for one in self.sent if one.method == method]

    def replies(self, chat: int, message: int) -> list[Sent]:
        return [one for one in self.of("sendMessage") if (one.chat, one.answers) == (str(chat), message)]

    # --- the server ---
    async def handle(self, request: web.Request) -> web.StreamResponse:
        if self.is_down:
            if request.transport:
                request.transport.abort()
            raise web.HTTPServiceUnavailable
        if self.garbage:
            return web.Response(body=self.garbage, content_type="application/json")
        if request.match_info["token"] != f"bot{TOKEN}":
            return _error(ApiError(401, "Unauthorized"))
        method, parameters = request.match_info["method"], await _parameters(request)
        self.calls.append((method, parameters))
        self.times.append(time.monotonic())
        try:
            error = self.fault(method, parameters)
            if error:
                return _error(error)
            name = re.sub("(?=[A-Z])", "_", method).lower()
            do = getattr(self, f"do_{name}", _unknown)
            return web.json_response({"ok": True, "result": await do(parameters)})
        except ApiError as error:
            return _error(error)

    async def do_get_me(self, _: Json) -> Json:
        return self.me

    async def do_get_updates(self, parameters: Json) -> list[Json]:
        if self.webhook:
            raise ApiError(409, "Conflict: can't use getUpdates method while webhook is active")
        offset, limit = int(parameters.get("offset", 0)), int(parameters.get("limit", 100))
        allowed = None if self.sends_all else parameters.get("allowed_updates")
        self.updates = [
            one for one in self.updates if one["update_id"] >= offset and _is_allowed(one, allowed)
        ]
        self.polls += 1
        mine = self.polls
        until = time.monotonic() + int(parameters.get("timeout", 0))
        while not self.updates and (left := until - time.monotonic()) > 0:
            self._news.clear()
            try:
                await asyncio.wait_for(self._news.wait(), min(left, 0.2))
            except TimeoutError:
                if mine != self.polls:
                    raise ApiError(409, "Conflict: terminated by other getUpdates request") from None
            self.updates = [one for one in self.updates if _is_allowed(one, allowed)]
        batch = self.updates[:limit]
        for one in batch:
            self.delivered[one["update_id"]] = self.delivered.get(one["update_id"], 0) + 1
        return batch

    async def do_delete_webhook(self, _: Json) -> bool:
        self.webhook = None
        return True

    async def do_set_webhook(self, parameters: Json) -> bool:
        if not parameters["url"].startswith("https://"):
            raise ApiError(400, "Bad Request: bad webhook: An HTTPS URL must be provided for webhook")
        self.webhook = parameters
        return True

    async def do_set_my_commands(self, parameters: Json) -> bool:
        for one in parameters["commands"]:
            if not (one["command"].isascii() and 1 <= len(one["description"]) <= 256):
                raise ApiError(400, "Bad Request: BOT_COMMAND_INVALID")
        return True

    async def do_get_chat_member(self, parameters: Json) -> Json:
        chat, user = str(parameters["chat_id"]), int(parameters["user_id"])
        status = self.members.get((chat, user), "member")
        if status == "unknown":
            raise ApiError(400, "Bad Request: chat not found")
        return {"status": status, "user": {"id": user, "is_bot": False, "first_name": "X"}}

    async def do_answer_callback_query(self, parameters: Json) -> bool:
        self._note("answerCallbackQuery", "", parameters, 0)
        return True

    async def do_send_message(self, parameters: Json) -> Json:
        chat = self._check_chat(parameters)
        _check_message(parameters)
        thread = parameters.get("message_thread_id")
        if thread is not None and int(thread) not in self.topics.get(chat, set()):
            raise ApiError(400, "Bad Request: message thread not found")
        reply: Json = parameters.get("reply_parameters") or {}
        is_gone = bool(reply) and (chat, int(reply["message_id"])) in self.gone
        if is_gone and (thread is not None or not reply.get("allow_sending_without_reply")):
            raise ApiError(400, "Bad Request: message to be replied not found")
        return self._note("sendMessage", chat, parameters, next(self._messages))

    async def do_edit_message_text(self, parameters: Json) -> Json:
        chat = self._check_chat(parameters)
        _check_message(parameters)
        return self._note("editMessageText", chat, parameters, int(parameters["message_id"]))

    async def do_send_document(self, parameters: Json) -> Json:
        chat = self._check_chat(parameters)
        if not parameters.get("document"):
            raise ApiError(400, "Bad Request: there is no document in the request")
        return self._note("sendDocument", chat, parameters, next(self._messages))

    def _check_chat(self, parameters: Json) -> str:
        chat = str(parameters.get("chat_id", ""))
        if chat in self.moved:
            text = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, text, migrate_to_chat_id=self.moved[chat])
        status = self.members.get((chat, BOT["id"]), "member")
        if status in ("left", "kicked"):
            raise ApiError(403, f"Forbidden: bot was {status} from the group chat")
        if self.members.get((chat, int(chat or 0))) == "never started":
            raise ApiError(403, "Forbidden: bot can't initiate conversation with a user")
        return chat

    def _note(self, method: str, chat: str, parameters: Json, message_id: int) -> Json:
        self.sent.append(Sent(method, chat, parameters, time.monotonic(), message_id))
        return {"message_id": message_id, "date": int(time.time()), "chat": {"id": int(chat or 0)}}


async def _unknown(_: Json) -> Json:
    raise ApiError(404, "Not Found: method not found")


def _check_message(parameters: Json) -> None:
    if not 1 <= len(parameters.get("text", "")) <= 8192:
        raise ApiError(400, "Bad Request: message text is empty")
    for row in parameters.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            if "url" in button and not button["url"].startswith(("http://", "https://", "tg://")):
                raise ApiError(
                    400, "Bad Request: inline keyboard button URL is invalid: Unsupported URL protocol"
                )
            if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= 64:
                raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")


def _is_allowed(update: Json, allowed: list[str] | None) -> bool:
    return not allowed or any(kind in update for kind in allowed)


async def _parameters(request: web.Request) -> Json:
    if request.content_type == "application/json":
        found = await request.json()
        return found if isinstance(found, dict) else {}
    return {name: _value(value) for name, value in (await request.post()).items()}


def _value(value: Any) -> Any:
    """Forms carry JSON for what is no text; a text that looks like a number stays one for ``text``."""
    if isinstance(value, web.FileField):
        return value.file.read()
    try:
        return json.loads(value)
    except ValueError:
        return value


def _error(error: ApiError) -> web.Response:
    body: Json = {"ok": False, "error_code": error.code, "description": error.description}
    if error.parameters:
        body["parameters"] = error.parameters
    return web.json_response(body, status=error.code)


@asynccontextmanager
async def running(port: int = 0) -> AsyncIterator[BotApi]:
    """The server on loopback while the block runs; ``url`` is what VIGIE_TELEGRAM_API_URL wants."""
    api = BotApi()
    app = web.Application(client_max_size=50 * 1024 * 1024)
    app.router.add_route("*", "/{token}/{method}", api.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", port)
    await site.start()
    api.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield api
    finally:
        await runner.cleanup()
