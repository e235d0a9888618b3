"""Any string at all gives a verdict: 200,000 inputs, by atheris where it is installed, else by hypothesis.

    python tests/bench/fuzz_detector.py [INPUTS]

Prints how many inputs were run and how many crashed, were too slow or gave a span outside of the text.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import AbstractContextManager
from importlib.util import find_spec
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # run as a file, too

INPUTS = 200_000
SHOWN = 10
LETTERS = 6  # of anything, between two pieces that the detector looks for


class Trial:
    """Asks about texts and counts. Imports the detector when made: atheris wants to see the import."""

    def __init__(self) -> None:
        from bot.detector import Detector
        from tests.detector.any_text import problem

        self._detector, self._problem = Detector.load(), problem
        self._start = time.monotonic()
        self.inputs = 0
        self.crashes: list[str] = []

    def ask(self, text: str) -> None:
        self.inputs += 1
        try:
            found = self._problem(self._detector, text)
        except Exception as error:  # any crash at all is what this looks for
            found = f"{type(error).__name__}: {error}"
        if found:
            self.crashes.append(f"{found} on {ascii(text)[:200]}")

    def end(self, tool: str) -> NoReturn:
        """Say how it went and leave."""
        spent = time.monotonic() - self._start
        print(f"{tool}: {self.inputs:,} inputs in {spent:.0f} s, {len(self.crashes)} crashes")
        for crash in self.crashes[:SHOWN]:
            print(" ", crash)
        sys.stdout.flush()
        os._exit(bool(self.crashes))  # libFuzzer's own end would be reported as a crash


def with_atheris(inputs: int) -> None:
    """Guided by the branches that an input takes in the detector."""
    import atheris

    seen: AbstractContextManager[None] = atheris.instrument_imports(include=["bot.detector"])
    with seen:
        trial = Trial()
    from tests.detector.any_text import PIECES

    def ask(data: bytes) -> None:
        if trial.inputs >= inputs:
            trial.end("atheris")
        provider = atheris.FuzzedDataProvider(data)
        parts = []
        while provider.remaining_bytes():
            pick = provider.ConsumeIntInRange(0, 2 * len(PIECES))
            parts.append(PIECES[pick] if pick < len(PIECES) else provider.ConsumeUnicode(LETTERS))
        trial.ask("".join(parts))

    atheris.Setup([sys.argv[0], "-max_len=400", "-verbosity=0"], ask)
    atheris.Fuzz()


def with_hypothesis(inputs: int) -> None:
    from hypothesis import HealthCheck, Phase, given, settings

    from tests.detector.any_text import any_text

    trial = Trial()
    rules = settings(
        max_examples=inputs,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    rules(given(any_text())(trial.ask))()
    trial.end("hypothesis")


def main() -> None:
    inputs = int(sys.argv[1]) if len(sys.argv) > 1 else INPUTS
    (with_atheris if find_spec("atheris") else with_hypothesis)(inputs)


if __name__ == "__main__":
    main()
