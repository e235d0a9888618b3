"""Slack: one workspace by token, or several by OAuth; over Socket Mode or signed HTTP."""

from __future__ import annotations

from bot.ports import Adapter, Services


def create(services: Services) -> Adapter | None:
    """The adapter, or ``None`` without Slack settings. Raises ``SettingsError`` for half a set of them."""
    settings = services.settings
    if not (settings.slack_bot_token or settings.slack_client_id):
        return None
    from adapters.slack.adapter import SlackAdapter  # loaded only where it is started

    return SlackAdapter(services)
