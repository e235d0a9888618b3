"""Outcomes -> the rows that are printed, compared and held by floors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.detector.evaluation.material import is_natural, is_ordinary
from bot.detector.evaluation.measures import Counts, Share, share
from bot.detector.evaluation.outcomes import Kind, Outcome
from bot.detector.training import is_stress


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. ``name``: « natural/recall/code »; shares lie between 0 and 1."""

    name: str
    figure: Share


Outcomes = Sequence[Outcome]
PARTS: tuple[Callable[[Outcomes], Iterator[Line]], ...]


def lines(outcomes: Iterable[Outcome]) -> list[Line]:
    """Every figure that the outcomes allow, in the order of print."""
    found = list(outcomes)
    return [line for part in PARTS for line in part(found) if line.figure.of]


def _only(outcomes: Outcomes, kind: Kind) -> list[Outcome]:
    return [one for one in outcomes if one.kind is kind]


def _by(outcomes: Iterable[Outcome], key: Callable[[Outcome], str | None]) -> dict[str, list[Outcome]]:
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for one in outcomes:
        groups[key(one) or "–"].append(one)
    return dict(sorted(groups.items()))


def _three(name: str, outcomes: Outcomes) -> Iterator[Line]:
    counts = Counts.of(outcomes)
    yield Line(f"{name}/recall", counts.recall())
    yield Line(f"{name}/false alarms", counts.false_alarms())
    if counts.found + counts.missed:
        yield Line(f"{name}/F1", counts.f1())


def _natural(outcomes: Outcomes) -> Iterator[Line]:
    natural = [one for one in _only(outcomes, Kind.MESSAGE) if is_natural(one.world)]
    yield from _three("natural", natural)
    alerts = [one for one in natural if one.is_alert]
    for category, group in _by(alerts, lambda one: one.category).items():
        yield Line(f"natural/recall/{category}", Counts.of(group).recall())
    for source, group in _by(alerts, lambda one: one.source).items():
        yield Line(f"natural/recall/{source}", Counts.of(group).recall())
    for language, group in _by(natural, lambda one: one.language).items():
        yield from _three(f"language {language}", group)
    hits = [one for one in alerts if one.said_alert]
    yield Line("natural/category right", _right(hits, lambda one: one.category == one.said_category))
    yield Line("natural/source right", _right(hits, lambda one: one.source == one.said_source))


def _right(outcomes: Outcomes, is_right: Callable[[Outcome], bool]) -> Share:
    return share(sum(map(is_right, outcomes)), len(outcomes))


def _others(outcomes: Outcomes) -> Iterator[Line]:
    messages = _only(outcomes, Kind.MESSAGE)
    yield Line("minimal pairs/both right", pairs([one for one in messages if is_natural(one.world)]))
    ordinary = [one for one in messages if is_ordinary(one.world)]
    yield Line("ordinary/false alarms", Counts.of(ordinary).false_alarms())
    yield from _three("stress", [one for one in messages if is_stress(one.world)])


def pairs(messages: Iterable[Outcome]) -> Share:
    """Pairs with every side right. A pair that lost a side as ambiguous does not count."""
    groups: dict[tuple[str, int], list[Outcome]] = defaultdict(list)
    for one in messages:
        if one.pair is not None:
            groups[one.world, one.pair].append(one)
    whole = [group for group in groups.values() if len({one.is_alert for one in group}) > 1]
    return share(sum(all(one.is_right for one in group) for group in whole), len(whole))


def _rivals(outcomes: Outcomes) -> Iterator[Line]:
    """The structure alone and the n-grams, on the natural files and on ordinary talk."""
    for kind, name in ((Kind.STRUCTURE, "structure alone"), (Kind.NGRAMS, "n-grams")):
        answers = _only(outcomes, kind)
        natural = [one for one in answers if is_natural(one.world)]
        yield from _three(name, natural)
        yield Line(f"{name}/minimal pairs", pairs(natural))
        yield Line(
            f"{name}/ordinary", Counts.of([one for one in answers if is_ordinary(one.world)]).false_alarms()
        )
        yield from _three(f"{name}/stress", [one for one in answers if is_stress(one.world)])


def _conversations(outcomes: Outcomes) -> Iterator[Line]:
    threads = _only(outcomes, Kind.CONVERSATION)
    yield from _three("conversations", threads)
    for world, group in _by(threads, lambda one: one.world).items():
        yield Line(f"conversations/F1/{world}", Counts.of(group).f1())


def _disguises(outcomes: Outcomes) -> Iterator[Line]:
    """Recall of each disguise against the same messages undisguised, and the false alarms it adds."""
    answers = _by(_only(outcomes, Kind.DISGUISE), lambda one: one.variant)
    asked = {one.id for group in answers.values() for one in group}
    clean = Counts.of([one for one in _only(outcomes, Kind.MESSAGE) if one.id in asked])
    for variant, group in answers.items():
        counts = Counts.of(group)
        yield Line(f"disguise {variant}/relative recall", _relative(counts.recall(), clean.recall().value))
        added = counts.false - clean.false
        alarms = counts.false_alarms()
        rise = clean.false_alarms().value
        yield Line(
            f"disguise {variant}/added alarms",
            Share(added, alarms.of, alarms.value - rise, alarms.low - rise, alarms.high - rise),
        )


def _relative(one: Share, to: float) -> Share:
    if not to:
        return Share(one.hits, 0, 0.0, 0.0, 0.0)
    return Share(one.hits, one.of, one.value / to, one.low / to, one.high / to)


def _quiet(outcomes: Outcomes) -> Iterator[Line]:
    texts = _only(outcomes, Kind.QUIET)
    counts = Counts.of(texts)
    yield Line("quiet/false alarms", share(counts.false, len(texts)))
    for world, group in _by(texts, lambda one: one.world).items():
        yield Line(f"quiet/false alarms/{world}", share(Counts.of(group).false, len(group)))


def _rules(outcomes: Outcomes) -> Iterator[Line]:
    messages = [one for one in _only(outcomes, Kind.MESSAGE) if one.rule]
    for rule, group in _by(messages, lambda one: one.rule).items():
        yield Line(f"rule {rule}/right", share(sum(one.is_right for one in group), len(group)))


def _files(outcomes: Outcomes) -> Iterator[Line]:
    for world, group in _by(_only(outcomes, Kind.MESSAGE), lambda one: one.world).items():
        yield from _three(f"file {world}", group)


PARTS = (_natural, _others, _rivals, _conversations, _disguises, _quiet, _rules, _files)
