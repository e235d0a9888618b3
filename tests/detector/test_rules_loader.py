"""A rule that is wrong is refused with one sentence that names the file, the rule and what is wrong."""

from __future__ import annotations

from typing import Any

import pytest

from bot.detector.rules import RuleMatcher, read_rules
from bot.errors import PatternError

_GOOD: dict[str, Any] = {
    "id": "code.test",
    "category": "code",
    "source": "direct",
    "says": "on demande un code",
    "origin": "POLICY, règle 1",
    "patterns": ["handover@ask ~4 code"],
    "alert": ["Donne le code", "Envoie le code", "Dis le code"],
    "none": ["Le code", "Donne", "Rien"],
}


def _build(*entries: Any) -> RuleMatcher:
    return RuleMatcher(read_rules({"rules/test.yaml": list(entries)}))


def test_a_good_rule_is_taken() -> None:
    _build(_GOOD)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"alert": []}, "alert"),
        ({"none": _GOOD["none"][:2]}, "none"),
        ({"origin": ""}, "origin"),
        ({"id": "Not an id"}, "id"),
        ({"category": "parcel"}, "category"),
        ({"patterns": []}, "patterns"),
        ({"unles": ["everyday"]}, "unles"),
        ({"unless": ["nothing_known"]}, "unknown class or concept nothing_known"),
        ({"only_with": ["nothing_known"]}, "unknown class or concept nothing_known"),
        ({"patterns": ["handover@ask ~4 =nothing_known"]}, "« =nothing_known » is no element"),
        ({"patterns": ["handover@loudly code"]}, "« handover@loudly » is no element"),
        ({"patterns": ["handover ~99 code"]}, "« ~99 » is no element"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_wrong_rule_is_refused_in_one_sentence(change: dict[str, Any], said: str) -> None:
    with pytest.raises(PatternError) as refused:
        _build(_GOOD | change)
    sentence = str(refused.value)
    assert said in sentence
    assert sentence.startswith("patterns/rules")
    assert str((_GOOD | change)["id"]) in sentence
    assert "\n" not in sentence
    assert sentence.endswith(".")


@pytest.mark.parametrize("field", ["alert", "none", "says", "origin", "patterns"])
def test_a_missing_field_is_named(field: str) -> None:
    with pytest.raises(PatternError, match=field):
        _build({name: value for name, value in _GOOD.items() if name != field})


def test_an_id_stands_once() -> None:
    with pytest.raises(PatternError, match=r"code\.test.* stands twice"):
        _build(_GOOD, _GOOD)


def test_an_entry_is_a_mapping() -> None:
    with pytest.raises(PatternError, match="not a mapping"):
        _build("handover code")
