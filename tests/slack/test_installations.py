"""Several workspaces in one process: installed by OAuth, answered with their own tokens, forgotten."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from adapters.slack import create
from adapters.slack.tables import BOTS, INSTALLATIONS
from bot.errors import SettingsError
from bot.messages import Reply
from bot.outbox import outgoing_of
from bot.ports import Kind, Outgoing
from bot.serve import App
from bot.settings import Settings
from bot.tables import Lead
from tests.slack.fake_api import FakeApi, fake_api
from tests.slack.signed import SlackOverHttp, message_event, over_http

# slack_sdk signs in to oauth.v2.access with a helper that aiohttp 4 drops.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")


@pytest.fixture
async def api() -> AsyncIterator[FakeApi]:
    async with fake_api() as made:
        yield made


@pytest.fixture
async def slack(api: FakeApi, settings: Settings) -> AsyncIterator[SlackOverHttp]:
    oauth = {"slack_client_id": "1.2", "slack_client_secret": SecretStr("client-secret")}
    async with over_http(settings, slack_api_url=api.url, slack_bot_token=None, **oauth) as made:
        yield made


async def install(slack: SlackOverHttp, api: FakeApi, team: str) -> int:
    """Go through the consent of a workspace; the status of the last page."""
    api.fixed["oauth.v2.access"] = {
        "app_id": "A01", "token_type": "bot", "access_token": f"xoxb-of-{team}", "bot_user_id": f"U{team}",
        "scope": "chat:write", "team": {"id": team, "name": "Pharmacie"}, "authed_user": {"id": "U9"},
    }  # fmt: skip
    api.fixed["auth.test"] = {"bot_id": f"B{team}", "team_id": team}
    sent = await slack.client.get("/slack/install")
    assert sent.status_code == 302
    asked = parse_qs(urlsplit(sent.headers["location"]).query)
    assert "channels:history" in asked["scope"][0]
    cookie = {"Cookie": sent.headers["set-cookie"].split(";")[0]}
    page = await slack.client.get(
        "/slack/oauth_redirect", params={"code": "c", "state": asked["state"][0]}, headers=cookie
    )
    assert page.headers["content-type"].startswith("text/plain")
    return page.status_code


def to(team: str) -> Outgoing:
    return Outgoing("slack", f"{team}/C01", Kind.ANSWER, Reply(title="Bonjour"))


async def test_each_workspace_has_its_own_token(slack: SlackOverHttp, api: FakeApi) -> None:
    assert await install(slack, api, "T01") == 200
    assert await install(slack, api, "T02") == 200
    for team in ("T01", "T02"):
        await slack.adapter.send(to(team))
    assert [call.token for call in api.of("chat.postMessage")] == ["xoxb-of-T01", "xoxb-of-T02"]


async def test_a_state_is_good_once_and_for_one_browser(slack: SlackOverHttp, api: FakeApi) -> None:
    sent = await slack.client.get("/slack/install")
    state = parse_qs(urlsplit(sent.headers["location"]).query)["state"][0]
    asked = {"code": "c", "state": state}
    slack.client.cookies.clear()
    stranger = await slack.client.get("/slack/oauth_redirect", params=asked)
    assert stranger.status_code == 400
    cancelled = await slack.client.get("/slack/oauth_redirect", params={"error": "access_denied"})
    assert "access_denied" in cancelled.text
    assert api.of("oauth.v2.access") == []


@pytest.mark.parametrize(
    "event", [{"type": "app_uninstalled"}, {"type": "tokens_revoked", "tokens": {"bot": ["U"]}}]
)
async def test_tokens_go_with_the_app(slack: SlackOverHttp, api: FakeApi, event: dict[str, Any]) -> None:
    await install(slack, api, "T01")
    await install(slack, api, "T02")
    revoked = {"type": "tokens_revoked", "tokens": {"oauth": ["U9"]}}  # somebody's own, not the bot's
    assert (await slack.deliver(message_event("", "1.1") | {"event": revoked})).status_code == 200
    assert await slack.adapter.workspaces.client("T01")
    gone = message_event("", "2.1") | {"event": event, "event_id": "Ev2"}
    assert (await slack.deliver(gone)).status_code == 200
    async with slack.app.database.read() as session:
        for table in (BOTS, INSTALLATIONS):
            assert (await session.scalars(select(table.c.team_id))).all() == ["T02"]
    with pytest.raises(Exception, match="not installed"):
        await slack.adapter.send(to("T01"))


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"slack_bot_token": SecretStr("xoxb-1")}, "VIGIE_SLACK_APP_TOKEN"),
        ({"slack_client_id": "1", "slack_app_token": SecretStr("x")}, "VIGIE_SLACK_CLIENT_SECRET"),
        ({"slack_bot_token": SecretStr("x"), "slack_signing_secret": SecretStr(" ")}, "SECRET is empty"),
        (
            {
                "slack_bot_token": SecretStr("x"), "slack_client_id": "1",
                "slack_client_secret": SecretStr("x"), "slack_app_token": SecretStr("x"),
            },
            "set up twice",
        ),
    ],
)  # fmt: skip
async def test_half_a_set_of_settings_is_refused(app: App, given: dict[str, Any], named: str) -> None:
    services = app.services
    changed = services.settings.model_copy(update=given)
    with pytest.raises(SettingsError, match=named):
        create(type(services)(changed, services.inbox, services.database))
    assert create(services) is None


@pytest.mark.parametrize("is_admin", [True, False])
async def test_an_administrator_says_who_leads(slack: SlackOverHttp, api: FakeApi, is_admin: bool) -> None:
    await install(slack, api, "T01")
    api.fixed["users.info"] = {"user": {"id": "U01", "is_admin": is_admin}}
    asked = {"command": "/vigie", "text": "chef <@U02|bruno>", "team_id": "T01", "channel_id": "C01"}
    assert (await slack.deliver({**asked, "user_id": "U01", "trigger_id": "1"})).status_code == 200
    await slack.work()
    assert [lead.person for lead in await slack.rows(Lead)] == (["T01/U02"] if is_admin else [])
    kinds = {row.kind: row for row in await slack.waiting()}
    if is_admin:
        await slack.adapter.send(outgoing_of(kinds[Kind.NOTICE]))
        assert api.of("conversations.open")[0].fields["users"] == "U02"
    await slack.adapter.send(outgoing_of(kinds[Kind.ANSWER]))
    assert api.of("chat.postEphemeral")[0].fields["user"] == "U01"
