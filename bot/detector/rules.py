"""Rules: short patterns over classes of concepts, each with its own examples, matched by spaCy's ``Matcher``.

A pattern is a line such as ``handover@ask ~4 secret``: a unit of the class *handover* used as an ask, then
at most four units of the same clause, then a *secret*; words without a class are left out before and never
count. ``=code`` stands for one concept instead of a class, ``handover>me`` for an act towards *me*, *them*
or *you*, ``|`` for the end of a clause, ``?`` for the end of a question. ``unless`` names concepts or
classes that silence the rule when they stand in a clause that the pattern touches, ``unless_anywhere`` in
the message; of ``only_with`` at least one must stand in the message. Only equalities go to the ``Matcher``,
so that it stays in its compiled code: the class is the lemma, the mode the tag, the concept the morphology,
the receiver the dependency.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from spacy.matcher import Matcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from bot.detector.data import names, read_yaml
from bot.detector.units import ENDS, Unit
from bot.errors import PatternError
from bot.messages import Category, Source

_MODES = {
    "ask": "imperative imperative5 can must please ask now2 now5 later5 later2 bare0 barecan bareplease "
    "baremust bareask bare2 bareto barewant",
    "third": "now3 later3 past3 bare3 want past",
    "self": "now1 later1 past1 now4 past4 bare1 bare4",
}
_MODE_OF = {name: mode for mode, modes in _MODES.items() for name in modes.split()}
_ELEMENT = re.compile(
    r"(?P<exact>=)?(?P<name>[a-z_]+)(?:@(?P<mode>ask|third|self|not))?(?:>(?P<to>me|them|you))?"
)
_ENDS = {"|": {"POS": "PUNCT"}, "?": {"ORTH": "?"}}
_LAST = 999
_MAX_UNITS = 400  # a longer message is cut: matching stays bounded
Seen = list[tuple[int, tuple[str, str, str, str]]]  # place in the units; class, mode, concept, receiver
_GAP = re.compile(r"~([1-9])")


class Rule(BaseModel):
    """One rule. ``says``: what it saw, in French, for « Pourquoi ? ». ``origin``: where it is known from."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z]+(\.[a-z0-9-]+)+$")
    category: Category
    source: Source
    says: str = Field(min_length=1)
    origin: str = Field(min_length=1)
    patterns: list[str] = Field(min_length=1)
    unless: list[str] = []
    unless_anywhere: list[str] = []
    only_with: list[str] = []
    alert: list[str] = Field(min_length=3)
    none: list[str] = Field(min_length=3)


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that fired on ``units[start:end]``."""

    rule: Rule
    start: int
    end: int


@cache
def load_rules() -> tuple[Rule, ...]:
    """All rules of patterns/rules; raises PatternError naming the file, the rule and what is wrong."""
    return read_rules({name: read_yaml(name) for name in names("rules")})


def read_rules(files: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules of parsed files, by their name under patterns/; raises PatternError."""
    rules: dict[str, Rule] = {}
    for name, entries in files.items():
        for entry in entries:
            rule = _read(name, entry)
            if rule.id in rules:
                raise PatternError(f"patterns/{name}, rule « {rule.id} » stands twice: rename one of them.")
            rules[rule.id] = rule
    return tuple(rules.values())


def _read(name: str, entry: Any) -> Rule:
    who = entry.get("id", "without id") if isinstance(entry, dict) else "which is not a mapping"
    try:
        return Rule.model_validate(entry)
    except ValidationError as problem:
        first = problem.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise PatternError(f"patterns/{name}, rule « {who} »: {field}: {first['msg']}; mend it.") from problem


@cache
def load_classes() -> dict[str, tuple[str, int]]:
    """Concept -> its class and its rank among all concepts."""
    pairs = [
        (concept, name)
        for name, concepts in read_yaml("grammar/classes.yaml").items()
        for concept in concepts
    ]
    return {concept: (name, rank) for rank, (concept, name) in enumerate(pairs)}


