"""An ``Outgoing`` -> Slack: in the thread, in private, to one person only, or in place of what was said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.blocks import fallback, make_blocks
from adapters.slack.faults import SERVER_ERROR, TOO_MANY, BadLayout, NotHere, explained
from adapters.slack.home import HomePages
from adapters.slack.ids import HOME, commander, is_response_url, is_ts, private_chat, split
from adapters.slack.pace import Pace
from adapters.slack.workspaces import Workspaces
from bot.errors import RateLimited, Refused, SendError
from bot.messages import Reply
from bot.ports import Kind, Outgoing

Call = Callable[..., Awaitable[AsyncSlackResponse]]


class Sender:
    """Sends for all workspaces."""

    def __init__(self, workspaces: Workspaces, home: HomePages, pace: Pace | None = None) -> None:
        self._workspaces, self._home, self._pace = workspaces, home, pace or Pace()

    async def send(self, outgoing: Outgoing) -> str:
        """The ``ts`` of the message made or changed, "" for what has none. Raises ``SendError``s."""
        with explained():
            if outgoing.kind is Kind.TOAST:
                return await self._toast(outgoing)
            if outgoing.kind is Kind.EDIT:
                return await self._edit(outgoing)
            if user := commander(outgoing.reply_to):
                return await self._answer_command(outgoing, user)
            chat = private_chat(outgoing.to_user) if outgoing.kind is Kind.NOTICE else outgoing.chat
            return await self._post(chat, outgoing.reply, _thread(outgoing))

    async def _post(self, chat: str, reply: Reply, thread: str = "") -> str:
        team, channel = split(chat)
        client = await self._workspaces.client(team)
        if channel.startswith("@"):
            opened = await client.conversations_open(users=channel[1:])
            channel = str(opened["channel"]["id"])
        async with self._pace.turn(f"{team}/{channel}"):
            posted = await _say(
                client.chat_postMessage,
                reply,
                channel=channel,
                thread_ts=thread or None,
                unfurl_links=False,
                unfurl_media=False,
                mrkdwn=False,
            )
        return str(posted["ts"])

    async def _answer_command(self, outgoing: Outgoing, user: str) -> str:
        """Only the person who asked sees it; where the bot is no member, in private."""
        team, channel = split(outgoing.chat)
        private = private_chat(f"{team}/{user}")
        if channel.startswith(("D", "@")):
            return await self._post(outgoing.chat, outgoing.reply)
        client = await self._workspaces.client(team)
        try:
            await _say(
                client.chat_postEphemeral,
                outgoing.reply,
                channel=channel,
                user=user,
                thread_ts=outgoing.thread or None,
            )
        except NotHere:
            return await self._post(private, outgoing.reply)
        return ""

    async def _edit(self, outgoing: Outgoing) -> str:
        team, channel = split(outgoing.chat)
        if outgoing.edits == HOME:
            await self._home.publish(team, channel.removeprefix("@"))
            return ""
        if is_response_url(outgoing.edits):
            await self._respond(outgoing.edits, outgoing.reply, replace_original=True)
            return ""
        client = await self._workspaces.client(team)
        await _say(client.chat_update, outgoing.reply, channel=channel, ts=outgoing.edits)
        return outgoing.edits

    async def _toast(self, outgoing: Outgoing) -> str:
        """Slack has no toasts: a line that only the presser sees. The App Home shows its news by itself."""
        if outgoing.token and outgoing.reply.as_text():
            await self._respond(outgoing.token, outgoing.reply, replace_original=False)
        return ""

    async def _respond(self, url: str, reply: Reply, replace_original: bool) -> None:
        """Through the response URL of an interaction; it lasts for half an hour."""
        webhook = AsyncWebhookClient(url, session=self._workspaces.session())
        answer = await webhook.send(
            text=fallback(reply),
            blocks=make_blocks(reply),
            response_type="ephemeral",
            replace_original=replace_original,
        )
        if answer.status_code == TOO_MANY:
            raise RateLimited(float(answer.headers.get("Retry-After", 1)))
        if answer.status_code >= SERVER_ERROR:
            raise SendError(f"Slack has a trouble ({answer.status_code})")
        if answer.status_code >= 400:  # noqa: PLR2004
            raise Refused(f"the response URL is no longer valid ({answer.status_code})")


async def _say(call: Call, reply: Reply, **where: Any) -> AsyncSlackResponse:
    """Call a method of the Web API with a reply's words. None of them becomes a mention or a style."""
    words = {"text": fallback(reply), "parse": "none", "link_names": False}
    try:
        with explained():
            return await call(**words, **where, blocks=make_blocks(reply))
    except BadLayout:
        with explained():
            return await call(**words, **where)


def _thread(outgoing: Outgoing) -> str:
    """The thread of the message answered, or the one that the answer opens under it."""
    if outgoing.kind is Kind.NOTICE:
        return ""
    return next((one for one in (outgoing.thread, outgoing.reply_to) if is_ts(one)), "")
