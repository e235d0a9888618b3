"""Every rule fires on its own alerts and is silent on its hard negatives; all are quiet on ordinary talk."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import patterns
from bot.detector.lexicon import load_lexicon
from bot.detector.reading import Reader
from bot.detector.rules import load_rules
from bot.messages import Category, Message, Source

_CORPUS = Path(next(iter(patterns.__path__))) / "corpus"
_ORDINARY = 0.005  # the share of ordinary messages on which any rule may fire


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(load_lexicon())


def _fired(reader: Reader, text: str) -> set[str]:
    message = Message(platform="test", chat="", message="", author="", text=text)
    return {hit.rule.id for hit in reader.hits(reader.read(message))}


@pytest.mark.parametrize(
    ("rule", "text"), [(rule.id, text) for rule in load_rules() for text in rule.alert], ids=str
)
def test_fires_on_its_alerts(reader: Reader, rule: str, text: str) -> None:
    assert rule in _fired(reader, text)


@pytest.mark.parametrize(
    ("rule", "text"), [(rule.id, text) for rule in load_rules() for text in rule.none], ids=str
)
def test_silent_on_its_hard_negatives(reader: Reader, rule: str, text: str) -> None:
    assert rule not in _fired(reader, text)


def test_every_category_and_source_has_rules() -> None:
    assert {rule.category for rule in load_rules()} == set(Category)
    assert {rule.source for rule in load_rules()} == set(Source)


def test_no_example_stands_on_both_sides() -> None:
    for rule in load_rules():
        assert set(rule.alert).isdisjoint(rule.none), rule.id


def test_quiet_on_ordinary_talk(reader: Reader) -> None:
    lines = (_CORPUS / "dev_ordinary.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    loud = [row["id"] for row in rows if _fired(reader, row["text"])]
    assert len(loud) <= _ORDINARY * len(rows), loud
