"""Slack in front of a real bot: the local Slack for the whole session, a bot for each test."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from pydantic import SecretStr
from starlette.applications import Starlette

from adapters.slack.adapter import SlackAdapter
from adapters.slack.pace import Pace
from bot.serve import App, open_app
from bot.settings import Settings
from tests.doubles import KeywordDetector
from tests.slack.rig import TOKENS, Hands, LocalSlack, free_port, hands_on, until, why_not


@pytest.fixture(scope="session")
def local_slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSlack]:
    """Skips with the reason where it cannot run; under CI that is a failure."""
    if reason := why_not():
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    slack = LocalSlack(tmp_path_factory.mktemp("slack"))
    slack.start()
    yield slack
    slack.stop()


def slack_settings(settings: Settings, slack_url: str, kind: str, **more: Any) -> Settings:
    """The settings of one of the two apps."""
    tokens = TOKENS[f"A01{kind}"]
    way = (
        {"slack_app_token": SecretStr(tokens["appToken"])}
        if kind == "SOCK"
        else {"slack_signing_secret": SecretStr(tokens["signingSecret"])}
    )
    mine = {"slack_api_url": f"{slack_url}/api/", "slack_bot_token": SecretStr(tokens["botToken"])}
    return settings.model_copy(update={**mine, **way, **more})


@asynccontextmanager
async def running(settings: Settings, hands: Hands | None = None) -> AsyncIterator[tuple[App, SlackAdapter]]:
    """A bot with Slack, at work; with hands, over HTTP too."""
    async with open_app(settings, KeywordDetector()) as app:
        adapter = SlackAdapter(app.services)
        adapter.sender._pace = Pace(0.01)
        stop = asyncio.Event()
        working = asyncio.create_task(app.run([adapter], stop))
        served = None
        if hands and adapter.door:
            hands.bot_port = free_port()
            config = uvicorn.Config(
                Starlette(routes=list(adapter.routes())), port=hands.bot_port, log_config=None, lifespan="off"
            )
            server = uvicorn.Server(config)
            server.capture_signals = _no_signals  # type: ignore[method-assign]
            served = asyncio.create_task(server.serve())
            await until(_started(server), "the bot listens")
        if adapter.socket:
            await until(_hearing(adapter), "the bot is connected")
        try:
            yield app, adapter
        finally:
            if served:
                server.should_exit = True
                await served
            stop.set()
            await working


def _no_signals() -> Any:
    from contextlib import nullcontext

    return nullcontext()


def _started(server: uvicorn.Server) -> Any:
    async def look() -> bool:
        return server.started

    return look


def _hearing(adapter: SlackAdapter) -> Any:
    async def look() -> bool:
        return adapter.is_hearing

    return look


@pytest.fixture(params=["SOCK", "HTTP"])
async def hands(request: pytest.FixtureRequest, local_slack: LocalSlack) -> AsyncIterator[Hands]:
    """People at work, over Socket Mode and over HTTP."""
    async with hands_on(local_slack, request.param) as made:
        yield made


@pytest.fixture
async def bot(hands: Hands, settings: Settings) -> AsyncIterator[tuple[App, SlackAdapter]]:
    async with running(slack_settings(settings, hands.slack.url, hands.kind), hands) as made:
        yield made


@pytest.fixture
def repository() -> Path:
    return Path(__file__).parents[2]
