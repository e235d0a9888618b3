"""Several workspaces in one process: Slack's OAuth, with slack_sdk's stores on our database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import structlog
import yaml
from slack_bolt import BoltResponse
from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.oauth.installation_store.sqlalchemy import AsyncSQLAlchemyInstallationStore
from slack_sdk.oauth.state_store.sqlalchemy import AsyncSQLAlchemyOAuthStateStore
from sqlalchemy import ColumnElement, Table, and_, delete, or_, select
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from adapters.slack.tables import BOTS, INSTALLATIONS
from bot.database import Database
from bot.errors import where
from bot.replies.words import words

INSTALL_PATH, REDIRECT_PATH = "/slack/install", "/slack/oauth_redirect"
STATE_LASTS_S = 600
log = structlog.get_logger()
Step = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


class Installations:
    """The tokens of the workspaces that installed the app."""

    def __init__(self, database: Database, client_id: str) -> None:
        self._database, self._client_id = database, client_id

    async def find_token(self, team: str) -> str | None:
        """The newest bot token of a workspace (or of an organisation)."""
        mine = (BOTS.c.client_id == self._client_id, _is_of(BOTS, team))
        newest = select(BOTS.c.bot_token).where(*mine).order_by(BOTS.c.installed_at.desc(), BOTS.c.id.desc())
        async with self._database.read() as session:
            token = await session.scalar(newest.limit(1))
        return str(token) if token else None

    async def forget(self, team: str) -> None:
        """Drop a workspace's tokens. A second time is a no-op."""
        async with self._database.write() as session:
            for table in (BOTS, INSTALLATIONS):
                await session.execute(
                    delete(table).where(table.c.client_id == self._client_id, _is_of(table, team))
                )


def _is_of(table: Table, team: str) -> ColumnElement[bool]:
    is_org = and_(table.c.team_id.is_(None), table.c.enterprise_id == team)
    return or_(table.c.team_id == team, is_org)


def make_settings(database: Database, client_id: str, client_secret: str) -> AsyncOAuthSettings:
    """Bolt's settings. The scopes are the manifest's."""
    engine = database.engine.execution_options(is_writer=True)
    return AsyncOAuthSettings(
        client_id=client_id,
        client_secret=client_secret,
        scopes=read_scopes(),
        install_path=INSTALL_PATH,
        redirect_uri_path=REDIRECT_PATH,
        install_page_rendering_enabled=False,
        callback_options=AsyncCallbackOptions(success=_succeeded, failure=_failed),
        installation_store=AsyncSQLAlchemyInstallationStore(client_id, engine),
        state_store=AsyncSQLAlchemyOAuthStateStore(STATE_LASTS_S, engine),
    )


def read_scopes() -> list[str]:
    manifest = yaml.safe_load(Path(__file__).with_name("manifest.yaml").read_text(encoding="utf-8"))
    return list(manifest["oauth_config"]["scopes"]["bot"])


class InstallPages:
    """The way to Slack's consent page, and the page to which Slack sends people back."""

    def __init__(self, flow: AsyncOAuthFlow) -> None:
        self._flow = flow

    def routes(self) -> list[BaseRoute]:
        return [Route(INSTALL_PATH, self.install), Route(REDIRECT_PATH, self.come_back)]

    async def install(self, request: Request) -> Response:
        return await _answer(request, self._flow.handle_installation)

    async def come_back(self, request: Request) -> Response:
        return await _answer(request, self._flow.handle_callback)


async def _answer(request: Request, step: Step) -> Response:
    try:
        return to_starlette_response(await step(to_async_bolt_request(request, b"")))
    except Exception as error:
        log.warning("an installation step failed", **where(error))
        return PlainTextResponse(words()("install.failed", reason="error"), 500)


async def _succeeded(_args: AsyncSuccessArgs) -> BoltResponse:
    return _page(200, words()("install.done"))


async def _failed(args: AsyncFailureArgs) -> BoltResponse:
    log.warning("an installation did not succeed", reason=args.reason)
    return _page(args.suggested_status_code, words()("install.failed", reason=args.reason))


def _page(status: int, shown: str) -> BoltResponse:
    headers: dict[str, Any] = {"Content-Type": "text/plain; charset=utf-8"}
    return BoltResponse(status=status, body=shown, headers=headers)
