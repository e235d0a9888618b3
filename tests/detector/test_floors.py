"""The detector stays as good as it was: trained without a third of the files, scored on that third.

    python -m tests.detector.test_floors

writes floors.yaml anew from what it measures. The figures are lower than those of ``vigie eval``, whose
models see all files but one: this is what fits in a test.
"""

from __future__ import annotations

from functools import cache
from math import sqrt
from pathlib import Path

import pytest
import yaml

from bot.detector.evaluation import material
from bot.detector.evaluation.folds import Plan, measure
from bot.detector.evaluation.folds import folds as make_folds
from bot.detector.evaluation.goals import goals, is_smaller_better
from bot.detector.evaluation.measures import Share
from bot.detector.evaluation.report import lines

FLOORS = Path(__file__).with_name("floors.yaml")
GROUPS = 3
DISGUISED = 300


def floors() -> dict[str, float]:
    return dict((yaml.safe_load(FLOORS.read_text(encoding="utf-8")) or {}).get("floors", {}))


@cache
def figures() -> dict[str, Share]:
    """The figures with a goal, by name."""
    worlds = {one.world for one in material.examples()} | {one.world for one in material.conversations()}
    plan = Plan(make_folds(worlds, GROUPS)[:1], disguised=DISGUISED, has_structure=False)
    wanted = set(goals())
    return {line.name: line.figure for line in lines(measure(plan)) if line.name in wanted}


def margin(name: str, figure: Share) -> float:
    """What chance and a rounding elsewhere may take: a standard error, and never less than a few messages."""
    share = min(max(figure.value, 0.0), 1.0)
    return max(sqrt(share * (1 - share) / figure.of), 0.02 if name.startswith("disguise ") else 0.002)


@pytest.mark.parametrize("name", sorted(floors()))
def test_figure_stays_over_its_floor(name: str) -> None:
    floor, value = floors()[name], figures()[name].value
    assert value <= floor if is_smaller_better(name) else value >= floor


def test_every_figure_has_a_floor() -> None:
    assert set(figures()) == set(floors())


def write() -> None:
    """Set every floor a margin under what is measured now."""
    head = "".join(
        line for line in FLOORS.read_text(encoding="utf-8").splitlines(True) if line.startswith("#")
    )
    new = {}
    for name, figure in figures().items():
        side = 1 if is_smaller_better(name) else -1
        new[name] = round(figure.value + side * margin(name, figure), 3)
    FLOORS.write_text(head + yaml.safe_dump({"floors": new}, sort_keys=False), encoding="utf-8")


if __name__ == "__main__":
    write()
