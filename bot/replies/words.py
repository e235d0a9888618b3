"""The wording: one gettext catalogue a language, ``locale/<language>.po``, read as it is, never compiled.

A language is one file. Entries are named after the place where they are said; values in braces are filled in.
"""

from __future__ import annotations

import gettext
import io
import re
from functools import cache
from importlib.resources import files

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

DEFAULT = "fr"
NO_BREAK = "\u00a0"


class Words:
    """The texts of one language. A text that is missing is a ``KeyError``, never a silent key on screen."""

    def __init__(self, language: str, translations: gettext.GNUTranslations) -> None:
        self.language = language
        self._translations = translations

    def __call__(self, name: str, **values: object) -> str:
        return self._fill(name, self._translations.gettext(name), values)

    def plural(self, name: str, count: int, **values: object) -> str:
        """The form of a text that fits ``count``, which fills ``{count}``."""
        found = self._translations.ngettext(name, name + ".many", count)
        return self._fill(name, found, {"count": count, **values})

    def has(self, name: str) -> bool:
        return self._translations.gettext(name) != name

    def many(self, name: str, **values: object) -> tuple[str, ...]:
        """The texts ``name.1``, ``name.2``… as far as they go."""
        found: list[str] = []
        while self.has(f"{name}.{len(found) + 1}"):
            found.append(self(f"{name}.{len(found) + 1}", **values))
        return tuple(found)

    def _fill(self, name: str, found: str, values: dict[str, object]) -> str:
        if found in (name, name + ".many"):
            raise KeyError(f"no text {name} in the catalogue {self.language}.po")
        return set_type(found.format(**values)) if self.language == "fr" else found.format(**values)


def set_type(text: str) -> str:
    """French typography: no-break spaces before high punctuation and inside guillemets."""
    text = re.sub(r" (?=[:;!?»%])", NO_BREAK, text)
    return re.sub(r"(?<=«) ", NO_BREAK, text)


@cache
def words(language: str = DEFAULT) -> Words:
    """The texts of a language, or of the default when there is no such catalogue."""
    file = files("bot.replies") / "locale" / f"{language}.po"
    if not file.is_file():
        return words(DEFAULT)
    catalogue = read_po(io.StringIO(file.read_text(encoding="utf-8")), locale=language, abort_invalid=True)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Words(language, gettext.GNUTranslations(compiled))


def languages() -> list[str]:
    """The languages that have a catalogue."""
    found = (files("bot.replies") / "locale").iterdir()
    return sorted(one.name.removesuffix(".po") for one in found if one.name.endswith(".po"))
