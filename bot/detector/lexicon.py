"""The lexicon: which words mean which concept, read from patterns/concepts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from bot.detector.conjugation import NO_FORM, Form, conjugate
from bot.detector.data import names, read_yaml
from bot.errors import PatternError

TOKEN = re.compile(
    r"https?://\S+|www\.\S+"
    r"|(?:qu|jusqu|lorsqu|puisqu|quelqu|aujourd|presqu|[cdjlmnst])'"
    r"|\d+(?:[.,:h]\d+)*|[a-z]+|\n|[^\sa-z0-9]"
)
_SPLIT = re.compile(r",\s*")
_REFLEXIVE = re.compile(r"^(?:se |s')")


def fold(text: str) -> str:
    """Lower case without accents, as the normaliser writes."""
    text = text.lower().replace("’", "'").replace("œ", "oe").replace("æ", "ae")
    return "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))


def split_words(text: str) -> list[str]:
    """The tokens of a normalised text."""
    return TOKEN.findall(text)


@dataclass(slots=True)
class Node:
    """A word on the way through the phrases: what ends here, and which words may follow."""

    concepts: dict[str, Form] = field(default_factory=dict)
    following: dict[str, Node] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases to concepts. ``acts`` are the concepts with verbs."""

    root: Node
    acts: frozenset[str]
    concepts: dict[str, str]  # name -> what it means

    def longest(self, words: list[str], start: int, stop: int) -> tuple[int, dict[str, Form]] | None:
        """The longest phrase of ``words[start:stop]`` that begins at ``start``: its end and its concepts."""
        node, found = self.root, None
        for at in range(start, stop):
            following = node.following.get(words[at])
            if following is None:
                break
            node = following
            if node.concepts:
                found = (at + 1, node.concepts)
        return found

    def ends(self, words: list[str], start: int) -> Iterator[dict[str, Form]]:
        """The concepts of every phrase that begins at ``start``, the shortest first."""
        node = self.root
        for at in range(start, len(words)):
            following = node.following.get(words[at])
            if following is None:
                return
            node = following
            if node.concepts:
                yield node.concepts

    def phrases(self, wanted: frozenset[str]) -> list[list[str]]:
        """The phrases, as words, of the concepts ``wanted``."""
        found: list[list[str]] = []
        nodes: list[tuple[list[str], Node]] = [([], self.root)]
        while nodes:
            words, node = nodes.pop()
            if not wanted.isdisjoint(node.concepts):
                found.append(words)
            nodes.extend(([*words, word], following) for word, following in node.following.items())
        return found

    def words(self) -> frozenset[str]:
        """Every single word of every phrase: what disguises are undone towards."""
        found: set[str] = set()
        nodes = [self.root]
        while nodes:
            node = nodes.pop()
            found.update(node.following)
            nodes.extend(node.following.values())
        return frozenset(found)


@cache
def load_lexicon() -> Lexicon:
    """The lexicon of patterns/concepts; raises PatternError with the file and the concept."""
    root = Node()
    acts: set[str] = set()
    concepts: dict[str, str] = {}
    for name in names("concepts"):
        for concept, entry in read_yaml(name).items():
            if concept in concepts or not isinstance(entry, dict) or "means" not in entry:
                raise PatternError(
                    f"patterns/{name}: « {concept} » needs a `means:` line and may stand only once; mend it."
                )
            concepts[concept] = entry["means"]
            for phrase in _entries(entry.get("words")):
                _add(root, split_words(fold(phrase)), concept, NO_FORM)
            for verb in _entries(entry.get("verbs")):
                acts.add(concept)
                _add_verb(root, verb, concept)
    return Lexicon(root, frozenset(acts), concepts)


def _entries(text: str | None) -> list[str]:
    return [entry for entry in _SPLIT.split((text or "").strip()) if entry]


def _add(root: Node, words: list[str], concept: str, form: Form) -> None:
    node = root
    for word in words:
        node = node.following.setdefault(word, Node())
    node.concepts[concept] = node.concepts.get(concept, NO_FORM) | form


def _add_verb(root: Node, verb: str, concept: str) -> None:
    """A verb in all its forms; of « faire suivre » only the first word changes."""
    head, *rest = _REFLEXIVE.sub("", fold(verb)).split(" ", 1)
    tail = split_words(rest[0]) if rest else []
    for form, what in conjugate(head).items():
        _add(root, [*split_words(form), *tail], concept, what)
