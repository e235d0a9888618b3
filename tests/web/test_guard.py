"""Who may talk to the web chat, and with what."""

from __future__ import annotations

import pytest

from adapters.web.guard import MAX_BODY, is_allowed_host
from tests.web.conftest import ORIGIN, Browser


@pytest.mark.parametrize(
    ("host", "bound", "is_allowed"),
    [
        ("127.0.0.1:8420", "127.0.0.1", True),
        ("localhost:8420", "127.0.0.1", True),
        ("[::1]:8420", "127.0.0.1", True),
        ("LOCALHOST", "127.0.0.1", True),
        ("rebound.example:8420", "127.0.0.1", False),
        ("localhost.rebound.example", "127.0.0.1", False),
        ("192.168.1.20:8420", "127.0.0.1", False),
        ("", "127.0.0.1", False),
        ("192.168.1.20:8420", "0.0.0.0", True),  # noqa: S104 - as an operator may set it
        ("rebound.example", "0.0.0.0", False),  # noqa: S104
        ("vigie.pharmacie.example", "vigie.pharmacie.example", True),
    ],
)
def test_hosts(host: str, bound: str, is_allowed: bool) -> None:
    assert is_allowed_host(host, bound) is is_allowed


@pytest.mark.parametrize("host", ["rebound.example", "[::1", "127.0.0.1@rebound.example"])
async def test_a_foreign_host_sees_nothing(browser: Browser, host: str) -> None:
    answer = await browser.client.get("/", headers={"Host": host})
    assert answer.status_code == 421
    assert "Vigie" not in answer.headers.get("set-cookie", "")


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": ORIGIN, "Sec-Fetch-Site": "cross-site"},
        {"Origin": ""},
    ],
)
async def test_posts_from_elsewhere_are_refused(browser: Browser, headers: dict[str, str]) -> None:
    answer = await browser.client.post("/messages", data={"text": "x"}, headers=headers)
    assert answer.status_code == 403
    assert browser.web.room.heard == 0


async def test_a_post_needs_the_token_of_its_browser(browser: Browser) -> None:
    await browser.client.get("/")
    for token in ("", "0" * 64, "é"):
        answer = await browser.client.post("/messages", data={"token": token, "text": "x"})
        assert answer.status_code == 403
        assert "Rechargez" in answer.json()["error"]
    assert browser.web.room.heard == 0


async def test_too_much_at_once_is_refused(browser: Browser) -> None:
    answer = await browser.post("/messages", text="x" * MAX_BODY)
    assert answer.status_code == 413


async def test_every_answer_carries_the_strict_headers(browser: Browser) -> None:
    for path in ("/", "/cases", "/static/vigie.css", "/nowhere"):
        headers = (await browser.client.get(path)).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
    assert (await browser.client.get("/")).headers["cache-control"] == "no-store"
