"""The speed of the detector on one screen: ``make bench``.

Ordinary messages come from ../shared/quiet when it is there, else from the corpus. One thing runs after
another, one call at a time.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))  # run as a file, too

from bot.detector import Detector  # noqa: E402
from tests.bench import rivals, scan_bench  # noqa: E402
from tests.bench.hostile import HOSTILE, LENGTHS  # noqa: E402
from tests.bench.speed import times  # noqa: E402

QUIET = ROOT.parent / "shared" / "quiet" / "sms.jsonl"
CORPUS = ROOT / "patterns" / "corpus"
MOST = 4000  # texts of a kind
MOST_PRESIDIO = 500
START = """
import time; start = time.perf_counter()
from bot.detector import Detector
Detector.load().check_text("Donne-moi le code")
print(time.perf_counter() - start)
print(next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmRSS")))
"""


def main() -> None:
    detector = Detector.load()
    ordinary, closer = (
        ordinary_texts(),
        [text for text in corpus_texts() if detector.passes_gate(text)][:MOST],
    )
    source = "quiet SMS" if QUIET.is_file() else "dev_ordinary"
    start()
    print(f"\nOrdinary messages ({source}), one at a time")
    show("detector", detector.check_text, ordinary)
    show("keyword list", rivals.keywords(), ordinary)
    show("bare Aho-Corasick", rivals.bare_pass(), ordinary)
    print(f"  {'Presidio, blank French':<24}{rivals.presidio(ordinary[:MOST_PRESIDIO])}")
    print("\nMessages of the corpus past the gate")
    show("detector", detector.check_text, closer)
    print(f"  {'Presidio, blank French':<24}{rivals.presidio(closer[:MOST_PRESIDIO])}")
    hostile(detector)
    print("\nScan", flush=True)
    scan_bench.measure([4])


def show(name: str, call: Callable[[str], object], texts: list[str]) -> None:
    for text in texts[:200]:  # what is made at the first call does not count
        call(text)
    print(f"  {name:<24}{times(call, texts)}", flush=True)


def start() -> None:
    """Start-up and memory of a fresh process."""
    measured = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", START], capture_output=True, text=True, check=True, cwd=ROOT
        )
        measured.append([float(word) for word in done.stdout.split()])
    seconds, kilobytes = min(row[0] for row in measured), max(row[1] for row in measured)
    print(f"Start-up to the first verdict {seconds:.2f} s, resident memory {kilobytes / 1024:.0f} MiB")


def hostile(detector: Detector) -> None:
    """Milliseconds by length, and how much longer the longest takes than the line through the one before."""
    print(
        "\nHostile messages, ms"
        + " " * 8
        + "".join(f"{length:>10,}" for length in LENGTHS)
        + "    growth 16k to 40k"
    )
    for name, make in HOSTILE.items():
        spent = [milliseconds(detector, make(length)) for length in LENGTHS]
        growth = spent[-1] / spent[-2] / (LENGTHS[-1] / LENGTHS[-2])
        print(
            f"  {name:<26}" + "".join(f"{one:>10.2f}" for one in spent) + f"    {growth:.2f} × linear",
            flush=True,
        )


def milliseconds(detector: Detector, text: str) -> float:
    spent = []
    for _ in range(3):
        begin = time.perf_counter()
        detector.check_text(text)
        spent.append(time.perf_counter() - begin)
    return min(spent) * 1000


def ordinary_texts() -> list[str]:
    path = QUIET if QUIET.is_file() else CORPUS / "dev_ordinary.jsonl"
    return [json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines()][:MOST]


def corpus_texts() -> list[str]:
    """Every fourth message of the worlds: alerts and hard negatives."""
    rows = [
        json.loads(line)
        for path in sorted(CORPUS.glob("*_w*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    return [row["text"] for row in rows if "text" in row][::2]


if __name__ == "__main__":
    main()
