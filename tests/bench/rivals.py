"""What the detector is measured beside: a keyword list, a bare Aho-Corasick pass, Presidio's analyzer."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from ahocorasick_rs import AhoCorasick

from bot.detector.lexicon import load_lexicon

_KEYWORDS = (
    "code", "mot de passe", "mdp", "identifiant", "e-cps", "ecps", "cps", "amelipro", "pro santé connect",
    "sms", "anydesk", "teamviewer", "partage ton écran", "partagez votre écran", "carte bancaire", "rib",
    "pin", "puk",
)  # fmt: skip
PRESIDIO_PYTHON = "VIGIE_BENCH_PRESIDIO"
"""Environment variable: the Python of an environment that has presidio-analyzer, this one when not set."""
_ROOT = Path(__file__).parents[2]


def keywords() -> Callable[[str], object]:
    """Any of some words in the lower-cased text."""
    pattern = re.compile(r"\b(?:" + "|".join(map(re.escape, _KEYWORDS)) + r")\b")
    return lambda text: pattern.search(text.lower())


def bare_pass() -> Callable[[str], object]:
    """One Aho-Corasick pass over the lexicon's words, no normalising, no judgement."""
    automaton = AhoCorasick(sorted(load_lexicon().words()))
    return lambda text: automaton.find_matches_as_indexes(text.lower())


def presidio(texts: Sequence[str]) -> str:
    """The line of ``presidio_bench``, from a process of its own: its libraries are many and heavy."""
    done = subprocess.run(
        [os.environ.get(PRESIDIO_PYTHON, sys.executable), "-m", "tests.bench.presidio_bench"],
        input=json.dumps(texts),
        capture_output=True,
        text=True,
        check=False,
        cwd=_ROOT,
    )
    return done.stdout.strip() or f"failed: {done.stderr.strip().splitlines()[-1]}"
