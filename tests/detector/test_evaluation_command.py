"""``vigie eval`` and ``vigie train`` as the operator runs them."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.detector.evaluation.against import outcomes_of
from bot.errors import VigieError

ROOT = Path(__file__).parents[2]
ROWS = (
    {"id": "m-1", "text": "Donne-moi le code que tu viens de recevoir par SMS", "label": "alert"},
    {"id": "m-2", "text": "Le Doliprane est arrivé, je le range", "label": "none"},
    {"id": "m-3", "text": "C'est quoi le code ?", "label": "either"},
)


def test_eval_scores_a_file_of_ones_own(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in ROWS), encoding="utf-8")
    options = ["--jobs", "1", "--disguised", "0", "--format", "json"]
    done = CliRunner().invoke(app, ["eval", str(path), *options])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert [one["id"] for one in found["outcomes"]] == ["m-1", "m-2"]
    assert found["figures"]["file mine/recall"]["value"] == 1


def test_an_unknown_revision_is_said() -> None:
    has_git = (
        subprocess.run(["git", "-C", ROOT, "rev-parse"], capture_output=True, check=False).returncode == 0
    )
    if not has_git:
        pytest.skip("not a git checkout: there are no revisions to name")
    with pytest.raises(VigieError, match=r"git log --oneline"):
        outcomes_of("no-such-revision", [])
