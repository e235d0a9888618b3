"""The stages: the web chat's room, a Bot API server, Slack's signed requests. All adapters are real."""

from __future__ import annotations

import html
import itertools
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

from adapters.slack.pace import Pace
from adapters.telegram import create
from adapters.telegram.adapter import Telegram
from adapters.web.adapter import WebChat
from adapters.web.people import PEOPLE as ROOM
from adapters.web.people import VIGIE
from adapters.web.team import settle
from bot.desk.room import Tools
from bot.ports import Detects
from bot.serve import App, open_app
from bot.settings import Settings
from tests.scenarios.stage import EVERYBODY, LEAD, PEOPLE, Line, Stage
from tests.slack.fake_api import FakeApi, fake_api
from tests.slack.signed import SlackOverHttp, over_http
from tests.telegram.conftest import with_telegram
from tests.telegram.people import GROUP
from tests.telegram.server import BotApi, running

IDS = {name: number for number, name in enumerate(PEOPLE, 41)}
_count = itertools.count(1)


def with_detector(app: App, detector: Detects) -> App:
    """The bot with that detector."""
    app.worker._desk.tools = Tools(detector, app.tools.keyring)
    return app


class WebStage(Stage):
    platform = "web"

    def __init__(self, app: App) -> None:
        super().__init__(app)
        self.web = WebChat(app.services)
        app.running["web"] = self.web
        self.seq = 0

    async def open(self) -> None:
        await settle(self.app.database)

    async def _write(self, who: str, words: str, about: str) -> str:
        answered = self.web.room.get(about) if about else None
        return (await self.web.say(ROOM[who], words, reply_to=answered)).id

    async def _push(self, who: str, line: Line, data: str) -> None:
        post = self.web.room.get(line.id)
        assert post
        await self.web.press(ROOM[who], post, data, "browser")

    def _look(self) -> None:
        for post in self.web.room.changed_since(self.seq):
            if post.author is VIGIE and post.reply:
                buttons = {one.label: one.data for one in post.reply.buttons}
                links = tuple(one.url for one in post.reply.links)
                self.show(Line(post.id, post.only_for, post.reply.as_text(), buttons, links))
        self.seq = self.web.room.seq
        self.toasts += [toast.text for toast in self.web.room.take_toasts("browser")]


class TelegramStage(Stage):
    platform = "telegram"

    def __init__(self, app: App, api: BotApi) -> None:
        super().__init__(app)
        made = create(app.services)
        assert isinstance(made, Telegram)
        self.telegram, self.api, self.looked = made, api, 0
        self.said: dict[str, dict[str, Any]] = {}
        app.running["telegram"] = made

    async def open(self) -> None:
        self.telegram._me = await self.telegram._api.get_me()
        self.api.members[str(GROUP), IDS[LEAD]] = "creator"
        await self.says(LEAD, "/chef")

    async def _write(self, who: str, words: str, about: str) -> str:
        number = next(_count)
        message = {"message_id": number, "date": int(datetime.now(UTC).timestamp()), "text": words}
        message |= {"from": self._person(who), "chat": {"id": GROUP, "type": "supergroup", "title": "Phare"}}
        if about:
            message["reply_to_message"] = self.said.get(about) or {"message_id": int(about), "text": ""}
        self.said[str(number)] = message
        await self.telegram.store([{"update_id": number, "message": message}])
        return str(number)

    async def _push(self, who: str, line: Line, data: str) -> None:
        number = next(_count)
        group = {"id": GROUP, "type": "supergroup"}
        chat = group if line.to == EVERYBODY else {"id": IDS[who], "type": "private"}
        bearer = {"message_id": int(line.id), "chat": chat}
        query = {"id": f"q{number}", "from": self._person(who), "message": bearer, "data": data}
        await self.telegram.store([{"update_id": number, "callback_query": query}])

    def _person(self, who: str) -> dict[str, Any]:
        return {"id": IDS[who], "is_bot": False, "first_name": PEOPLE[who]}

    def _look(self) -> None:
        names = {str(number): name for name, number in IDS.items()}
        for one in self.api.sent[self.looked :]:
            if one.method == "answerCallbackQuery":
                self.toasts.append(one.text.replace("\u00a0", " "))
                continue
            rows = one.parameters.get("reply_markup", {}).get("inline_keyboard", [])
            buttons = {b["text"]: b["callback_data"] for row in rows for b in row if "callback_data" in b}
            text = html.unescape(re.sub(r"<[^>]+>", "", one.text)).replace("\u2060", "")
            self.show(Line(str(one.message_id), names.get(one.chat, EVERYBODY), text, buttons, (text,)))
        self.looked = len(self.api.sent)


