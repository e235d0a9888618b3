"""The training: patterns/corpus -> patterns/weights, the same bytes each time.

Needs scikit-learn, which only development installs.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeAlias
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.detector.conversation import joined
from bot.detector.data import names
from bot.detector.evaluation.disguise import DISGUISES
from bot.detector.lexicon import load_lexicon
from bot.detector.model import BLOCKS, CATEGORIES, FOLDER, Model, block_of
from bot.detector.reading import Reader
from bot.messages import Message

_MIN_MESSAGES = 2  # a feature seen in fewer is chance
_STRICTNESS = 0.6  # liblinear's C
_CATEGORY_STRICTNESS = 0.3
_COPY_WEIGHT = 0.3  # disguised copies and pieces of conversations: they teach form, not content
_COPIED = 12  # one message in so many gets a disguised copy
_TAUGHT = ("capitals", "cyrillic", "dotted", "emoji for blanks", "leet", "markdown", "strokes", "typos")
"""The disguises of the copies; the others are kept for measuring."""
_STRESS_WEIGHT = 0.25  # riddles written against a machine count less than what people write
_KEPT = 140_000  # features; the least telling are dropped
_SEED = 1
_ALIKE, _CLOSE = 0.999, 0.02  # share of features in common, difference of weights

Matrix: TypeAlias = Any  # scipy brings no types
Numbers = NDArray[np.float64]
Places = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Example:
    """A labelled message of the corpus. ``world``: its file. ``is_derived``: made of another, not scored."""

    world: str
    text: str
    is_alert: bool
    category: str | None
    source: str | None
    row: dict[str, Any]
    is_derived: bool = False


def read_corpus() -> Iterator[Example]:
    """The corpus file by file: messages, some disguised copies, conversations as they grow.

    Ambiguous rows are left out.
    """
    for name in names("corpus", ".jsonl"):
        for line in (files("patterns") / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if row["label"] != "either":
                yield from (
                    _derived(Path(name).stem, row) if "messages" in row else _messages(Path(name).stem, row)
                )


def _messages(world: str, row: dict[str, Any]) -> Iterator[Example]:
    """The message, and for one in ``_COPIED`` the same in disguise."""
    is_derived = row.get("is_derived", False)
    example = Example(
        world, row["text"], row["label"] == "alert", row["category"], row["source"], row, is_derived
    )
    yield example
    draw = crc32(row["text"].encode("utf-8", "replace"))
    if draw % _COPIED == 0:
        disguise = DISGUISES[_TAUGHT[draw // _COPIED % len(_TAUGHT)]]
        yield replace(example, text=disguise(row["text"]), is_derived=True)


def _derived(world: str, row: dict[str, Any]) -> Iterator[Example]:
    """What a reader of the conversation has before his eyes at each message; silent until the alert."""
    messages = [Message("corpus", "", "", one["author"], one["text"]) for one in row["messages"]]
    until = len(messages) - 1 if row["alert_at"] is None else row["alert_at"]
    for at, message in enumerate(messages[: until + 1]):
        is_alert = at == row["alert_at"]
        seen = [whole.text for whole in joined(message, messages[:at])]
        for text in seen[-1:] if is_alert and seen else [message.text, *seen]:
            yield Example(world, text, is_alert, row.get("category"), row.get("source"), row, is_derived=True)


def read_features(examples: Iterable[Example]) -> list[set[str]]:
    """The features of each example."""
    reader = Reader(load_lexicon())
    return [reader.read(Message("corpus", "", "", "", example.text)).features() for example in examples]


@dataclass(frozen=True, slots=True)
class Bag:
    """Which features stand in which message.

    ``columns``: places in ``names``, sorted in each message and laid end to end. ``rows``: their messages.
    """

    names: list[str]
    rows: Places
    columns: Places
    size: int  # messages

    @classmethod
    def of(cls, messages: Sequence[set[str]]) -> Bag:
        """The features that more than chance brought, in the order of the alphabet."""
        met: dict[str, int] = {}
        found = [met.setdefault(name, len(met)) for features in messages for name in features]
        columns = np.array(found, dtype=np.intp)
        rows = np.repeat(np.arange(len(messages)), [len(features) for features in messages])
        is_kept = np.bincount(columns, minlength=len(met)) >= _MIN_MESSAGES
        names = list(met)
        order = sorted(np.flatnonzero(is_kept).tolist(), key=names.__getitem__)
        return cls(names, rows, columns, len(messages)).only(order)

    def only(self, kept: Sequence[int]) -> Bag:
        """The same messages with these features alone, in this order."""
        new = np.full(len(self.names), -1, dtype=np.intp)
        new[list(kept)] = np.arange(len(kept))
        columns = new[self.columns]
        is_kept = columns >= 0
        rows, columns = self.rows[is_kept], columns[is_kept]
        order = np.argsort(rows * len(kept) + columns, kind="stable")
        return Bag([self.names[place] for place in kept], rows[order], columns[order], self.size)

    def idf(self) -> Numbers:
        """How telling each feature is; rounded, since the last bit of a logarithm depends on the machine."""
        counts = np.bincount(self.columns, minlength=len(self.names))
        return np.round(np.log((1 + self.size) / (1 + counts)) + 1, 6)

    def matrix(self, idf: Numbers) -> Matrix:
        """One row a message; each block of a row has length 1."""
        block = np.array([block_of(name) for name in self.names], dtype=np.intp)
        place = self.rows * len(BLOCKS) + block[self.columns]
        value = idf[self.columns]
        squares = np.bincount(place, weights=value**2, minlength=self.size * len(BLOCKS))
        scaled = value / np.sqrt(np.maximum(squares, 1e-9))[place]
        starts = np.concatenate(([0], np.cumsum(np.bincount(self.rows, minlength=self.size))))
        return csr_matrix((scaled, self.columns, starts), shape=(self.size, len(self.names)))


def fit(
    matrix: Matrix, wanted: NDArray[np.bool_], weights: Numbers, strictness: float
) -> tuple[Numbers, float]:
    """Weights and bias of one linear separation."""
    machine = LinearSVC(C=strictness, random_state=_SEED)
    machine.fit(matrix, wanted, sample_weight=weights)
    return machine.coef_[0], float(machine.intercept_[0])


def train(examples: Sequence[Example], messages: Sequence[set[str]]) -> Model:
    """The model of these examples."""
    alert = np.array([example.is_alert for example in examples])
    weights = np.array([_weight(example) for example in examples])
    bag = Bag.of(messages)
    idf = bag.idf()
    first, _ = fit(bag.matrix(idf), alert, weights, _STRICTNESS)
    order = np.argsort(-np.abs(first * idf), kind="stable")[:_KEPT]
    bag, idf = bag.only(np.sort(order).tolist()), idf[np.sort(order)]
    matrix = bag.matrix(idf)
    columns = [fit(matrix, alert, weights, _STRICTNESS)]
    hits = np.flatnonzero(alert).tolist()
    for category in CATEGORIES:
        wanted = np.array([examples[row].category == category for row in hits])
        columns.append(fit(matrix[hits], wanted, weights[hits], _CATEGORY_STRICTNESS))
    relayed = np.array([examples[row].source == "relayed" for row in hits])
    columns.append(fit(matrix[hits], relayed, weights[hits], _CATEGORY_STRICTNESS))
    table = np.column_stack([idf, *(weights_ for weights_, _ in columns)])
    bias = np.array([round(bias, 6) for _, bias in columns])
    rows = {name: row for row, name in enumerate(bag.names)}
    return Model(rows, table.astype("<f2").astype(np.float32), bias.astype(np.float32), 3.0)


def is_alike(one: Model, other: Model) -> bool:
    """Whether two models are the same training but for the last bits, which processors round differently."""
    common = sorted(one.rows.keys() & other.rows.keys())
    if len(common) < _ALIKE * max(len(one.rows), len(other.rows)):
        return False
    ours, theirs = (model.table[[model.rows[name] for name in common]] for model in (one, other))
    return bool(np.allclose(ours, theirs, atol=_CLOSE)) and bool(
        np.allclose(one.bias, other.bias, atol=_CLOSE)
    )


def _weight(example: Example) -> float:
    if example.is_derived:
        return _COPY_WEIGHT
    return _STRESS_WEIGHT if is_stress(example.world) else 1.0


def is_stress(world: str) -> bool:
    """Files of riddles, reported apart."""
    return world.startswith("dev_x")


def save(model: Model, folder: Path) -> None:
    """Write the weights; the same model gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    ordered = sorted(model.rows, key=model.rows.__getitem__)
    (folder / "features.txt.gz").write_bytes(gzip.compress("\n".join(ordered).encode(), mtime=0))
    (folder / "table.bin.gz").write_bytes(gzip.compress(model.table.astype("<f2").tobytes(), mtime=0))
    about = {"bias": [float(value) for value in model.bias], "slope": model.slope}
    (folder / "model.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def weights_folder() -> Path:
    """Where the committed weights lie in a checkout."""
    return Path(str(files("patterns"))) / FOLDER
