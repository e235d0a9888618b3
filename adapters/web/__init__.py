"""The local web chat, and the lead's pages."""

from __future__ import annotations

from bot.ports import Adapter, Services


def create(services: Services) -> Adapter | None:
    """The web chat. It needs no setting: the command line decides when to start it."""
    from adapters.web.adapter import WebChat  # loaded only where it is started

    return WebChat(services)
