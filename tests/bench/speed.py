"""Measuring time: microseconds of one call, in percentiles."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Times:
    """Microseconds a call."""

    mean: float
    p50: float
    p99: float
    calls: int

    def __str__(self) -> str:
        what = f"mean {self.mean:9.1f}   p50 {self.p50:9.1f}   p99 {self.p99:9.1f} µs"
        return f"{what}   ({self.calls:,} messages)"


def times(call: Callable[[str], object], texts: Iterable[str], rounds: int = 3) -> Times:
    """The quickest of some rounds for each text: what else runs on the machine does not count."""
    found = list(texts)
    best = [min(_microseconds(call, text) for _ in range(rounds)) for text in found]
    best.sort()
    return Times(sum(best) / len(best), best[len(best) // 2], best[int(len(best) * 0.99)], len(best))


def _microseconds(call: Callable[[str], object], text: str) -> float:
    start = time.perf_counter_ns()
    call(text)
    return (time.perf_counter_ns() - start) / 1000
