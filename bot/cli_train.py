"""``vigie train``: patterns/corpus -> patterns/weights."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.detector.model import load_model
from bot.errors import VigieError

NEEDS = (
    "Training and measuring need scikit-learn: install the development extras, `pip install 'vigie[dev]'`."
)


def train(
    check: Annotated[
        bool,
        typer.Option("--check", help="Write nothing; exit code 1 when the weights are not the trained ones."),
    ] = False,
) -> None:
    """Make the weights again from the corpus. The same corpus and patterns give the same bytes."""
    try:
        from bot.detector import training  # scikit-learn is no run-time dependency
    except ImportError as problem:
        raise VigieError(NEEDS) from problem
    start, processor = time.monotonic(), time.process_time()
    examples = list(training.read_corpus())
    model = training.train(examples, training.read_features(examples))
    spent = f"{time.monotonic() - start:.0f} s ({time.process_time() - processor:.0f} s of processor)"
    kept = training.weights_folder()
    with tempfile.TemporaryDirectory() as folder:
        made = kept if not check else Path(folder)
        training.save(model, made)
        size = sum(path.stat().st_size for path in made.iterdir())
        print(f"{len(examples):,} messages, {len(model.rows):,} features, {size / 1e6:.2f} MB, {spent}")
        different = [path.name for path in sorted(made.iterdir()) if not _is_same(path, kept / path.name)]
    if different and training.is_alike(model, load_model()):
        print("The weights differ in their last bits only, as between two kinds of processor.")
    elif different:
        print(f"patterns/weights is not what the corpus gives ({', '.join(different)}): run `vigie train`.")
        raise typer.Exit(1)


def _is_same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()
