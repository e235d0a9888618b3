"""The words: complete in every language, different for every kind of case, and naming what they must."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from bot.keyring import Keyring
from bot.messages import Category, Source
from bot.replies.warning import make_warning
from bot.replies.words import languages, words
from bot.tables import Case

KEYRING = Keyring(b"k" * 32)


def entries(language: str) -> dict[str, str]:
    text = files("bot.replies") / "locale" / f"{language}.po"
    with text.open("rb") as file:
        return {str(one.id): str(one.string) for one in read_po(file) if one.id}


def case(category: Category, source: Source, language: str = "fr", is_pending: bool = False) -> Case:
    now = datetime(2026, 3, 2, tzinfo=UTC)
    return Case(
        id=7,
        team_id=1,
        category=category,
        source=source,
        language=language,
        is_pending=is_pending,
        created_at=now,
    )


def test_every_language_says_everything_with_the_same_values() -> None:
    assert languages() == ["en", "fr"]
    french, english = entries("fr"), entries("en")
    assert french.keys() == english.keys()
    for name, text in french.items():
        assert text
        assert english[name]
        assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", english[name])), name


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_warning_has_its_own_words_and_says_what_it_must(language: str) -> None:
    seen = set()
    for category in Category:
        for source in Source:
            warning = make_warning(case(category, source, language), KEYRING)
            text = warning.as_text()
            assert "0 806 800 213" in text
            assert "monserviceclient.e-cps@esante.gouv.fr" in text
            assert "ANS" in text
            assert "ARS" in text
            assert len(warning.steps) == 3
            assert len(text) < 1300
            seen.add((warning.title, *warning.lines, *warning.steps))
    assert len(seen) == 10


def test_french_typography() -> None:
    for name, text in entries("fr").items():
        assert not re.search(r"\S[;!?»]", text.replace("…", "")), name
        assert not re.search(r"«\S", text), name
    assert words("fr")("button.why") == "Pourquoi\u00a0?"


def test_a_missing_text_is_an_error() -> None:
    with pytest.raises(KeyError, match="no text nowhere"):
        words("fr")("nowhere")
    assert words("de").language == "fr"


def test_buttons_are_ours_only_with_our_key() -> None:
    data = KEYRING.sign("lead-confirm", 12345678901)
    assert len(data) <= 64
    assert KEYRING.open(data) == ("lead-confirm", 12345678901)
    assert Keyring(b"x" * 32).open(data) is None
    assert KEYRING.pseudonym(1, "test", "alice") != KEYRING.pseudonym(2, "test", "alice")
