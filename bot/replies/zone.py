"""The clock on the pharmacy's wall."""

from __future__ import annotations

from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Europe/Paris")
