"""The figures are counted as they say."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.detector.evaluation import material
from bot.detector.evaluation.against import compare
from bot.detector.evaluation.disguise import DISGUISES
from bot.detector.evaluation.folds import folds, split
from bot.detector.evaluation.goals import goal, goals
from bot.detector.evaluation.measures import Counts, wilson
from bot.detector.evaluation.outcomes import Kind, Outcome, as_rows, from_rows
from bot.detector.evaluation.report import lines, pairs
from bot.detector.evaluation.scorer import Scorer
from bot.errors import VigieError
from bot.messages import SILENT, Category, Message, Source, Verdict

ALERT = Outcome(Kind.MESSAGE, "1", "dev_w1", True, True, "code", "code", "direct", "direct", "fr", pair=1)
NONE = Outcome(Kind.MESSAGE, "2", "dev_w1", False, False, language="fr", pair=1)
MISSED = replace(ALERT, id="3", said_alert=False, pair=2)
FALSE = replace(NONE, id="4", said_alert=True, pair=2)


class Listener:
    """Alerts on « code », alone or with what came just before; notes what it heard."""

    def __init__(self) -> None:
        self.heard: list[int] = []

    def check(self, message: Message, recent: tuple[Message, ...] = ()) -> Verdict:
        self.heard.append(len(recent))
        is_alert = "code" in message.text
        return Verdict(True, Category.CODE, Source.DIRECT, 0.9) if is_alert else SILENT

    def margin(self, message: Message) -> float:
        return 1.0 if "code" in message.text else -1.0


def test_wilson_interval_is_the_published_one() -> None:
    """81 of 263: Newcombe 1998, table I."""
    low, high = wilson(81, 263)
    assert (round(low, 4), round(high, 4)) == (0.2553, 0.3662)
    assert wilson(0, 0) == (0.0, 1.0)
    assert wilson(0, 20)[0] == 0.0


def test_counts_give_recall_false_alarms_and_f1() -> None:
    counts = Counts.of([ALERT, NONE, MISSED, FALSE])
    assert counts == Counts(found=1, missed=1, false=1, silent=1)
    assert (counts.recall().value, counts.false_alarms().value, counts.f1().value) == (0.5, 0.5, 0.5)


@pytest.mark.parametrize(("said", "is_right"), [(2, True), (1, True), (3, True), (0, False), (4, False)])
def test_a_conversation_is_right_within_one_message(said: int, is_right: bool) -> None:
    one = Outcome(Kind.CONVERSATION, "t", "dev_threads", True, True, at=2, said_at=said)
    assert one.is_right is is_right
    assert Counts.of([one]).false == (not is_right)


def test_a_pair_is_right_with_both_sides_and_counts_with_both() -> None:
    alone = replace(ALERT, id="5", pair=3)
    assert (pairs([ALERT, NONE, MISSED, FALSE, alone]).hits, pairs([ALERT, NONE, MISSED, FALSE]).of) == (1, 2)


def test_disguises_are_measured_against_the_same_messages_undisguised() -> None:
    other = replace(ALERT, id="9")
    disguised = [replace(one, kind=Kind.DISGUISE, variant="leet") for one in (ALERT, NONE)]
    disguised[0] = replace(disguised[0], said_alert=False)
    disguised[1] = replace(disguised[1], said_alert=True)
    found = {line.name: line.figure for line in lines([ALERT, NONE, other, *disguised])}
    assert found["disguise leet/relative recall"].value == 0
    assert found["disguise leet/added alarms"].value == 1


def test_judged_quiet_texts_are_no_false_alarms() -> None:
    texts = [Outcome(Kind.QUIET, name, "sms", name == "true", True) for name in ("true", "false")]
    found = {line.name: line.figure for line in lines(texts)}
    assert (found["quiet/false alarms"].hits, found["quiet/false alarms"].of) == (1, 2)


def test_every_goal_has_a_figure() -> None:
    """No goal is met because nothing is measured under its name."""
    rows = [replace(one, category=category) for category in Category for one in (ALERT, FALSE, NONE)]
    rows += [replace(one, language="en") for one in (ALERT, NONE)]
    rows += [
        replace(NONE, world="dev_ordinary"),
        replace(ALERT, world="dev_x1"),
        replace(NONE, world="dev_x1"),
    ]
    rows += [replace(one, kind=Kind.DISGUISE, variant=name) for name in DISGUISES for one in (ALERT, NONE)]
    rows += [replace(ALERT, kind=Kind.CONVERSATION), replace(NONE, kind=Kind.QUIET)]
    found = lines(rows)
    assert set(goals()) == {line.name for line in found if goal(line)}


def test_a_revision_is_compared_on_what_both_answered() -> None:
    found = compare(
        "abc", [ALERT, NONE, replace(FALSE, said_alert=False)], [replace(ALERT, said_alert=False), FALSE]
    )
    assert (found.mended, found.broken) == (("1", "4"), ())
    assert {line.name: (line.figure.value, old.value) for line, old in found.lines}["natural/recall"] == (
        1,
        0,
    )


def test_outcomes_survive_json() -> None:
    rows = [ALERT, NONE, Outcome(Kind.CONVERSATION, "t", "w", True, True, at=0, said_at=0)]
    assert from_rows(json.loads(json.dumps(as_rows(rows)))) == rows


def test_no_author_is_on_both_sides_of_a_fold() -> None:
    worlds = {example.world for example in material.examples()} | {"threads_littoral"}
    for groups in (None, 3):
        made = folds(worlds, groups)
        assert sorted(author for fold in made for author in fold.authors) == sorted(
            {material.author_of(world) for world in worlds}
        )
        for fold in made:
            inside, outside = split(fold)
            names = [
                {material.author_of(material.examples()[at].world) for at in side}
                for side in (inside, outside)
            ]
            assert not names[0] & names[1]
            assert len(inside) + len(outside) == len(material.examples())


def test_the_ambiguous_is_never_scored() -> None:
    assert all(example.row["label"] != "either" for example in material.examples())
    assert all(one.row["label"] != "either" for one in material.conversations())


def test_a_conversation_is_heard_message_by_message_until_the_first_alert() -> None:
    detector = Listener()
    texts = (("a", "t'es là ?"), ("b", "oui"), ("a", "le code stp"), ("b", "non"))
    one = material.Conversation("dev_threads", "t", texts, 2, {"category": "code", "source": "direct"})
    outcome = Scorer(detector).conversation(one)  # type: ignore[arg-type]
    assert (outcome.said_at, outcome.is_right, detector.heard) == (2, True, [0, 1, 2])


def test_a_file_of_ones_own_is_checked_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_text(
        '{"id": "m-1", "text": "bonjour", "label": "none"}\n{"id": "m-2", "text": "x", "label": "?"}\n'
    )
    with pytest.raises(VigieError, match="line 2: needs id, label"):
        material.read_extra([path])
    with pytest.raises(VigieError, match="cannot be read"):
        material.read_extra([tmp_path / "none.jsonl"])


def test_the_sample_for_disguises_stays_when_other_messages_are_added() -> None:
    some = [example for example in material.examples() if example.world == "dev_w1"]
    before = {example.row["id"] for example in material.sample(some, 40)}
    after = {example.row["id"] for example in material.sample(list(material.examples()), 100_000)}
    assert before <= after
    assert 30 < len(before) <= 40
