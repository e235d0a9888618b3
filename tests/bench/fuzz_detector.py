"""Any string at all gives a verdict: 200,000 inputs, by atheris where it is installed, else by hypothesis.

    python tests/bench/fuzz_detector.py [INPUTS]

Prints how many inputs were run and how many crashed, were too slow or gave a span outside of the text.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # run as a file, too

from bot.detector import Detector  # noqa: E402
from tests.detector.any_text import any_text, problem  # noqa: E402

INPUTS = 200_000
SHOWN = 10


class Trial:
    """Asks about texts and counts."""

    def __init__(self) -> None:
        self.detector = Detector.load()
        self.inputs = 0
        self.crashes: list[str] = []

    def ask(self, text: str) -> None:
        self.inputs += 1
        try:
            found = problem(self.detector, text)
        except Exception as error:  # any crash at all is what this looks for
            found = f"{type(error).__name__}: {error}"
        if found:
            self.crashes.append(f"{found} on {ascii(text)[:200]}")

    def report(self, tool: str, seconds: float) -> None:
        print(f"{tool}: {self.inputs:,} inputs in {seconds:.0f} s, {len(self.crashes)} crashes")
        for crash in self.crashes[:SHOWN]:
            print(" ", crash)


def with_atheris(trial: Trial, inputs: int) -> None:
    """Guided by the branches that an input takes in the detector. Leaves the process at the end."""
    import atheris

    def ask(data: bytes) -> None:
        provider = atheris.FuzzedDataProvider(data)
        trial.ask(provider.ConsumeUnicode(len(data)))

    atheris.instrument_all()
    atheris.Setup(
        [sys.argv[0], f"-runs={inputs}", "-max_len=2000", "-verbosity=0", "-print_final_stats=0"], ask
    )
    atheris.Fuzz()


def with_hypothesis(trial: Trial, inputs: int) -> None:
    from hypothesis import HealthCheck, Phase, given, settings

    rules = settings(
        max_examples=inputs,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    rules(given(any_text())(trial.ask))()


def main() -> None:
    import atexit
    from importlib.util import find_spec

    inputs = int(sys.argv[1]) if len(sys.argv) > 1 else INPUTS
    trial, start = Trial(), time.monotonic()
    tool = "atheris" if find_spec("atheris") else "hypothesis"
    atexit.register(lambda: trial.report(tool, time.monotonic() - start))
    (with_atheris if tool == "atheris" else with_hypothesis)(trial, inputs)
    raise SystemExit(bool(trial.crashes))


if __name__ == "__main__":
    main()
