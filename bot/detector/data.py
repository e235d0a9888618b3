"""Where the knowledge lies: the files of ``patterns/``, wherever the program is installed."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml

from bot.errors import PatternError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(name: str) -> Any:
    """The content of ``patterns/<name>``."""
    text = (files("patterns") / name).read_text(encoding="utf-8")
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 -- a safe loader, the C one where there is one
    except yaml.YAMLError as problem:
        where = getattr(problem, "problem_mark", None)
        line = f", line {where.line + 1}" if where else ""
        raise PatternError(f"patterns/{name}{line} is not valid YAML: mend it and start again.") from problem


def names(folder: str, ending: str = ".yaml") -> list[str]:
    """The files of ``patterns/<folder>`` with that ending, sorted, as ``<folder>/<name>``."""
    inside = (files("patterns") / folder).iterdir()
    return sorted(f"{folder}/{item.name}" for item in inside if item.name.endswith(ending))
