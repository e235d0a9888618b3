"""The bot in a Slack that we did not write: what people do, and what they see."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import select

from adapters.slack.adapter import SlackAdapter
from bot.serve import App
from bot.settings import Settings
from bot.tables import Case, Lead
from tests.doubles import START
from tests.slack.conftest import running, slack_settings
from tests.slack.rig import TEAM, Hands, LocalSlack, hands_on, until

Bot = tuple[App, SlackAdapter]


def buttons(message: dict[str, Any]) -> dict[str, str]:
    """What can be pressed: label -> value."""
    rows = [block["elements"] for block in message["blocks"] if block["type"] == "actions"]
    return {one["text"]["text"]: one["value"] for row in rows for one in row}


async def wait_for(hands: Hands, channel: str, count: int) -> list[dict[str, Any]]:
    async def look() -> list[dict[str, Any]]:
        found = await hands.bot_messages(channel)
        return found if len(found) >= count else []

    return await until(look, f"{count} messages of the bot in {channel}")


async def cases(app: App) -> list[Case]:
    async with app.database.read() as session:
        return list(await session.scalars(select(Case).order_by(Case.id)))


async def test_a_warning_stands_in_the_thread(bot: Bot, hands: Hands) -> None:
    channel = hands.channel(0)
    await hands.say(channel, "bonjour à tous")
    ts = await hands.say(channel, "!code <!channel> *vite*")
    (warning,) = await wait_for(hands, channel, 1)
    assert warning["thread_ts"] == ts
    assert "Stop : un code" in warning["text"].replace("\u00a0", " ")
    assert warning["blocks"][0]["type"] == "header"
    assert set(buttons(warning)) >= {"J'ai donné", "Fausse alerte"}


async def test_in_a_thread_the_warning_stays_there(bot: Bot, hands: Hands) -> None:
    root = await hands.say(hands.channel(0), "bonjour")
    await hands.say(hands.channel(0), "!code", thread_ts=root)
    (warning,) = await wait_for(hands, hands.channel(0), 1)
    assert warning["thread_ts"] == root


async def test_an_edit_into_a_request_is_caught(bot: Bot, hands: Hands) -> None:
    channel = hands.channel(1)
    ts = await hands.say(channel, "bonjour")
    await hands.control("edit-message", channel=channel, ts=ts, user="U01ALICE", text="!code")
    (warning,) = await wait_for(hands, channel, 1)
    assert warning["thread_ts"] == ts
    await hands.control("edit-message", channel=channel, ts=ts, user="U01ALICE", text="!code encore")
    await hands.control("delete-message", channel=channel, ts=ts, user="U01ALICE")
    await hands.say(channel, "!screen")
    assert len(await wait_for(hands, channel, 2)) == 2


async def test_a_file_with_words_is_heard(bot: Bot, hands: Hands) -> None:
    await hands.upload(hands.channel(2), "!screen")
    (warning,) = await wait_for(hands, hands.channel(2), 1)
    assert "cran" in warning["text"]


async def test_buttons_change_the_message(bot: Bot, hands: Hands) -> None:
    channel = hands.channel(3)
    await hands.say(channel, "!code relayed")
    (warning,) = await wait_for(hands, channel, 1)
    await hands.press(channel, warning["ts"], buttons(warning)["J'ai donné"])
    said = await wait_for(hands, channel, 3)  # the checklist, and a line for the presser alone
    assert {one.get("subtype") for one in said} == {None, "ephemeral"}

    async def changed() -> bool:
        now = next(one for one in await hands.messages(channel) if one["ts"] == warning["ts"])
        return "J'ai donné" not in buttons(now) and "marche à suivre" in now["text"]

    await until(changed, "the warning says what was done")
    assert (await cases(bot[0]))[0].is_given


async def test_a_forged_button_does_nothing(bot: Bot, hands: Hands) -> None:
    channel = hands.channel(3)
    await hands.say(channel, "!code")
    (warning,) = await wait_for(hands, channel, 1)
    await hands.press(channel, warning["ts"], "given.1.AAAAAAAAAAAAAAAA")
    toast = (await wait_for(hands, channel, 2))[-1]
    assert "n'est plus valable" in toast["text"]
    assert not (await cases(bot[0]))[0].is_given


async def test_report_with_words_at_once(bot: Bot, hands: Hands) -> None:
    await hands.command(hands.channel(4), "/report", "un appel étrange")
    (answer,) = await wait_for(hands, hands.channel(4), 1)
    assert answer["subtype"] == "ephemeral"
    assert "cas n°" in answer["text"]
    await hands.command(hands.channel(4), "/vigie", "statut")
    assert "1 cas ouvert" in (await wait_for(hands, hands.channel(4), 2))[-1]["text"]
    await hands.command(hands.channel(4), "/vigie")
    assert "Vigie veille" in (await wait_for(hands, hands.channel(4), 3))[-1]["text"]


async def test_report_alone_opens_the_form(bot: Bot, hands: Hands) -> None:
    await hands.command(hands.channel(5), "/report")

    async def opened() -> Any:
        return (await hands.screen())["modalStack"]

    (form,) = await until(opened, "the form")
    assert form["callback_id"] == "vigie_report"
    await hands.submit(
        {
            "what": {"what": {"type": "plain_text_input", "value": "quelqu'un a appelé"}},
            "way": {"way": {"type": "radio_buttons", "selected_option": {"value": "phone"}}},
            "given": {"given": {"type": "radio_buttons", "selected_option": {"value": "code"}}},
        }
    )
    (answer,) = await wait_for(hands, hands.channel(5), 1)
    assert "Arrivé par" in answer["text"]
    (case,) = await cases(bot[0])
    assert (case.origin, case.way, case.is_given, case.category) == ("report", "phone", True, "code")
    assert (await hands.screen())["modalStack"] == []


async def test_started_anew_it_knows_its_buttons(hands: Hands, settings: Settings) -> None:
    mine, channel = slack_settings(settings, hands.slack.url, hands.kind), hands.channel(2)
    async with running(mine, hands):
        await hands.say(channel, "!code relayed")
        (warning,) = await wait_for(hands, channel, 1)
    async with running(mine, hands) as (app, _):
        await hands.press(channel, warning["ts"], buttons(warning)["J'ai raccroché"])
        await wait_for(hands, channel, 2)
        await hands.say(channel, "!screen")
        await wait_for(hands, channel, 3)
        assert len(await cases(app)) == 2


async def test_a_deaf_connection_is_built_anew(local_slack: LocalSlack, settings: Settings) -> None:
    """The local Slack stands still: the connection looks alive and is not."""
    mine = slack_settings(settings, local_slack.url, "SOCK")
    async with hands_on(local_slack, "SOCK") as hands, running(mine) as (_, adapter):
        socket = adapter.socket
        assert socket
        socket._deaf_after_s = 1.0
        local_slack.freeze()
        try:
            await until(_seen(lambda: socket.rebuilt >= 1 and not adapter.is_hearing), "deaf")
        finally:
            local_slack.thaw()
        await until(_seen(lambda: adapter.is_hearing), "it hears again", 10)
        socket._deaf_after_s = 60.0
        await hands.say(hands.channel(0), "!code")
        await wait_for(hands, hands.channel(0), 1)


def _seen(look: Callable[[], bool]) -> Callable[[], Awaitable[bool]]:
    async def seen() -> bool:
        return look()

    return seen


async def test_the_home_of_a_lead(bot: Bot, hands: Hands) -> None:
    app, _ = bot
    await hands.say(hands.channel(0), "!code")
    await wait_for(hands, hands.channel(0), 1)
    (case,) = await cases(app)
    async with app.database.write() as session:
        session.add(
            Lead(team_id=case.team_id, platform="slack", person=f"{TEAM}/U02BRUNO", name="", created_at=START)
        )
    home = await open_home(hands, "U02BRUNO", "Confirmer")
    assert any(one.startswith("lead-done.") for one in texts(home))
    assert "Cas ouverts" in texts(home)


async def open_home(hands: Hands, user: str, expected: str) -> dict[str, Any]:
    await hands.control("open-home", user=user, appId=hands.app_id)

    async def look() -> dict[str, Any] | None:
        home = (await hands.screen())["homeViews"].get(user, {}).get(hands.app_id)
        return home if expected in json.dumps(home, ensure_ascii=False) else None

    found = await until(look, f"{expected} on the home page")
    assert found
    return found


def texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [one for item in value.values() for one in texts(item)]
    if isinstance(value, list):
        return [one for item in value for one in texts(item)]
    return [value] if isinstance(value, str) else []
