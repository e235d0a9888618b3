"""The linear model: named features in, an additive score out. Data in patterns/weights, made by ``vigie train``."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from bot.errors import PatternError
from bot.messages import Category, Source

FOLDER = "weights"
BLOCKS = ("structure", "sequence", "words")
CATEGORIES = tuple(Category)
_SEQUENCE = ("x=", "y=")
_WORDS = "w="

Vector = NDArray[np.float32]


def block_of(feature: str) -> int:
    """The place in ``BLOCKS`` of a feature; each block is scaled to length 1 on its own."""
    if feature.startswith(_WORDS):
        return 2
    return 1 if feature.startswith(_SEQUENCE) else 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """``margin``: above 0 is an alert. ``shares``: the contribution of each known feature to the margin."""

    margin: float
    probability: float
    category: Category
    source: Source
    shares: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Model:
    """``rows[feature]`` leads to a row of ``table``: idf, then the weights of alert, the categories and relayed.

    ``bias``: of alert, the categories and relayed. ``slope``: margin to log-odds (Platt).
    """

    rows: Mapping[str, int]
    table: Vector
    bias: Vector
    slope: float

    def judge(self, features: Iterable[str]) -> Judgement:
        """The verdict on a message with these features; linear in their number."""
        known = [feature for feature in features if feature in self.rows]
        picked = self.table[[self.rows[feature] for feature in known]]
        blocks = np.array([block_of(feature) for feature in known], dtype=np.intp)
        squares = np.bincount(blocks, weights=picked[:, 0] ** 2, minlength=len(BLOCKS))
        scale = picked[:, 0] / np.sqrt(np.maximum(squares, 1e-9))[blocks]
        shares = picked[:, 1] * scale
        totals = self.bias + scale @ picked[:, 1:]
        margin = float(totals[0])
        return Judgement(
            margin,
            1 / (1 + math.exp(-min(max(self.slope * margin, -30), 30))),
            CATEGORIES[int(np.argmax(totals[1:-1]))],
            Source.RELAYED if totals[-1] > 0 else Source.DIRECT,
            dict(zip(known, shares.tolist(), strict=True)),
        )


@cache
def load_model() -> Model:
    """The trained model; raises PatternError when the weights are missing or of another shape."""
    folder = files("patterns") / FOLDER
    try:
        names = gzip.decompress((folder / "features.txt.gz").read_bytes()).decode("utf-8").split("\n")
        about = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        raw = gzip.decompress((folder / "table.bin.gz").read_bytes())
        table = np.frombuffer(raw, dtype="<f2").astype(np.float32).reshape(len(names), -1)
    except (OSError, ValueError, EOFError) as problem:
        raise PatternError(
            "patterns/weights cannot be read: run `vigie train` to make it again."
        ) from problem
    rows = {name: row for row, name in enumerate(names)}
    return Model(rows, table, np.array(about["bias"], dtype=np.float32), float(about["slope"]))
