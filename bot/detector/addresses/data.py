"""The address files of patterns/, read strictly: a wrong entry is refused in one sentence."""

from __future__ import annotations

from functools import cached_property, lru_cache
from importlib.resources import files
from typing import TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.errors import PatternError


class Entry(BaseModel):
    """A strict, frozen record of a file in patterns/."""

    model_config = ConfigDict(extra="forbid", frozen=True)


T = TypeVar("T", bound=Entry)


def load(model: type[T], name: str) -> T:
    """``patterns/<name>`` as ``model``. Raises PatternError."""
    return parse(model, files("patterns").joinpath(name).read_text("utf-8"), f"patterns/{name}")


def parse(model: type[T], text: str, name: str) -> T:
    """YAML text as ``model``; ``name`` is what an error calls the file."""
    try:
        return model.model_validate(yaml.load(text, Loader=_LOADER))  # noqa: S506 - a safe loader
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f" line {mark.line + 1}" if mark else ""
        raise PatternError(f"{name}{line}: this is not YAML; mend the line and start again.") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "top"
        raise PatternError(
            f"{name}, entry {where}: {first['msg']}; mend the entry and start again."
        ) from None


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Addresses(Entry):
    """patterns/addresses.yaml: what an address and a number look like. All words are lower case."""

    file_endings: frozenset[str]
    word_endings: frozenset[str]
    loose_endings: frozenset[str]
    abbreviations: frozenset[str]
    spelled_endings: frozenset[str]
    spelled_neighbours: frozenset[str]
    lookalikes: dict[str, str]
    units: frozenset[str]
    loose_units: frozenset[str]
    currencies: frozenset[str]
    months: frozenset[str]
    references: frozenset[str]
    calls: frozenset[str]
    before_year: frozenset[str]
    number_words: dict[str, int] = Field(min_length=10)

    @cached_property
    def skeleton_table(self) -> dict[int, str]:
        """For ``str.translate``: each look-alike to its Latin letter."""
        return {ord(char): letter for char, letter in self.lookalikes.items() if len(char) == 1}


@lru_cache(maxsize=1)
def addresses() -> Addresses:
    """The words and forms that ship with the program, read once. Raises PatternError."""
    return load(Addresses, "addresses.yaml")
