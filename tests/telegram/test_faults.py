"""A network that goes, a token that is wrong, a second program, answers that make no sense."""

from __future__ import annotations

import logging

import pytest
from pydantic import SecretStr
from telegram import InputFile

from adapters.telegram.api import Api
from bot.errors import AdapterError
from bot.log import set_up_log
from bot.settings import Settings
from tests.telegram.conftest import Room, at_work, with_telegram
from tests.telegram.people import ALERT, CLAIRE, GROUP, edited, membership, pressed, said
from tests.telegram.server import TOKEN, ApiError, BotApi

WRONG = "700000009:" + "Wrong-token_wrong" * 2 + "x"


async def test_a_network_that_is_down_at_start_and_later(settings: Settings, api: BotApi) -> None:
    api.is_down = True
    early = said(ALERT)
    api.push(early)
    async with at_work(settings, api) as room:
        await room.until(lambda: not room.task.done())
        api.is_down = False
        await room.until(lambda: bool(api.replies(GROUP, early["message"]["message_id"])), 10)
        api.is_down = True
        late = said(ALERT)
        api.push(late)
        await room.quiet_for(0.3)
        assert not room.task.done()
        api.is_down = False
        await room.until(lambda: bool(api.replies(GROUP, late["message"]["message_id"])), 15)
    assert len(api.sent) == 2


async def test_a_bad_token_is_fatal_in_one_sentence(settings: Settings, api: BotApi) -> None:
    with pytest.raises(AdapterError, match="VIGIE_TELEGRAM_TOKEN"):
        async with at_work(settings, api, telegram_token=SecretStr(WRONG)) as room:
            await room.until(lambda: False, 5)


async def test_a_token_that_is_revoked_later_too(settings: Settings, api: BotApi) -> None:
    with pytest.raises(AdapterError, match="BotFather"):
        async with at_work(settings, api) as room:
            await room.until(lambda: api.polls > 0)
            api.fault = lambda _method, _: ApiError(401, "Unauthorized")
            api.push(said("bonjour"))
            await room.until(lambda: False, 5)


async def test_a_second_program_is_said_once_and_waited_for(
    room: Room, own_log: None, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up_log("INFO")
    tries = 0

    def other(method: str, _: object) -> ApiError | None:
        nonlocal tries
        tries += method == "getUpdates"
        is_now = method == "getUpdates" and tries <= 3
        return ApiError(409, "Conflict: terminated by other getUpdates request") if is_now else None

    room.api.fault = other
    alert = said(ALERT)
    room.api.push(alert)
    await room.until(lambda: bool(room.api.replies(GROUP, alert["message"]["message_id"])), 20)
    told = capfd.readouterr().err
    assert told.count("another program receives this bot's messages (409)") == 1


async def test_a_server_that_lacks_a_method_is_no_bad_token(settings: Settings, api: BotApi) -> None:
    api.fault = lambda method, _: ApiError(404, "Not Found") if method == "setMyCommands" else None
    async with at_work(settings, api) as room:
        alert = said(ALERT)
        api.push(alert)
        await room.until(lambda: bool(api.replies(GROUP, alert["message"]["message_id"])))


async def test_files_go_up(settings: Settings, api: BotApi) -> None:
    made = with_telegram(settings, api)
    assert made.telegram_token
    client = Api(made.telegram_token.get_secret_value(), api.url)
    await client.call("sendDocument", chat_id=1, document=InputFile(b"%PDF", filename="a.pdf"))
    await client.close()
    assert api.sent[0].parameters["document"] == b"%PDF"


CANARIES = ("Zanzibarelle", "Quetzalmotdepasse", "74185296")
TEXT = f"{ALERT} Mme {CANARIES[0]} mdp : {CANARIES[1]} {CANARIES[2]}"


async def test_the_log_of_a_whole_run_holds_no_words_and_no_token(
    settings: Settings, api: BotApi, own_log: None, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up_log("DEBUG")
    logging.captureWarnings(True)
    api.members[str(GROUP), 41] = "creator"
    api.members["41", 41] = "never started"
    async with at_work(settings, api) as room:
        original = said(TEXT)
        for update in (
            membership("member"),
            said("/chef", by=CLAIRE),
            original,
            edited(original, TEXT + " encore"),
            said(f"/report {TEXT}"),
            said(f"/verifier {TEXT}"),
            said(TEXT, chat=-77, entities=[{"type": "text_link", "url": CANARIES[0]}]),
            {"message": {"message_id": 5, "chat": {"id": "broken"}, "date": [], "text": [TEXT]}},
            pressed(GROUP, 1, CANARIES[0]),
        ):
            api.push(update)
        await room.until(lambda: len(api.sent) >= 6)
        for answer in (f'{{"ok": true, {CANARIES[0]}', f'["{CANARIES[1]}"]', f'{{"no": "{CANARIES[2]}"}}'):
            api.garbage = answer.encode()
            api.push(said(TEXT, -78))
            await room.quiet_for(0.3)
        api.garbage = b""
        api.fault = lambda method, _: ApiError(500, TEXT) if method == "sendMessage" else None
        api.push(said(TEXT, -79))
        await room.quiet_for(0.5)
        api.fault = lambda _method, _: None
        await room.until(lambda: any(one.chat == "-79" for one in api.sent), 15)
    logging.captureWarnings(False)
    logged = "".join(capfd.readouterr())
    assert "a reply was not sent" in logged
    assert [word for word in (*CANARIES, TOKEN, TOKEN.partition(":")[2]) if word in logged] == []
