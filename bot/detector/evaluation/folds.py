"""Leave one out: train without a file (or a group of files), score on it. Needs scikit-learn."""

from __future__ import annotations

import multiprocessing
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.detector.detector import Detector
from bot.detector.evaluation import material
from bot.detector.evaluation.outcomes import Kind, Outcome
from bot.detector.evaluation.scorer import Scorer, outcome_of
from bot.detector.lexicon import load_lexicon
from bot.detector.model import BLOCKS, Model, block_of
from bot.detector.reading import Reader
from bot.detector.training import Example, train

_STRUCTURE = BLOCKS.index("structure")


@dataclass(frozen=True, slots=True)
class Fold:
    """Authors that the model of this fold never saw.

    ``is_whole``: it saw all messages of the corpus, so texts outside of it are judged, too.
    """

    name: str
    authors: frozenset[str]
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure. ``worlds``: these files of the corpus, all when None. ``extra``: files outside it."""

    folds: tuple[Fold, ...]
    worlds: frozenset[str] | None = None
    extra: tuple[Path, ...] = ()
    quiet: Path | None = None
    disguised: int = 800  # messages that are put through every disguise
    has_structure: bool = True
    has_ngrams: bool = False

    def scores(self, world: str) -> bool:
        """Whether the answers on this file are wanted."""
        return self.worlds is None or world in self.worlds


def folds(worlds: Iterable[str], groups: int | None = None) -> tuple[Fold, ...]:
    """One fold an author, or so many groups of about equal size.

    Whoever wrote nothing that is trained on needs no model of their own.
    """
    authors = {material.author_of(world) for world in worlds}
    size = Counter(material.author_of(example.world) for example in material.examples())
    rest = frozenset(author for author in authors if author not in size)
    found = sorted(authors - rest, key=lambda one: (-size[one], one))
    if groups is None or groups >= len(found):
        made = [Fold(author, frozenset({author})) for author in sorted(found)]
    else:
        bins: list[list[str]] = [[] for _ in range(groups)]
        for author in found:
            min(bins, key=lambda inside: sum(size[one] for one in inside)).append(author)
        made = [Fold(f"group {number}", frozenset(inside)) for number, inside in enumerate(bins, 1)]
    return (*made, Fold("the whole corpus", rest, is_whole=True)) if rest else tuple(made)


def measure(plan: Plan, jobs: int = 1, report: Callable[[str], None] = lambda _: None) -> list[Outcome]:
    """The outcomes of all folds in the order of the plan, whatever the number of processes."""
    work = list(plan.folds)
    if (plan.quiet or plan.extra) and not any(fold.is_whole for fold in work):
        work.append(Fold("the whole corpus", frozenset(), is_whole=True))
    _prepare(plan)
    found: list[Outcome] = []
    for fold, outcomes in zip(work, _each(work, plan, jobs), strict=True):
        report(fold.name)
        found += outcomes
    return found


def _each(work: Sequence[Fold], plan: Plan, jobs: int) -> Iterator[list[Outcome]]:
    if jobs == 1:
        yield from (measure_fold(fold, plan) for fold in work)
        return
    # Forked processes share the features; where there is no fork each reads them again.
    way = "fork" if "fork" in multiprocessing.get_all_start_methods() else None
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context(way)) as pool:
        yield from pool.map(measure_fold, work, [plan] * len(work))


def _prepare(plan: Plan) -> None:
    """Read once, before processes fork, what all folds share."""
    material.features()
    material.conversations()
    reader()
    if plan.has_structure:
        _structures()
    if plan.has_ngrams:
        from bot.detector.evaluation.ngrams import counted

        counted()


@cache
def reader() -> Reader:
    """What reads the messages."""
    return Reader(load_lexicon())


@cache
def _structures() -> tuple[set[str], ...]:
    return tuple({name for name in one if block_of(name) == _STRUCTURE} for one in material.features())


def measure_fold(fold: Fold, plan: Plan) -> list[Outcome]:
    """Train without the fold's authors and ask about what they wrote."""
    inside, outside = split(fold)
    model = trained(outside)
    scorer = Scorer(Detector(reader(), model))
    asked = [
        at
        for at in inside
        if plan.scores(material.examples()[at].world) and not material.examples()[at].is_derived
    ]
    messages = [material.examples()[at] for at in asked]
    found = [scorer.message(example) for example in messages]
    if plan.has_structure:
        found += _structure(asked, outside)
    if plan.has_ngrams:
        from bot.detector.evaluation.ngrams import judge

        found += [
            outcome_of(material.examples()[at], Kind.NGRAMS, said) for at, said in judge(asked, outside)
        ]
    for one in material.conversations():
        if material.author_of(one.world) in fold.authors and plan.scores(one.world):
            found.append(scorer.conversation(one))
    chosen = {id(example) for example in _to_disguise(plan)}
    found += scorer.disguised([example for example in messages if id(example) in chosen])
    return found + _elsewhere(scorer, plan) if fold.is_whole else found


def _to_disguise(plan: Plan) -> list[Example]:
    scored = (e for e in material.examples() if plan.scores(e.world) and not e.is_derived)
    return material.sample(scored, plan.disguised)


def split(fold: Fold) -> tuple[list[int], list[int]]:
    """The places of the examples inside and outside of a fold."""
    inside: list[int] = []
    outside: list[int] = []
    for at, example in enumerate(material.examples()):
        is_inside = material.author_of(example.world) in fold.authors
        (inside if is_inside else outside).append(at)
    return inside, outside


def trained(places: Sequence[int], *, structure_only: bool = False) -> Model:
    """The model of these examples of the corpus."""
    features = _structures() if structure_only else material.features()
    return train([material.examples()[at] for at in places], [features[at] for at in places])


def _structure(asked: Sequence[int], outside: Sequence[int]) -> list[Outcome]:
    if not asked:
        return []
    model = trained(outside, structure_only=True)
    return [
        outcome_of(material.examples()[at], Kind.STRUCTURE, model.judge(_structures()[at]).margin > 0)
        for at in asked
    ]


def _elsewhere(scorer: Scorer, plan: Plan) -> list[Outcome]:
    extra = material.read_extra(plan.extra)
    found = [scorer.message(example) for example in extra.messages]
    found += [scorer.conversation(one) for one in extra.conversations]
    for world, name, text in material.read_quiet(plan.quiet) if plan.quiet else []:
        found.append(scorer.quiet(world, name, text, is_request=name in material.judged()))
    return found
