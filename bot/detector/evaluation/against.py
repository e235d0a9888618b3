"""Compare with an earlier revision: its code, rules and corpus, run in a process of their own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.detector.evaluation.measures import Share
from bot.detector.evaluation.outcomes import Outcome, from_rows
from bot.detector.evaluation.report import Line, lines
from bot.errors import VigieError

_ROOT = Path(__file__).parents[3]
_COMMAND = "from bot.cli import main; raise SystemExit(main())"


@dataclass(frozen=True, slots=True)
class Difference:
    """``lines``: each figure of now, over what both revisions answered, with the figure before.

    ``mended`` and ``broken``: ids of what is right now and was wrong, and the other way round.
    """

    revision: str
    lines: tuple[tuple[Line, Share], ...]
    mended: tuple[str, ...]
    broken: tuple[str, ...]


def compare(revision: str, now: Iterable[Outcome], before: Iterable[Outcome]) -> Difference:
    """The difference on the messages that both revisions answered."""
    ours, theirs = _keyed(now), _keyed(before)
    common = [key for key in ours if key in theirs]
    old = {line.name: line.figure for line in lines(theirs[key] for key in common)}
    new = lines(ours[key] for key in common)
    return Difference(
        revision,
        tuple((line, old[line.name]) for line in new if line.name in old),
        tuple(_name(ours[key]) for key in common if ours[key].is_right and not theirs[key].is_right),
        tuple(_name(ours[key]) for key in common if theirs[key].is_right and not ours[key].is_right),
    )


def _keyed(outcomes: Iterable[Outcome]) -> dict[tuple[str, str, str, str], Outcome]:
    return {(one.kind, one.world, one.id, one.variant): one for one in outcomes}


def _name(outcome: Outcome) -> str:
    return ":".join(filter(None, (outcome.id, outcome.variant)))


def outcomes_of(revision: str, options: Sequence[str]) -> list[Outcome]:
    """What the detector of a revision answers; raises VigieError when git or that revision cannot say."""
    with tempfile.TemporaryDirectory(prefix="vigie-") as folder:
        _check_out(revision, Path(folder))
        command = [sys.executable, "-c", _COMMAND, "eval", "--format", "json", *options]
        done = subprocess.run(  # noqa: S603 - our own code at a revision the operator named
            command,
            cwd=folder,
            env=os.environ | {"PYTHONPATH": folder},
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    if done.returncode:
        raise VigieError(
            f"Revision {revision} cannot be measured (see above): name one that has `vigie eval`."
        )
    return from_rows(json.loads(done.stdout)["outcomes"])


def _check_out(revision: str, folder: Path) -> None:
    """The files of a revision, without touching the checkout."""
    command = ["git", "-C", str(_ROOT), "archive", "--format=tar", revision]
    try:
        done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as problem:
        raise VigieError(
            f"git knows no revision {revision} of this checkout: `git log --oneline` lists them."
        ) from problem
    with tarfile.open(fileobj=io.BytesIO(done.stdout)) as files:
        files.extractall(folder, filter="data")
