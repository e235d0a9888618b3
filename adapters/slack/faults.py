"""Slack's errors -> ours (``bot.errors``): wait, give up, or try again.

Codes: https://docs.slack.dev/reference/methods/chat.postMessage#errors and …/apis/web-api/rate-limits
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError

from bot.errors import RateLimited, Refused, SendError, Unreachable

RETRY_AFTER_S = 30.0
TOO_MANY, SERVER_ERROR = 429, 500
RATE_LIMITED = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
PASSING = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
TOKEN = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
PERSON = frozenset(
    {"user_not_found", "user_disabled", "user_not_visible", "cannot_dm_bot", "messages_tab_disabled"}
)
NOT_HERE = frozenset({"channel_not_found", "not_in_channel", "user_not_in_channel", "is_archived"})
"""Nothing can be said in this channel; in private it may work."""
log = structlog.get_logger()


@contextmanager
def explained() -> Iterator[None]:
    """Raise what the block raises in terms of the dispatcher."""
    try:
        yield
    except SlackApiError as error:
        raise explain(error) from None
    except (aiohttp.ClientError, TimeoutError, OSError) as error:
        raise SendError(f"Slack does not answer ({type(error).__name__})") from None


def code_of(error: SlackApiError) -> str:
    """Slack's own name for what went wrong, "" when the answer is not Slack's."""
    response = error.response
    found = response.get("error") if hasattr(response, "get") else None
    return found if isinstance(found, str) else ""


def explain(error: SlackApiError) -> SendError:
    """Everything that Slack says plainly and that will not change is a refusal."""
    code, status = code_of(error), _status(error)
    if code in RATE_LIMITED or status == TOO_MANY:
        return RateLimited(_retry_after(error))
    if status >= SERVER_ERROR or code in PASSING or not code:
        return SendError(f"Slack has a trouble ({code or status})")
    if code in TOKEN:
        log.error("Slack refuses the bot token: correct VIGIE_SLACK_BOT_TOKEN or reinstall", code=code)
        return SendError(f"Slack refuses the token ({code})")
    if code == "missing_scope":
        log.error("the Slack app lacks a scope: apply adapters/slack/manifest.yaml and reinstall the app")
    if code == "invalid_blocks":
        log.error("Slack does not take the layout of a reply")
        return BadLayout(code)
    return Unreachable(code) if code in PERSON else NotHere(code) if code in NOT_HERE else Refused(code)


class BadLayout(Refused):
    """The blocks were refused: the same words may go without them."""


class NotHere(Refused):
    """The bot cannot write in this channel."""


def _status(error: SlackApiError) -> int:
    found = getattr(error.response, "status_code", None) or getattr(error.response, "status", None)
    return found if isinstance(found, int) else 0


def _retry_after(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", None) or {}
    try:
        return float(headers.get("Retry-After", RETRY_AFTER_S))
    except ValueError:
        return RETRY_AFTER_S
