"""Speed and memory of ``vigie scan``: prints messages a second and the peak of memory for each kind of file.

    python tests/bench/scan_bench.py [MEGABYTES ...]

Exports of these sizes are made from the corpus' ordinary messages with one alert in two hundred, scanned in a
process of their own as an operator would, and removed. Memory is flat when the peaks hardly differ.
Without a number: 16 and 64 MB, half a minute. The 1024 MB that the project promises take some minutes.
"""

from __future__ import annotations

import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "patterns" / "corpus"
ORDINARY = ("dev_ordinary", "dev_benign", "dev_benign2")
ALERTS = ("dev_alerts",)
ONE_ALERT_IN = 200
COMMAND = "import typer; from bot.cli_scan import scan; typer.run(scan)"


def main() -> None:
    measure([int(argument) for argument in sys.argv[1:]] or [16, 64])


def measure(sizes: list[int]) -> None:
    """Print a line for each kind of file and size in megabytes."""
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            for make in (telegram, json_lines):
                path = Path(folder, f"{make.__name__}.json")
                messages = make(path, size << 20)
                seconds, processor, peak = scanned(path)
                print(
                    f"{make.__name__:<11} {size:>5} MB  {messages:>9,} messages  "
                    f"{messages / seconds:>7,.0f} messages/s  {processor / messages * 1e6:>4.0f} µs CPU each "
                    f"peak {peak >> 20} MiB",
                    flush=True,
                )
                path.unlink()


def telegram(path: Path, size: int) -> int:
    """Write one chat as Telegram Desktop does; how many messages it holds."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{\n "name": "Équipe",\n "type": "private_supergroup",\n "id": 1,\n "messages": [\n')
        for number, text in zip(count(1), texts(), strict=False):
            message = {
                "id": number,
                "type": "message",
                "date": "2025-03-03T08:30:00",
                "date_unixtime": str(1740987000 + 60 * number),
                "from": "Maud Kerdraon",
                "from_id": f"user{number % 7}",
                "text": text,
                "text_entities": [{"type": "plain", "text": text}],
            }
            file.write(json.dumps(message, ensure_ascii=False, indent=1))
            if file.tell() >= size:
                break
            file.write(",\n")
        file.write("\n ]\n}")
    return number


def json_lines(path: Path, size: int) -> int:
    """Write JSON Lines after the contract; how many."""
    with path.open("w", encoding="utf-8") as file:
        for number, text in zip(count(1), texts(), strict=False):
            file.write(json.dumps({"id": number, "text": text}) + "\n")
            if file.tell() >= size:
                break
    return number


def texts() -> Iterator[str]:
    """Messages without end, the same in every run."""
    ordinary, alerts = list(labelled(ORDINARY, "none")), list(labelled(ALERTS, "alert"))
    choose = random.Random(1)  # noqa: S311 - a sample, not a secret
    while True:
        yield choose.choice(ordinary if choose.randrange(ONE_ALERT_IN) else alerts)


def labelled(names: tuple[str, ...], label: str) -> Iterator[str]:
    for name in names:
        for line in (CORPUS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["label"] == label:
                yield row["text"]


def scanned(path: Path) -> tuple[float, float, int]:
    """Seconds, seconds of processor and peak of memory in bytes of a scan; the program's start included."""
    start = time.perf_counter()
    arguments = [sys.executable, "-c", COMMAND, str(path), "--format", "jsonl", "--output", os.devnull]
    pid = os.posix_spawn(sys.executable, arguments, os.environ | {"PYTHONPATH": str(ROOT)})
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise SystemExit("the scan failed: see its message above")
    seconds = time.perf_counter() - start
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss << 10


if __name__ == "__main__":
    main()
