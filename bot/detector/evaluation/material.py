"""What is measured: messages and conversations of the corpus, files of the user's own, quiet texts."""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from bot.detector.data import names, read_yaml
from bot.detector.training import Example, is_stress, read_corpus, read_features
from bot.errors import VigieError

JUDGED = "quiet_judged.yaml"
_CHUNK = 500  # messages between two rounds of interning

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Conversation:
    """``texts``: (author, text) in order. ``alert_at``: index of the message to alert at, None: silence."""

    world: str
    id: str
    texts: tuple[tuple[str, str], ...]
    alert_at: int | None
    row: Row


@cache
def examples() -> tuple[Example, ...]:
    """The labelled messages of the corpus, without the ambiguous."""
    return tuple(read_corpus())


@cache
def features() -> tuple[set[str], ...]:
    """Their features. Equal names are kept once: the corpus has ten million."""
    found: list[set[str]] = []
    for start in range(0, len(examples()), _CHUNK):
        read = read_features(examples()[start : start + _CHUNK])
        found.extend({sys.intern(name) for name in one} for one in read)
    return tuple(found)


@cache
def conversations() -> tuple[Conversation, ...]:
    """The labelled conversations of the corpus, without the ambiguous."""
    found = []
    for name in names("corpus", ".jsonl"):
        text = (files("patterns") / name).read_text(encoding="utf-8")
        rows = (json.loads(line) for line in text.splitlines())
        found += [conversation(Path(name).stem, row) for row in rows if "messages" in row]
    return tuple(one for one in found if one.row["label"] != "either")


def conversation(world: str, row: Row) -> Conversation:
    texts = tuple((one["author"], one["text"]) for one in row["messages"])
    at = row["alert_at"] if row["label"] == "alert" else None
    return Conversation(world, row["id"], texts, at, row)


def author_of(world: str) -> str:
    """Whoever wrote a file: conversations and messages of one world are left out together."""
    return world.removeprefix("threads_").removeprefix("world_")


def is_natural(world: str) -> bool:
    """Files of what people would write in a pharmacy's chat: neither riddles nor private talk."""
    return not is_stress(world) and not is_ordinary(world)


def is_ordinary(world: str) -> bool:
    """Files of private chat and neutral text, in which nothing is to be found."""
    return "ordinary" in world


@dataclass(frozen=True, slots=True)
class Extra:
    """Labelled rows of files outside the corpus: no model was trained on them."""

    messages: tuple[Example, ...]
    conversations: tuple[Conversation, ...]


def read_extra(paths: Iterable[Path]) -> Extra:
    """The rows of JSON Lines files in the corpus' form; raises VigieError naming the line that is not."""
    messages: list[Example] = []
    threads: list[Conversation] = []
    for path in paths:
        for row in _rows(path):
            if row["label"] == "either":
                continue
            if "messages" in row:
                threads.append(conversation(path.stem, row))
            else:
                is_alert, category, source = row["label"] == "alert", row.get("category"), row.get("source")
                messages.append(Example(path.stem, row["text"], is_alert, category, source, row))
    return Extra(tuple(messages), tuple(threads))


def _rows(path: Path) -> Iterator[Row]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise VigieError(
            f"{path} cannot be read: name a file of patterns/corpus or a JSON Lines file."
        ) from problem
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if (
                row["label"] in ("alert", "none", "either")
                and row["id"]
                and ("text" in row or row["messages"])
            ):
                yield row
                continue
        except (ValueError, KeyError, TypeError):
            pass
        raise VigieError(
            f"{path}, line {number}: needs id, label (alert, none or either) and text or messages; mend it."
        )


def sample(found: Iterable[Example], size: int) -> list[Example]:
    """A fixed part of the natural messages, half of it alerts: the same ids whatever is added elsewhere."""
    natural = [example for example in found if is_natural(example.world)]
    natural.sort(key=lambda example: zlib.crc32(example.row["id"].encode()))
    alerts = [example for example in natural if example.is_alert]
    silent = [example for example in natural if not example.is_alert]
    return alerts[: size // 2] + silent[: size // 2]


def read_quiet(folder: Path) -> list[tuple[str, str, str]]:
    """(file, id, text) of every ordinary text; an empty list when the folder is not there."""
    found = []
    for path in sorted(folder.glob("*.jsonl")):
        with path.open(encoding="utf-8") as lines:
            found += [(path.stem, row["id"], row["text"]) for row in map(json.loads, lines)]
    return found


def judged() -> dict[str, str]:
    """The quiet texts that a person read and found to be true requests: id -> why."""
    return dict(read_yaml(JUDGED)["true_requests"] or {})
