"""In which language to answer: French unless the message is English."""

from __future__ import annotations

from functools import cache

from bot.detector.data import read_yaml
from bot.detector.lexicon import split_words


@cache
def _cues() -> tuple[frozenset[str], frozenset[str]]:
    data = read_yaml("grammar/languages.yaml")
    return frozenset(data["fr"]), frozenset(data["en"])


def language_of(text: str) -> str:
    """« fr » or « en », by the small words of a normalised text."""
    french, english = _cues()
    words = split_words(text)
    return "en" if sum(word in english for word in words) > sum(word in french for word in words) else "fr"
