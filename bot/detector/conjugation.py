"""French verbs: infinitive -> its forms without accents, each with what it can be."""

from __future__ import annotations

from enum import IntFlag, auto
from functools import cache

from bot.detector.data import read_yaml


class Form(IntFlag):
    """What a written form of a verb can be; several at once (« donne »)."""

    IMPERATIVE = auto()
    PRESENT_1 = auto()
    PRESENT_2 = auto()
    PRESENT_3 = auto()
    PRESENT_4 = auto()  # nous
    PRESENT_5 = auto()  # vous
    FUTURE = auto()  # and conditional
    IMPERFECT = auto()
    SUBJUNCTIVE = auto()
    PARTICIPLE = auto()
    INFINITIVE = auto()
    GERUND = auto()


NO_FORM = Form(0)
_PERSONS = (
    Form.PRESENT_1,
    Form.PRESENT_2,
    Form.PRESENT_3,
    Form.PRESENT_4,
    Form.PRESENT_5,
    Form.PRESENT_3,
)
_FUTURE = ("ai", "as", "a", "ons", "ez", "ont", "ais", "ait", "iez", "aient", "ions")
_IMPERFECT = ("ais", "ait", "iez", "aient", "ions")


@cache
def _irregular() -> dict[str, list[str]]:
    table: dict[str, list[str]] = read_yaml("grammar/irregular_verbs.yaml")
    return dict(sorted(table.items(), key=lambda item: -len(item[0])))


def conjugate(infinitive: str) -> dict[str, Form]:
    """All simple forms of a verb given without accents, « envoyer » -> {"envoie": IMPERATIVE | …, …}."""
    present, imperfect, future, participle, subjunctive = _stems(infinitive)
    forms: dict[str, Form] = {}

    def add(form: str, what: Form) -> None:
        forms[form] = forms.get(form, NO_FORM) | what

    add(infinitive, Form.INFINITIVE)
    for form, person in zip(present, _PERSONS, strict=True):
        add(form, person)
    for form in (
        (present[0], present[1], present[4]) if infinitive.endswith("er") else (present[1], present[4])
    ):
        add(form, Form.IMPERATIVE)  # « envoies-moi » is a common misspelling
    for ending in _FUTURE:
        add(future + ending, Form.FUTURE)
    for ending in _IMPERFECT:
        add(imperfect + ending, Form.IMPERFECT)
    for ending in ("", "e", "s", "es"):
        add(participle + ending, Form.PARTICIPLE)
    for ending in ("", "s", "nt"):
        add(subjunctive + ending, Form.SUBJUNCTIVE)
    add(imperfect + "ant", Form.GERUND)
    return forms


def _stems(infinitive: str) -> tuple[list[str], str, str, str, str]:
    for ending, row in _irregular().items():
        if infinitive.endswith(ending):
            before = infinitive.removesuffix(ending)
            rows = [before + form for form in row]
            return rows[:6], rows[6], rows[7], rows[8], rows[9]
    stem = infinitive[:-2]
    if infinitive.endswith("er"):
        return _first_group(infinitive, stem)
    if infinitive.endswith("ir"):
        present = [stem + ending for ending in ("is", "is", "it", "issons", "issez", "issent")]
        return present, stem + "iss", infinitive, stem + "i", stem + "isse"
    present = [stem + ending for ending in ("s", "s", "", "ons", "ez", "ent")]
    return present, stem, stem + "r", stem + "u", stem + "e"


def _first_group(infinitive: str, stem: str) -> tuple[list[str], str, str, str, str]:
    strong = stem  # the stem before a silent e
    if stem.endswith(("oy", "uy", "ay")):
        strong = stem[:-1] + "i"
    elif infinitive.endswith("appeler"):
        strong = stem + "l"
    soft = stem + "e" if stem.endswith("g") else stem
    future = infinitive[:-7] + "enverr" if infinitive.endswith("envoyer") else strong + "er"
    present = [strong + "e", strong + "es", strong + "e", soft + "ons", stem + "ez", strong + "ent"]
    return present, soft, future, stem + "e", strong + "e"
