"""Each scenario is played on every platform, with the detector as it is."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.detector.detector import Detector
from bot.settings import Settings
from tests.scenarios.stage import Stage
from tests.scenarios.stages import on_stage


@pytest.fixture(scope="session")
def real_detector() -> Detector:
    return Detector.load()


@pytest.fixture(params=["web", "telegram", "slack"])
async def team(
    request: pytest.FixtureRequest, settings: Settings, real_detector: Detector
) -> AsyncIterator[Stage]:
    """The pharmacy's team: Claire leads, Nadia and Hugo work at the counter."""
    async with on_stage(request.param, settings, real_detector) as stage:
        yield stage
