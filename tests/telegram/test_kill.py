"""Three ``kill -9`` of the real program during 150 messages; for twenty: tests/bench/telegram_kill.py."""

from __future__ import annotations

from pathlib import Path

from tests.bench.telegram_kill import run
from tests.telegram.process import Vigie


async def test_nothing_is_lost_and_nothing_is_said(tmp_path: Path) -> None:
    found = await run(Vigie(tmp_path, is_quick=True), kills=3, messages=150, seed=20)
    assert found.is_good, found