class SlackStage(Stage):
    platform = "slack"

    def __init__(self, slack: SlackOverHttp, api: FakeApi) -> None:
        super().__init__(slack.app)
        self.slack, self.api, self.looked = slack, api, 0
        self.pressed: dict[str, str] = {}
        slack.adapter.sender._pace = Pace(0.0)

    async def open(self) -> None:
        self.api.fixed["users.info"] = {"user": {"is_admin": True}}
        await self.says(LEAD, "/chef")
        self.api.fixed["users.info"] = {"user": {"is_admin": False}}

    async def _write(self, who: str, words: str, about: str) -> str:
        ts = f"{datetime.now(UTC).timestamp():.0f}.{next(_count):06}"
        command = re.fullmatch(r"(/\w+)\s*(.*)", words, re.DOTALL)
        if command and about:
            await self._report_by_shortcut(who, about)
        elif command:
            name = "/vigie" if command[1] not in ("/report", "/verifier") else command[1]
            rest = f"{command[1][1:]} {command[2]}" if name == "/vigie" else command[2]
            body = {"command": name, "text": rest, "user_id": who.upper(), "user_name": who, "team_id": "T01"}
            body |= {"channel_id": "C01", "trigger_id": ts, "response_url": f"{self.api.url}response"}
            await self.slack.deliver(body)
        else:
            await self.slack.say(words, ts, user=who.upper())
        return ts

    async def _report_by_shortcut(self, who: str, about: str) -> None:
        """What the form of « Signaler à Vigie » sends, all questions left as they stand."""
        kept = {"channel": "C01", "ts": about, "user": "U09", "text": ""}
        view = {"id": f"V{next(_count)}", "callback_id": "vigie_report", "private_metadata": json.dumps(kept)}
        user = {"id": who.upper(), "name": who}
        body = {"type": "view_submission", "team": {"id": "T01"}, "user": user, "view": view}
        await self.slack.deliver(body)

    async def _push(self, who: str, line: Line, data: str) -> None:
        channel = "D01" if line.to == LEAD else "C01"
        is_passing = line.id.startswith("passing")
        container = {"type": "message", "channel_id": channel, "is_ephemeral": is_passing}
        container |= {} if is_passing else {"message_ts": line.id}
        number = next(_count)
        action = {"action_id": "vigie:0", "value": data, "action_ts": f"{datetime.now(UTC).timestamp():.6f}"}
        self.pressed[f"response-{number}"] = line.id  # each press has an address of its own for the answer
        user = {"id": who.upper(), "name": who}
        body: dict[str, Any] = {
            "type": "block_actions",
            "team": {"id": "T01"},
            "user": user,
            "container": container,
        }
        body |= {"channel": {"id": channel}, "actions": [action], "trigger_id": str(number)}
        await self.slack.deliver(body | {"response_url": f"{self.api.url}response-{number}"})

    def _look(self) -> None:
        for number, call in enumerate(self.api.calls[self.looked :], self.looked + 1):
            fields = call.fields
            if "text" not in fields:
                continue
            blocks = fields.get("blocks") or []
            blocks = json.loads(blocks) if isinstance(blocks, str) else blocks
            rows = [block["elements"] for block in blocks if block["type"] == "actions"]
            buttons = {b["text"]["text"]: b["value"] for row in rows for b in row}
            text = html.unescape(str(fields["text"]))
            links = tuple(re.findall(r"mailto:[^|>\"]+", html.unescape(json.dumps(blocks))))
            if call.method.startswith("response"):
                if fields.get("replace_original"):
                    self.show(Line(self.pressed[call.method], EVERYBODY, text, buttons, links))
                else:
                    self.toasts.append(text.replace("\u00a0", " "))
            elif call.method == "chat.postEphemeral":
                who = fields["user"].lower()
                self.show(Line(f"passing-{number}", who, text, buttons, links))
            elif call.method.startswith("chat."):
                to = LEAD if fields["channel"] == "D01" else EVERYBODY
                ts = fields.get("ts") or f"{number}.000001"
                self.show(Line(ts, to, text, buttons, links))
        self.looked = len(self.api.calls)


@asynccontextmanager
async def on_stage(platform: str, settings: Settings, detector: Detects) -> AsyncIterator[Stage]:
    """A bot on one platform, its team, and their lead."""
    stage: Stage
    if platform == "web":
        async with open_app(settings, detector) as app:
            stage = WebStage(app)
            await stage.open()
            yield stage
    elif platform == "telegram":
        async with running() as api, open_app(with_telegram(settings, api), detector) as app:
            stage = TelegramStage(app, api)
            await stage.open()
            yield stage
            await stage.telegram._api.close()
    else:
        async with fake_api() as fake, over_http(settings, slack_api_url=fake.url) as slack:
            with_detector(slack.app, detector)
            stage = SlackStage(slack, fake)
            await stage.open()
            yield stage
