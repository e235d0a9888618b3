"""The linear model: named features in, an additive score out. `vigie train` makes patterns/weights."""

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


class Model:
    """``rows[feature]`` leads to a row of ``table``: idf, weights of alert, of the categories, of relayed.

    ``bias``: of alert, the categories and relayed. ``slope``: margin to log-odds (Platt).
    """

    def __init__(self, rows: Mapping[str, int], table: Vector, bias: Vector, slope: float) -> None:
        self.rows, self.table, self.bias, self.slope = rows, table, bias, slope
        self._idf: list[float] = table[:, 0].tolist()
        self._weights: list[float] = table[:, 1].tolist()
        self._blocks = [block_of(feature) for feature in rows]
        self._alert_bias = float(bias[0])

    def judge(self, features: Iterable[str]) -> Judgement:
        """What the features say; linear in their number. Plain lists: numpy costs more on a few hundred."""
        known = [(feature, row) for feature in features if (row := self.rows.get(feature)) is not None]
        squares, totals = [1e-9] * len(BLOCKS), [0.0] * len(BLOCKS)
        for _, row in known:
            block, idf = self._blocks[row], self._idf[row]
            squares[block] += idf * idf
            totals[block] += idf * self._weights[row]
        scales = [1 / math.sqrt(square) for square in squares]
        margin = self._alert_bias + sum(total * scale for total, scale in zip(totals, scales, strict=True))
        return Judgement(self, margin, known, scales)

    def classify(self, known: list[tuple[str, int]], scales: list[float]) -> tuple[Category, Source]:
        """Category and source of a message that is an alert."""
        if not known:
            return Category.CODE, Source.DIRECT
        picked = np.array([row for _, row in known])
        factors = np.array([self._idf[row] * scales[self._blocks[row]] for _, row in known])
        totals = self.bias[1:] + factors @ self.table[picked, 2:]
        return CATEGORIES[int(np.argmax(totals[:-1]))], Source.RELAYED if totals[-1] > 0 else Source.DIRECT

    def probability(self, margin: float) -> float:
        """The chance of an alert, 0 to 1."""
        return 1 / (1 + math.exp(-min(max(self.slope * margin, -30.0), 30.0)))

    def share(self, row: int, scales: list[float]) -> float:
        """What one feature adds to the margin."""
        return self._idf[row] * self._weights[row] * scales[self._blocks[row]]


@dataclass(frozen=True, slots=True)
class Judgement:
    """``margin``: above 0 is an alert. ``known``: the features of the message that have weights."""

    model: Model
    margin: float
    known: list[tuple[str, int]]
    scales: list[float]

    def probability(self) -> float:
        """The chance of an alert, 0 to 1."""
        return self.model.probability(self.margin)

    def kind(self) -> tuple[Category, Source]:
        """Category and source, should it be an alert."""
        return self.model.classify(self.known, self.scales)

    def shares(self) -> dict[str, float]:
        """What each feature adds to the margin: the explanation."""
        return {feature: self.model.share(row, self.scales) for feature, row in self.known}


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
