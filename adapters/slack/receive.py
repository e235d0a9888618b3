"""What Slack delivers -> the inbox: committed first, acknowledged afterwards, within three seconds.

A global middleware of Bolt that runs right after the signature check. What needs no record (a form to open,
the App Home) is done in the background while Slack already has its acknowledgement.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime
from typing import Any

import structlog
from slack_bolt import BoltResponse
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack import forms
from adapters.slack.commands import name_and_text, opens_form
from adapters.slack.home import HomePages
from adapters.slack.ids import PLATFORM, chat_id
from adapters.slack.messages import edit_of
from adapters.slack.payloads import RECEIVED, items, part, text, workspace
from adapters.slack.translate import EVENTS, leaves_workspace
from adapters.slack.workspaces import Workspaces
from bot.commands import OF_ADMINISTRATORS
from bot.errors import where
from bot.inbox import Inbox
from bot.ports import Payload
from bot.replies.words import words

ACK_S = 2.0
"""Slack waits for three seconds, the way to us included."""
LOOK_UP_S = 0.7
log = structlog.get_logger()
Body = dict[str, Any]


class Receiver(AsyncMiddleware):
    """Stores deliveries; ``left`` is called for a workspace that removed the app."""

    def __init__(
        self,
        inbox: Inbox,
        workspaces: Workspaces,
        home: HomePages,
        left: Callable[[str], Awaitable[None]],
        ack_s: float = ACK_S,
    ) -> None:
        self._inbox, self._workspaces, self._home, self._left = inbox, workspaces, home, left
        self._ack_s = ack_s
        self._tasks: set[asyncio.Task[Any]] = set()
        self.last_contact: datetime | None = None

    async def async_process(
        self, *, req: AsyncBoltRequest, resp: BoltResponse, next: Callable[[], Awaitable[Any]]
    ) -> BoltResponse:
        """Bolt's middleware: answers by itself, but for the handshake that Bolt knows."""
        self.last_contact = datetime.now(UTC)
        body: Body = req.body
        if body.get("type") == "url_verification":
            await next()
            return resp
        try:
            return await self._receive(body)
        except Exception as error:  # Bolt would log the text of the error, which may quote the payload
            log.warning("a delivery could not be stored", **where(error))
            return _again()

    async def _receive(self, body: Body) -> BoltResponse:
        team = workspace(body)
        if text(body, "command"):
            return await self._command(team, body)
        match text(body, "type"):
            case "block_actions":
                return await self._interaction(team, body, text(body, "trigger_id"))
            case "view_submission" if forms.is_ours(body):
                return await self._interaction(team, body, text(part(body, "view"), "id"))
            case "message_action" if text(body, "callback_id") == forms.SHORTCUT:
                self._open_form(team, body)
                return _done()
        return await self._event(team, body)

    async def _event(self, team: str, body: Body) -> BoltResponse:
        event = part(body, "event")
        kind = text(event, "type")
        if kind == "app_home_opened" and text(event, "tab") == "home":
            self._do(self._home.publish(team, text(event, "user")), "the App Home was not shown")
        if kind not in EVENTS:
            return _done()
        is_stored = await self._store(chat_id(team, text(event, "channel")), event_key(team, body), body)
        if is_stored and leaves_workspace(body):
            await self._left(team)
        return _done() if is_stored else _again()

    async def _command(self, team: str, body: Body) -> BoltResponse:
        if opens_form(body):
            self._open_form(team, body)
            return _done()
        user = text(body, "user_id")
        is_admin = name_and_text(body)[0] in OF_ADMINISTRATORS and await self._is_admin(team, user)
        chat = chat_id(team, text(body, "channel_id"))
        if await self._store(chat, f"command:{text(body, 'trigger_id')}", body, is_admin=is_admin):
            return _done()
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": words()("slack.busy")})

    async def _interaction(self, team: str, body: Body, name: str) -> BoltResponse:
        """A button or a form. They are delivered once: who pressed is told when it must be done again."""
        kind = text(body, "type")
        chat = chat_id(team, text(part(body, "channel"), "id"))
        if kind == "block_actions" and not any(text(action, "value") for action in items(body, "actions")):
            return _done()
        if await self._store(chat, f"{kind}:{name}", body):
            return _done()
        busy = words()("slack.busy")
        if kind == "view_submission":
            return BoltResponse(status=200, body={"response_action": "errors", "errors": {"what": busy}})
        self._do(self._tell(text(body, "response_url"), busy), "a press was not answered")
        return _done()

    async def _store(self, chat: str, key: str, body: Body, **known: Any) -> bool:
        """Put a payload into the inbox; False when that takes longer than Slack waits (it goes on then)."""
        kept = {name: value for name, value in body.items() if name != "token"}  # Slack's old shared secret
        kept[RECEIVED] = {"at": datetime.now(UTC).isoformat(), **known}
        putting = self._keep(self._inbox.put(PLATFORM, chat, key, kept))
        done, _ = await asyncio.wait([putting], timeout=self._ack_s)
        if not done:
            log.warning("the inbox is slow: Slack is told to deliver again")
            return False
        putting.result()
        return True

    async def _is_admin(self, team: str, user: str) -> bool:
        """Whether somebody administers the workspace; False when Slack does not say so in time."""
        try:
            async with asyncio.timeout(LOOK_UP_S):
                found = await (await self._workspaces.client(team)).users_info(user=user)
        except Exception as error:
            log.warning("whether somebody is an administrator is not known", **where(error))
            return False
        person = part(found.data, "user")
        return person.get("is_admin") is True or person.get("is_owner") is True

    def _open_form(self, team: str, body: Body) -> None:
        received = {**body, RECEIVED: {"at": datetime.now(UTC).isoformat()}}
        self._do(self._show_form(team, received), "the form was not opened")

    async def _show_form(self, team: str, body: Body) -> None:
        try:
            client = await self._workspaces.client(team)
            await client.views_open(trigger_id=text(body, "trigger_id"), view=forms.make_form(body))
        except Exception:
            await self._tell(text(body, "response_url"), words()("form.failed"))
            raise

    async def _tell(self, url: str, words_: str) -> None:
        if url:
            webhook = AsyncWebhookClient(url, session=self._workspaces.session())
            await webhook.send(text=words_, response_type="ephemeral", replace_original=False)

    def _do(self, work: Coroutine[Any, Any, Any], trouble: str) -> None:
        """Do something after the acknowledgement."""

        async def quietly() -> None:
            try:
                await work
            except Exception as error:
                log.warning(trouble, **where(error))

        self._keep(quietly())

    def _keep(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def finish(self) -> None:
        """Wait for what goes on in the background."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=ACK_S)


def _done() -> BoltResponse:
    return BoltResponse(status=200, body="")


def _again() -> BoltResponse:
    return BoltResponse(status=503, body="")


def event_key(team: str, body: Payload) -> str:
    """One name for an event however often it is delivered: team, channel, ts and edited ts of a message."""
    event = part(body, "event")
    ts = text(part(event, "message"), "ts") or text(event, "ts")
    if text(event, "type") != "message" or not ts:
        return f"event:{team}:{text(body, 'event_id')}"
    if text(event, "subtype") == "message_deleted":
        ts = f"deleted-{text(event, 'deleted_ts')}"
    return f"message:{team}:{text(event, 'channel')}:{ts}:{edit_of(event)}"
