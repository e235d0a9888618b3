"""The settings: environment variables ``VIGIE_…``, or a settings file with the same names.

The file is the one named by ``VIGIE_SETTINGS_FILE``, else ``vigie.env`` in the user's configuration
directory. The environment wins over the file.
"""

from __future__ import annotations

import difflib
import os
import secrets
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import platformdirs
from dotenv import dotenv_values
from pydantic import Field, SecretStr, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.errors import SettingsError

PREFIX = "VIGIE_"
FILE_VARIABLE = "VIGIE_SETTINGS_FILE"
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Secret = Annotated[SecretStr, Field(min_length=1)]


class Settings(BaseSettings):
    """Everything that can be set. Each field's description says what it does."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    database_url: Text = Field(
        default_factory=lambda: f"sqlite+aiosqlite:///{state_dir() / 'vigie.sqlite'}",
        description="Case book, in SQLAlchemy's form. Default: a file in the user's state directory.",
    )
    web_host: Text = Field(
        default="127.0.0.1", description="Address of the web chat and of the other HTTP routes."
    )
    web_port: int = Field(default=8420, ge=0, le=65535, description="Port of the same; 0 takes a free one.")
    web_chat: bool | None = Field(
        default=None,
        description="Whether to offer the local web chat. Default: only when no other platform is set.",
    )
    secret_key: Secret | None = Field(
        default=None,
        description="Key of pseudonyms and buttons. Default: made at the first start and kept in a file.",
    )
    log_level: Text = Field(
        default="INFO", pattern="^(DEBUG|INFO|WARNING|ERROR)$", description="Level of the log."
    )
    telegram_token: Secret | None = Field(default=None, description="The bot's token, from @BotFather.")
    telegram_api_url: Text = Field(
        default="https://api.telegram.org", description="A Bot API server of your own."
    )
    telegram_webhook_url: Text | None = Field(
        default=None,
        description="Public https address for Telegram's webhook, led to web_host. Default: long polling.",
    )
    slack_api_url: Text = Field(
        default="https://slack.com/api/", description="Slack's API, or a local stand-in."
    )
    slack_bot_token: Secret | None = Field(default=None, description="Slack's bot token (xoxb-…).")
    slack_app_token: Secret | None = Field(
        default=None, description="Slack's app token (xapp-…), for Socket Mode."
    )
    slack_signing_secret: Secret | None = Field(default=None, description="Slack's signing secret, for HTTP.")
    slack_client_id: Text | None = Field(
        default=None, description="Slack's client id, to be installed in several workspaces by OAuth."
    )
    slack_client_secret: Secret | None = Field(
        default=None, description="Slack's client secret, for the same."
    )


def state_dir() -> Path:
    """Where the default database and the secret key live."""
    return Path(platformdirs.user_state_dir("vigie", appauthor=False))


def settings_file() -> Path:
    """The settings file that is read, whether it exists or not."""
    default = Path(platformdirs.user_config_dir("vigie", appauthor=False)) / "vigie.env"
    return Path(os.environ.get(FILE_VARIABLE) or default)


def load_settings() -> Settings:
    """Read file and environment; raise ``SettingsError`` in one sentence about the first thing wrong."""
    file = settings_file()
    if os.environ.get(FILE_VARIABLE) and not file.is_file():
        raise SettingsError(
            f"{FILE_VARIABLE} names {file}, which does not exist: create it or unset the variable."
        )
    written = {**_read(file), **{k: v for k, v in os.environ.items() if k.startswith(PREFIX)}}
    written.pop(FILE_VARIABLE, None)
    _refuse_unknown(written)
    values: dict[str, Any] = {name.removeprefix(PREFIX).lower(): value for name, value in written.items()}
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(_first_problem(error)) from None  # pydantic's text would repeat the value


def _read(file: Path) -> dict[str, str]:
    try:
        found = dotenv_values(file, interpolate=False) if file.is_file() else {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"The settings file {file} cannot be read ({type(error).__name__}).") from None
    return {name: value or "" for name, value in found.items()}


def known_names() -> list[str]:
    """The environment variables that mean something to us."""
    return [*(PREFIX + name.upper() for name in Settings.model_fields), FILE_VARIABLE]


def _refuse_unknown(names: Iterable[str]) -> None:
    known = known_names()
    for name in names:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.0)[0]
            raise SettingsError(f"Unknown setting {name}: did you mean {near}? Rename it or remove it.")


def _first_problem(error: ValidationError) -> str:
    problem = error.errors(include_input=False, include_context=False, include_url=False)[0]
    name = PREFIX + str(problem["loc"][0]).upper()
    if problem["type"] in ("string_too_short", "too_short"):
        return f"{name} is empty: give it a value or remove it."
    return f"{name} is not valid ({problem['msg']}): correct it."


def secret_key(settings: Settings) -> bytes:
    """The key of pseudonyms and buttons; made once, in a file that only its owner can read."""
    if settings.secret_key:
        return settings.secret_key.get_secret_value().encode()
    file = state_dir() / "secret.key"
    try:
        return _read_or_make(file)
    except OSError as error:
        raise SettingsError(
            f"The secret key {file} cannot be read or written ({error.strerror}): "
            "mend the file's rights, or set VIGIE_SECRET_KEY."
        ) from None


def _read_or_make(file: Path) -> bytes:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    if not file.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_hex(32) + "\n", encoding="ascii")
        try:
            os.link(draft, file)  # the first of two processes wins, and no reader sees half a key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    key = file.read_bytes().strip()
    if len(key) < 32:  # noqa: PLR2004 - as long as the digest it keys
        raise SettingsError(f"The secret key {file} is too short: remove the file, or set VIGIE_SECRET_KEY.")
    return key


def described() -> list[tuple[str, str, Any]]:
    """Every setting as (name, what it does, default), for the documentation."""
    return [
        (PREFIX + name.upper(), field.description or "", field.default)
        for name, field in Settings.model_fields.items()
    ]
