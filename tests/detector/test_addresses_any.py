"""Any text at all: no error, valid spans, bounded time; and what the corpus says."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.detector.links import LinkKind, find_links
from bot.detector.numbers import NumberKind, find_numbers, find_passwords
from bot.messages import HiddenLink
from bot.verify import verify

CORPUS = Path(__file__).parents[2] / "patterns" / "corpus"
PIECES = st.sampled_from(
    [
        *(
            "http://",
            "ameli",
            ".",
            ".fr",
            "[.]",
            " point ",
            " tiret ",
            "@",
            "e-cps",
            "xn--",
            "а",
            "/",
            ":",
            "_",
        ),
        *(
            "\u200b",
            "é",
            "𝟒",
            "4️⃣",
            "06 ",
            "+33",
            "12",
            " ",
            "\n",
            "-",
            "deux ",
            "zéro ",
            "cent ",
            "FR76",
            "€",
        ),
        *("A7", "\ud800", "\x00", "İ"),
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS)
def test_any_text_gives_valid_spans(text: str) -> None:
    hidden = [HiddenLink((0, len(text)), text)]
    spans = [link.span for link in find_links(text, hidden)]
    spans += [number.span for number in (*find_numbers(text), *find_passwords(text))]
    for start, end in spans:
        assert 0 <= start <= end <= len(text)
    verify(text, hidden)


@given(TEXTS)
def test_the_same_text_gives_the_same_answer(text: str) -> None:
    assert find_links(text) == find_links(text)
    assert find_numbers(text) == find_numbers(text)


HOSTILE = [
    *(
        "a.",
        "abc.fr ",
        "http://",
        "[.]",
        "point ",
        " .fr",
        "𝐚.𝐟𝐫 ",
        "ecps.\n",
        "@",
        "1",
        "1 ",
        "deux ",
        "cent ",
        "1 deux ",
    ),
    *(
        "06 39 98 12 34 ",
        "+44 20 7946 0958 ",
        "FR76 3000 ",
        "4️⃣",
        "a1",
        "http://ameliprs.com ",
        "a_b!",
        "\u0301",
    ),
]


@pytest.mark.parametrize("piece", HOSTILE)
def test_a_long_hostile_text_takes_bounded_time(piece: str) -> None:
    """Far over what is measured (under 20 ms): only growth faster than linear can fail it."""
    text = (piece * 40_000)[:40_000]
    start = time.perf_counter()
    find_links(text)
    find_numbers(text)
    find_passwords(text)
    assert time.perf_counter() - start < 2


def corpus() -> Iterator[dict[str, Any]]:
    for file in sorted(CORPUS.glob("*.jsonl")):
        for line in file.read_text("utf-8").splitlines():
            row = json.loads(line)
            if "text" in row:
                yield row


def test_link_alerts_of_the_corpus_show_something_unofficial() -> None:
    rows = [row for row in corpus() if row.get("category") == "link" and row["label"] == "alert"]
    assert sum(_has_unofficial(row["text"]) for row in rows) / len(rows) >= 0.95


def test_ordinary_messages_of_the_corpus_show_no_lookalike() -> None:
    links = [link for row in corpus() if row["label"] == "none" for link in find_links(row["text"])]
    lookalikes = [link.host for link in links if link.kind is LinkKind.LOOKALIKE]
    assert len(lookalikes) <= 0.02 * len(links), lookalikes


def _has_unofficial(text: str) -> bool:
    called = (NumberKind.PHONE, NumberKind.SHORT)
    has_link = any(link.kind is not LinkKind.OFFICIAL for link in find_links(text))
    return has_link or any(n.kind in called and not n.is_official for n in find_numbers(text))
