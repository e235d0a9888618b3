"""What the normaliser knows, read from patterns/normalise."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import patterns
from bot.detector.data import read_yaml
from bot.detector.normalise.vocabulary import noun_forms, verb_forms

FOLDER = Path(patterns.__file__).parent / "normalise"


def read_words(name: str) -> list[str]:
    """The words of a list, in its order; `#` begins a comment."""
    text = (FOLDER / name).read_text(encoding="utf-8")
    return [word for line in text.splitlines() for word in line.partition("#")[0].split()]


@dataclass(frozen=True, slots=True)
class Contextual:
    """A spelling that is rewritten only beside certain words."""

    when: str
    pattern: re.Pattern[str]
    to: str


@dataclass(frozen=True, slots=True)
class ChatSpellings:
    """Chat spellings, token -> standard words: the French ones, those of both languages, those told from
    a word by their accent, those for English messages alone; and those with a context.
    """

    french: dict[str, str]
    anywhere: dict[str, str]
    accented: dict[str, str]
    english: dict[str, str]
    english_cues: frozenset[str]
    contextual: tuple[Contextual, ...]


@cache
def chat_spellings() -> ChatSpellings:
    data = read_yaml("normalise/sms.yaml")
    french = _by_form(data["french"])
    return ChatSpellings(
        french=french,
        anywhere=_by_form(data["english"]) | french,
        accented=_by_form(data["accented"]),
        english=_by_form(data["english_context"]),
        english_cues=frozenset(data["english_cues"]),
        contextual=tuple(
            Contextual(c["when"], re.compile(c["pattern"]), c["to"]) for c in data["contextual"]
        ),
    )


def _by_form(standard: dict[str, Iterable[str]]) -> dict[str, str]:
    return {form: to for to, forms in standard.items() for form in forms}


@cache
def lookalikes() -> tuple[dict[str, str], dict[str, str]]:
    """Foreign character -> Latin letter it imitates: the first and the second reading."""
    data = read_yaml("normalise/confusables.yaml")
    first, second = (
        {char: to for to, chars in data[part].items() for char in chars} for part in ("look", "second")
    )
    return first, second


@cache
def characters() -> tuple[dict[str, str], dict[str, str]]:
    """Characters by themselves, and last words of Unicode names: what each stands for."""
    data = read_yaml("normalise/characters.yaml")
    return _by_form(data["characters"]), _by_form(data["names"])


@cache
def leet() -> dict[str, str]:
    """Digit or sign -> letters it may stand for, likeliest first."""
    signs = {char: to for char, to in lookalikes()[0].items() if unicodedata.category(char)[0] == "S"}
    return signs | {str(sign): letters for sign, letters in read_yaml("normalise/leet.yaml").items()}


@cache
def known_words() -> tuple[str, ...]:
    """Ordinary words, without accents, never corrected: those of our own texts first, the commonest first."""
    words = dict.fromkeys(read_words("known_words.txt"))
    common = read_words("common_words.txt")
    words.update(dict.fromkeys(common))
    words.update(dict.fromkeys(form for word in common for form in noun_forms(word)))
    words.update(dict.fromkeys(form for verb in read_words("common_verbs.txt") for form in verb_forms(verb)))
    return tuple(words)
