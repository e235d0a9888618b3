"""Telegram, through the Bot API: Telegram's own, or a Bot API server of one's own."""

from __future__ import annotations

from bot.ports import Adapter, Services


def create(services: Services) -> Adapter | None:
    """The Telegram bot; ``None`` without ``VIGIE_TELEGRAM_TOKEN``."""
    if services.settings.telegram_token is None:
        return None
    from adapters.telegram.adapter import Telegram  # python-telegram-bot takes a while to load

    return Telegram(services)
