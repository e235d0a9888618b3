"""The few answers of Slack's Web API that the local Slack does not give: refusals, limits, installations."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Answer = tuple[int, dict[str, Any], dict[str, str]]
"""Status, body, headers."""


@dataclass
class Call:
    """One request: method, bearer token, fields, and when it came."""

    method: str
    token: str
    fields: dict[str, Any]
    at: float = field(default_factory=time.monotonic)


@dataclass
class FakeApi:
    """Answers with what was put into ``answers`` for a method (once each), else with success."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    answers: dict[str, list[Answer]] = field(default_factory=dict)
    fixed: dict[str, dict[str, Any]] = field(default_factory=dict)

    def refuse(self, method: str, code: str, status: int = 200, **headers: str) -> None:
        spoken = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers.setdefault(method, []).append((status, {"ok": False, "error": code}, spoken))

    def of(self, method: str) -> list[Call]:
        return [one for one in self.calls if one.method == method]

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        is_json = request.content_type == "application/json"
        fields = await request.json() if is_json else dict(await request.post())
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.calls.append(Call(method, token, {**request.query, **fields}))
        waiting = self.answers.get(method)
        if waiting:
            status, body, headers = waiting.pop(0)
            return web.json_response(body, status=status, headers=headers)
        made = {"ok": True, "ts": f"{len(self.calls)}.000001", "channel": {"id": "D01"}}
        return web.json_response({**made, **self.fixed.get(method, {})})


@asynccontextmanager
async def fake_api() -> AsyncIterator[FakeApi]:
    api = FakeApi()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", api.handle)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    api.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    try:
        yield api
    finally:
        await runner.cleanup()
