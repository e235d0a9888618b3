"""What is sent, and what Slack's refusals mean for it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from adapters.slack.blocks import fallback, make_blocks
from adapters.slack.home import HomePages
from adapters.slack.pace import Pace
from adapters.slack.send import Sender
from adapters.slack.workspaces import Workspaces
from bot.database import Database
from bot.errors import RateLimited, Refused, SendError, Unreachable
from bot.keyring import Keyring
from bot.messages import Button, Link, Reply
from bot.ports import Kind, Outgoing
from bot.settings import Settings
from tests.slack.fake_api import FakeApi, fake_api
from tests.slack.rig import until
from tests.slack.signed import SlackOverHttp, message_event, over_http

REPLY = Reply(
    title="Stop",
    lines=("<!channel> <@U1> *gras* & <http://x|y>",),
    steps_title="Que faire :",
    steps=("Un", "Deux"),
    contact="ANS",
    buttons=(Button("J'ai donné", "given.1.x", is_primary=True), Button("Pourquoi ?", "why.1.x")),
    links=(Link("Écrire", "mailto:a@b.example"),),
)


@pytest.fixture
async def api() -> AsyncIterator[FakeApi]:
    async with fake_api() as made:
        yield made


@pytest.fixture
async def sender(api: FakeApi) -> AsyncIterator[Sender]:
    async def token(_team: str) -> str:
        return "xoxb-1"

    workspaces = Workspaces(api.url, token)
    home = HomePages(Database("sqlite+aiosqlite://"), Keyring(b"k" * 32), workspaces)
    yield Sender(workspaces, home, Pace(0.2))
    await workspaces.close()


def outgoing(kind: Kind = Kind.WARNING, **more: str) -> Outgoing:
    return Outgoing("slack", **{"chat": "T/C", "kind": kind, "reply": REPLY, **more})  # type: ignore[arg-type]


def test_what_may_quote_a_message_is_literal() -> None:
    blocks = make_blocks(REPLY)
    kinds = ["header", *["section"] * 4, "context", "section", "actions"]
    assert [block["type"] for block in blocks] == kinds
    marked = [block["text"]["text"] for block in blocks if block.get("text", {}).get("type") == "mrkdwn"]
    assert marked == ["*Que faire :*", "<mailto:a@b.example|Écrire>"]
    assert [block["text"]["text"] for block in blocks[3:5]] == ["1. Un", "2. Deux"]
    assert "&lt;!channel&gt;" in fallback(REPLY)
    assert "<" not in fallback(REPLY)
    ids = [one["action_id"] for one in blocks[-1]["elements"]]
    assert len(ids) == len(set(ids))


def test_long_and_empty_replies_fit() -> None:
    assert len(make_blocks(Reply(title="x" * 500))[0]["text"]["text"]) == 150
    assert make_blocks(Reply()) == []
    assert len(fallback(Reply(lines=("x" * 50_000,)))) == 4_000


async def test_where_a_reply_goes(sender: Sender, api: FakeApi) -> None:
    await sender.send(outgoing(reply_to="1.1"))
    await sender.send(outgoing(thread="0.9", reply_to="1.1"))
    await sender.send(outgoing(Kind.NOTICE, chat="", to_user="T/U"))
    await sender.send(outgoing(Kind.ANSWER, reply_to="cmd:U:1"))
    await sender.send(outgoing(Kind.ANSWER, chat="T/D1", reply_to="cmd:U:1"))
    await sender.send(outgoing(Kind.EDIT, edits="1.1"))
    posts = [(one.fields["channel"], one.fields.get("thread_ts")) for one in api.of("chat.postMessage")]
    assert posts == [("C", "1.1"), ("C", "0.9"), ("D01", None), ("D1", None)]
    (ephemeral,) = api.of("chat.postEphemeral")
    assert (ephemeral.fields["channel"], ephemeral.fields["user"]) == ("C", "U")
    assert api.of("chat.update")[0].fields["ts"] == "1.1"


async def test_where_the_bot_is_no_member_the_answer_is_private(sender: Sender, api: FakeApi) -> None:
    api.refuse("chat.postEphemeral", "not_in_channel")
    await sender.send(outgoing(Kind.ANSWER, reply_to="cmd:U:1"))
    assert api.of("conversations.open")[0].fields["users"] == "U"
    assert api.of("chat.postMessage")[0].fields["channel"] == "D01"


async def test_words_go_without_a_layout_that_is_refused(sender: Sender, api: FakeApi) -> None:
    api.refuse("chat.postMessage", "invalid_blocks")
    assert await sender.send(outgoing())
    first, second = api.of("chat.postMessage")
    assert "blocks" in first.fields
    assert "blocks" not in second.fields
    assert first.fields["text"] == second.fields["text"]


@pytest.mark.parametrize(
    ("code", "status", "error"),
    [
        ("ratelimited", 429, RateLimited),
        ("internal_error", 200, SendError),
        ("whatever", 503, SendError),
        ("invalid_auth", 200, SendError),
        ("is_archived", 200, Refused),
        ("msg_too_long", 200, Refused),
        ("missing_scope", 200, Refused),
        ("user_disabled", 200, Unreachable),
    ],
)
async def test_refusals(sender: Sender, api: FakeApi, code: str, status: int, error: type[SendError]) -> None:
    api.refuse("chat.postMessage", code, status, Retry_After="7")
    with pytest.raises(SendError) as caught:
        await sender.send(outgoing())
    assert type(caught.value).__mro__[: len(error.__mro__)][0] in (error, *error.__subclasses__())
    if isinstance(caught.value, RateLimited):
        assert caught.value.retry_after == 7


async def test_a_slack_that_is_away_is_a_passing_trouble() -> None:
    async def token(_team: str) -> str:
        return "xoxb-1"

    workspaces = Workspaces("http://127.0.0.1:9/", token)
    sender = Sender(workspaces, HomePages(Database("sqlite+aiosqlite://"), Keyring(b"k"), workspaces))
    with pytest.raises(SendError) as caught:
        await sender.send(outgoing())
    assert not isinstance(caught.value, Refused)
    await workspaces.close()


async def test_a_channel_gets_its_posts_one_after_the_other(sender: Sender, api: FakeApi) -> None:
    before = time.monotonic()
    for _ in range(3):
        await sender.send(outgoing())
    await sender.send(outgoing(chat="T/OTHER"))
    times = [one.at - before for one in api.of("chat.postMessage")]
    assert times[1] - times[0] >= 0.19
    assert times[2] - times[1] >= 0.19
    assert times[3] - times[2] < 0.15  # another channel does not wait


async def test_a_limit_delays_its_channel_only_and_warnings_go_first(
    api: FakeApi, settings: Settings
) -> None:
    """One channel is told to wait: the other gets its warning at once, and nothing is lost or doubled."""
    api.refuse("chat.postMessage", "ratelimited", 429, Retry_After="1")
    async with over_http(settings, slack_api_url=api.url) as slack:
        await slack.say("!code", "1.1", channel="C1")
        await slack.work()
        await dispatch(slack, lambda: _posted(api, 1))
        joined = {"type": "member_joined_channel", "user": "UBOT", "channel": "C2", "event_ts": "1.2"}
        await slack.deliver(message_event("", "1.2") | {"event": joined})
        await slack.say("!code", "2000.1", channel="C1")
        await slack.say("!code", "2.1", channel="C2")
        await slack.work()
        await dispatch(slack, lambda: _posted(api, 5))
    posts = [(one.fields["channel"], one.fields.get("thread_ts", "")) for one in api.of("chat.postMessage")]
    assert posts[0] == ("C1", "1.1")
    assert posts[1:3] == [("C2", "2.1"), ("C2", "")]  # the warning before the greeting, both before C1
    assert posts[3:] == [("C1", "1.1"), ("C1", "2000.1")]


async def dispatch(slack: SlackOverHttp, is_done: Callable[[], Awaitable[bool]]) -> None:
    stop = asyncio.Event()
    sending = asyncio.create_task(slack.app.dispatcher.run(stop))
    await until(is_done, "all is sent")
    await asyncio.sleep(0.1)
    stop.set()
    await sending


async def _posted(api: FakeApi, count: int) -> bool:
    return len(api.of("chat.postMessage")) >= count
