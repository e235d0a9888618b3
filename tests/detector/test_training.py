"""What the training promises: a model is compared by what it weighs, not by its last bits."""

from __future__ import annotations

import numpy as np

from bot.detector.model import Model
from bot.detector.training import is_alike


def model(weight: float, name: str = "c=code") -> Model:
    table = np.array([[1.0, weight, 0, 0, 0, 0, 0, 0]], dtype=np.float32)
    return Model({name: 0}, table, np.zeros(7, dtype=np.float32), 3.0)


def test_the_last_bits_do_not_matter() -> None:
    assert is_alike(model(0.5), model(0.5005))


def test_another_weight_or_another_feature_does() -> None:
    assert not is_alike(model(0.5), model(0.6))
    assert not is_alike(model(0.5), model(0.5, "c=bank"))