class RuleMatcher:
    """Finds the rules that fire on the units of a message."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = {rule.id: rule for rule in rules}
        self._classes = load_classes()
        self._class_names = {name for name, _ in self._classes.values()}
        self._vocab = Vocab()
        self._matchers: dict[frozenset[str], Matcher] = {}  # by what their patterns cannot do without
        self._seen: dict[tuple[str, ...], tuple[str, str, str, str]] = {}
        self._silencers = {rule.id: self._spread(rule, rule.unless) for rule in self._rules.values()}
        self._needs = {rule.id: self._spread(rule, rule.only_with) for rule in self._rules.values()}
        self._vetoes = {rule.id: self._spread(rule, rule.unless_anywhere) for rule in self._rules.values()}
        for rule in self._rules.values():
            self._add(rule)

    def _add(self, rule: Rule) -> None:
        groups: dict[frozenset[str], list[list[dict[str, Any]]]] = {}
        for pattern in rule.patterns:
            found = (_ELEMENT.fullmatch(part) for part in pattern.split())
            needed = frozenset((part["exact"] or "") + part["name"] for part in found if part)
            groups.setdefault(needed, []).append(self._compile(rule, pattern))
        for needed, patterns in groups.items():
            self._matchers.setdefault(needed, Matcher(self._vocab)).add(rule.id, patterns)

    def _matches(self, doc: Doc, seen: Seen) -> Iterator[tuple[int, int, int]]:
        """Rule, start and end of every match; matchers that lack one of their parts are not asked."""
        present = {part for _, (kind, _, concept, _) in seen for part in (kind, concept[1:])}
        for needed, matcher in self._matchers.items():
            if needed <= present:
                yield from matcher(doc)

    def find(self, units: list[Unit]) -> list[Hit]:
        """The hits in the order of the text, one a rule."""
        seen = [
            (at, described)
            for at, unit in enumerate(units[:_MAX_UNITS])
            if (described := self._describe(unit))[0] != "-" or unit.word in ENDS
        ]
        found = list(self._matches(self._doc(units, seen), seen)) if seen else []
        hits: dict[str, Hit] = {}
        whole = {concept for unit in units for concept in unit.concepts} if found else set()
        outer = {concept for unit in units if not unit.is_inner for concept in unit.concepts}
        for key, first, behind in found:
            rule = self._rules[self._vocab.strings[key]]
            if rule.id in hits or not outer.isdisjoint(self._vetoes[rule.id]):
                continue
            if rule.only_with and whole.isdisjoint(self._needs[rule.id]):
                continue
            start, end = seen[first][0], seen[behind - 1][0] + 1
            if _clauses(units, start, end).isdisjoint(self._silencers[rule.id]):
                hits[rule.id] = Hit(rule, start, end)
        return sorted(hits.values(), key=lambda hit: (hit.start, hit.rule.id))

    def _doc(self, units: list[Unit], seen: Seen) -> Doc:
        return Doc(
            self._vocab,
            words=[units[at].word for at, _ in seen],
            lemmas=[described[0] for _, described in seen],
            tags=[described[1] for _, described in seen],
            morphs=[described[2] for _, described in seen],
            deps=[described[3] for _, described in seen],
            pos=["PUNCT" if units[at].word in ENDS else "X" for at, _ in seen],
        )

    def _describe(self, unit: Unit) -> tuple[str, str, str, str]:
        """Class, mode, concept and receiver of a unit."""
        if not unit.concepts:
            return "-", "word", "", "-"
        key = tuple(unit.concepts.values())
        if key not in self._seen:
            concept = min(unit.concepts, key=lambda name: self._classes.get(name, ("", _LAST))[1])
            label = unit.concepts[concept]
            mode, _, to = label.rstrip("!").partition(":")[2].partition(">")
            kind = _MODE_OF.get(mode, "word") if not label.endswith("!") else "not"
            self._seen[key] = (self._classes.get(concept, ("-", _LAST))[0], kind, f"C={concept}", to or "-")
        return self._seen[key]

    def _spread(self, rule: Rule, wanted: Iterable[str]) -> frozenset[str]:
        """Classes led to their concepts."""
        found: set[str] = set()
        for name in wanted:
            inside = [concept for concept, (kind, _) in self._classes.items() if name in (kind, concept)]
            if not inside:
                raise PatternError(
                    f"patterns/rules, rule « {rule.id} »: unknown class or concept {name}; mend it."
                )
            found.update(inside)
        return frozenset(found)

    def _compile(self, rule: Rule, pattern: str) -> list[dict[str, Any]]:
        tokens: list[dict[str, Any]] = []
        for part in pattern.split():
            gap = _GAP.fullmatch(part)
            element = _ELEMENT.fullmatch(part)
            if gap:
                tokens.append({"POS": "X", "OP": f"{{0,{gap[1]}}}"})
            elif part in _ENDS:
                tokens.append(_ENDS[part])
            elif element and element["name"] in (self._classes if element["exact"] else self._class_names):
                token = {"MORPH": f"C={element['name']}"} if element["exact"] else {"LEMMA": element["name"]}
                token |= {"TAG": element["mode"]} if element["mode"] else {}
                tokens.append(token | ({"DEP": element["to"]} if element["to"] else {}))
            else:
                raise PatternError(
                    f"patterns/rules, rule « {rule.id} »: « {part} » is no element; mend the pattern."
                )
        return tokens


def _clauses(units: list[Unit], start: int, end: int) -> set[str]:
    """The concepts of the clauses that ``units[start:end]`` touches, without those of words inside a phrase:
    « s'il » in « s'il te plaît » supposes nothing."""
    while start > 0 and units[start - 1].word not in ENDS:
        start -= 1
    while end < len(units) and units[end].word not in ENDS:
        end += 1
    return {concept for unit in units[start:end] if not unit.is_inner for concept in unit.concepts}
