"""Any string at all gives a verdict in bounded time."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from bot.detector import Detector
from tests.bench.hostile import HOSTILE
from tests.detector.any_text import any_text, problem

LONG = 40_000


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.load()


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=any_text())
def test_every_string_gets_a_verdict_with_spans_inside_it(detector: Detector, text: str) -> None:
    assert problem(detector, text) is None


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\0",
        "\ud800",
        "\udfff\ud800",
        "\u0301" * 100_000,
        "🔥" * 5000,
        "\u202e" * 5000,
        "شكرا جزيلا",
        "\n" * 9000,
    ],
    ids=["empty", "blank", "nul", "surrogate", "surrogates", "marks", "emoji", "bidi", "arabic", "lines"],
)
def test_a_strange_string_is_silent(detector: Detector, text: str) -> None:
    assert not detector.check_text(text).is_alert


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_message_takes_bounded_time(detector: Detector, kind: str) -> None:
    """Ten times what it takes on a free machine: what this looks for is growth by the square."""
    import time

    start = time.process_time()
    detector.check_text(HOSTILE[kind](LONG))
    assert time.process_time() - start < 1.5
