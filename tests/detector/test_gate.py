"""The gate may only say "nothing": with it and without it, verdicts are the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import islice
from pathlib import Path

import pytest

from bot.detector import Detector
from bot.detector.evaluation.disguise import DISGUISES
from bot.messages import Message

QUIET = Path(__file__).parents[3] / "shared" / "quiet"
_EACH = 40  # every so many-th message: the whole corpus takes minutes


@cache
def detector() -> Detector:
    return Detector.load()


def corpus() -> Iterator[str]:
    for file in sorted((files("patterns") / "corpus").iterdir(), key=lambda item: item.name):
        if file.name.endswith(".jsonl"):
            for line in islice(file.read_text(encoding="utf-8").splitlines(), 0, None, _EACH):
                row = json.loads(line)
                yield from (one["text"] for one in row.get("messages", [row]))


def differs(text: str) -> bool:
    message = Message("test", "", "", "", text)
    return detector().judge(message) != detector().judge(message, gated=False)


def test_the_gate_never_changes_a_verdict_on_the_corpus() -> None:
    assert [text for text in corpus() if differs(text)] == []


@pytest.mark.parametrize("name", sorted(DISGUISES))
def test_the_gate_never_changes_a_verdict_on_a_disguised_message(name: str) -> None:
    texts = [DISGUISES[name](text) for text in islice(corpus(), 0, None, 12)]
    assert [text for text in texts if differs(text)] == []


def test_the_gate_never_changes_a_verdict_on_quiet_texts() -> None:
    if not QUIET.is_dir():
        pytest.skip(f"the quiet texts are not at {QUIET}")
    texts = [
        json.loads(line)["text"]
        for file in sorted(QUIET.glob("*.jsonl"))
        for line in islice(file.read_text(encoding="utf-8").splitlines(), 0, None, _EACH)
    ]
    assert len(texts) > 100
    assert [text for text in texts if differs(text)] == []


def test_most_ordinary_messages_stop_at_the_gate() -> None:
    lines = (files("patterns") / "corpus" / "ordinary_life.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines[::10]]
    assert sum(detector().passes_gate(text) for text in texts) < 0.7 * len(texts)
