"""What holds for any string at all."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.detector.evaluation.disguise import DISGUISES
from bot.detector.normalise import Normaliser
from bot.detector.normalise.data import read_words

NORMALISER = Normaliser(frozenset(read_words("lexicon_seed.txt")))
ODD = [
    "",
    "\x00",
    "\ud800",
    "e" + "\u0301" * 100_000,
    "\u202eedoc el\u202c",
    "שלום عليكم",
    "😀" * 2_000,
    "& &amp &#xffffff; &#99999999999;",
    "c o d e " * 500,
    "\u200b" * 1_000,
    "a." * 1_000,
]
LETTERS = "code.-*_`&;40@éаο'’ﬁœ½ǝ|😅 \n\u200b\u202e"
WORDS = [" ", "&amp;", "Ã©", "stp", "jlui", "mdp", "tel", "ur", "the", "e-cps", "code", "passe", "pas", "🇫🇷"]
PIECES = st.sampled_from([*LETTERS, *WORDS])
MESSY = st.lists(PIECES, max_size=25).map("".join)
ANY = st.text(st.characters(codec=None), max_size=60) | MESSY


def check(raw: str) -> None:
    normal = NORMALISER(raw)
    assert NORMALISER(normal.text).text == normal.text
    size = len(normal.text)
    step = max(1, size // 40)
    for start in range(-1, size + 2, step):
        for end in (start - 1, start, start + 1, start + 5, size + 3):
            left, right = normal.raw_span(start, end)
            assert 0 <= left <= right <= len(raw)


@settings(max_examples=400, deadline=None)
@given(ANY)
def test_spans_are_valid_and_a_second_time_changes_nothing(raw: str) -> None:
    check(raw)


@settings(max_examples=100, deadline=None)
@given(MESSY, st.sampled_from(sorted(DISGUISES)))
def test_disguised_texts_too(raw: str, name: str) -> None:
    check(DISGUISES[name](raw))


@pytest.mark.parametrize("raw", ODD, ids=range(len(ODD)))
def test_odd_texts_too(raw: str) -> None:
    check(raw)


@pytest.mark.parametrize("name", sorted(DISGUISES))
def test_disguises_are_the_same_every_time(name: str) -> None:
    text = "Bonjour, donnez-moi le code reçu par SMS sur https://exemple.test merci"
    assert DISGUISES[name](text) == DISGUISES[name](text) != text
