"""How sure the model must be, by the most telling thing that a message holds (patterns/grammar/bars.yaml)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bot.detector.data import read_yaml
from bot.detector.units import Unit


@dataclass(frozen=True, slots=True)
class Bars:
    """Margins to get over."""

    values: dict[str, float]
    told: frozenset[str]
    vague: frozenset[str]
    rule_credit: float  # what a rule that fires is worth

    def over(self, units: list[Unit], *, is_joined: bool = False) -> float:
        """The bar for a message of these units."""
        concepts = {concept for unit in units for concept in unit.concepts}
        kind = "told" if concepts & self.told else "vague" if concepts & self.vague else "weak"
        return self.values[kind] + (self.values["joined"] if is_joined else 0.0)


@cache
def load_bars() -> Bars:
    """The bars of patterns/grammar/bars.yaml."""
    data = read_yaml("grammar/bars.yaml")
    return Bars(data["bars"], frozenset(data["told"]), frozenset(data["vague"]), data["rule_credit"])
