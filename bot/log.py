"""The log: one line an event on the standard error stream, never a word of a message, never a token."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

TOKENS = re.compile(
    r"\d{6,}:[A-Za-z0-9_-]{30,}"  # Telegram
    r"|\bx(?:ox[a-z]|app)-[A-Za-z0-9-]+"  # Slack
    r"|(?<=ticket=)[\w%.-]+|(?<=hooks\.slack\.com/)\S+"  # and the addresses that it makes for one use
)
QUIET = (
    *("aiohttp", "aiosqlite", "alembic", "asyncio", "filelock", "httpcore", "httpx", "multipart"),
    *("python_multipart", "slack_bolt", "slack_sdk", "sqlalchemy", "sse_starlette", "telegram", "uvicorn"),
)
"""Libraries that log addresses with tokens, or payloads with words, at lower levels."""


def redact(text: str) -> str:
    return TOKENS.sub("[token]", text)


def _redact_event(_logger: Any, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = redact(value)
    return event


class _Redacting(logging.Formatter):
    """For libraries: no tokens, and of an exception its kind only, for it may quote words."""

    def format(self, record: logging.LogRecord) -> str:
        kind = record.exc_info[0].__name__ if record.exc_info and record.exc_info[0] else ""
        text = f"{record.levelname.lower():8} {record.name}: {record.getMessage()}"
        return redact(f"{text} [{kind}]" if kind else text)


def set_up_log(level: str = "INFO") -> None:
    """Send our log and the libraries' to the standard error stream."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Redacting())
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _redact_event,
            structlog.dev.ConsoleRenderer(colors=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
