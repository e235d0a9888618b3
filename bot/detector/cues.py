"""Who does what: the person and mood of a verb from the small words round it.

The idea is ConText's (Harkema et al., 2009), the cues are French and English chat.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from bot.detector.conjugation import Form
from bot.detector.data import read_yaml

_LOOK_BACK = 6
_WEAK = frozenset(
    {"de", "d'", "a", "to", "pour"}
)  # « merci de », « je te demande de »: the word before says more
_STOPS = frozenset('?!.,:;«»"()\n…')
_INDICATIVE = Form.PRESENT_4 | Form.PRESENT_5 | Form.IMPERFECT | Form.FUTURE


@dataclass(frozen=True, slots=True)
class Cues:
    """The small words of patterns/grammar/cues.yaml."""

    skipped: frozenset[str]
    subjects: dict[str, str]
    auxiliaries: dict[str, str]
    modals: dict[str, str]
    negations: frozenset[str]
    negations_after: frozenset[str]
    openers: frozenset[str]
    to_me: frozenset[str]
    to_them: frozenset[str]
    to_you: frozenset[str]


@cache
def load_cues() -> Cues:
    """The cues, each word led to what it says."""
    data = read_yaml("grammar/cues.yaml")

    def turned(key: str) -> dict[str, str]:
        return {word: what for what, words in data[key].items() for word in words}

    def plain(key: str) -> frozenset[str]:
        return frozenset(data[key])

    return Cues(
        plain("skipped_before_verb"),
        turned("subjects"),
        turned("auxiliaries"),
        turned("modals"),
        plain("negations"),
        plain("negations_after"),
        plain("openers"),
        plain("to_me"),
        plain("to_them"),
        plain("to_you"),
    )


@dataclass(frozen=True, slots=True)
class Act:
    """How a verb is used. ``mode``: imperative, can, please, past3, now1, …; ``to``: me, them, you or ""."""

    mode: str
    to: str = ""
    is_negated: bool = False

    def label(self, concept: str) -> str:
        """« give:imperative>me! »: the concept, the mode, to whom, and ! when negated."""
        return f"{concept}:{self.mode}{'>' + self.to if self.to else ''}{'!' if self.is_negated else ''}"


def read_act(words: list[str], at: int, form: Form) -> Act:
    """What the verb at ``words[at]`` does. English words carry no form and are read by what precedes."""
    cues = load_cues()
    mode, to, is_negated = _before(cues, words, at, form) if form else _before_bare(cues, words, at)
    after = [word for word in words[at + 1 : at + 4] if word != "-"][:2]
    for word in after:
        if word in cues.to_me:
            to = "me"
        elif word in cues.to_them:
            to = "them"
        is_negated = is_negated or word in cues.negations_after
    return Act(mode, to, is_negated)


def _before(cues: Cues, words: list[str], at: int, form: Form) -> tuple[str, str, bool]:
    to, is_negated, stop, weak = "", False, at - 1, ""
    for place in range(at - 1, max(at - 1 - _LOOK_BACK, -1), -1):
        word, stop = words[place], place
        is_negated = is_negated or word in cues.negations
        to = "me" if word in ("me", "m'") else "you" if word in ("te", "t'") else to
        to = "them" if word in cues.to_them else to
        if form & Form.PARTICIPLE and word in cues.auxiliaries:
            return "past" + cues.auxiliaries[word], to, is_negated
        if form & Form.INFINITIVE and word in cues.modals and not weak:
            weak = cues.modals[word] if word in _WEAK else ""
            if weak:
                continue
        if weak:
            return cues.modals.get(word, weak), to, is_negated
        if form & Form.INFINITIVE and word in cues.modals:
            return cues.modals[word], to, is_negated
        if word in ("vous", "nous") and form & _INDICATIVE:
            return _person(cues.subjects[word], form), to, is_negated
        if word in cues.subjects and word not in cues.skipped:
            return _person(cues.subjects[word], form), to, is_negated
        if word not in cues.skipped:
            break
    else:
        stop -= 1
    return weak or _alone(cues, words, stop, form), to, is_negated


def _person(person: str, form: Form) -> str:
    return ("later" if form & (Form.FUTURE | Form.IMPERFECT) else "now") + person


def _alone(cues: Cues, words: list[str], before: int, form: Form) -> str:
    """The mode of a verb with no subject in sight."""
    if form & Form.INFINITIVE:
        return "infinitive"
    if form & Form.IMPERATIVE:
        opens = before < 0 or words[before] in _STOPS or words[before] in cues.openers
        if opens or form & Form.PRESENT_5:
            return "imperative" if opens else "imperative5"
        return "ambiguous"
    return "participle" if form & Form.PARTICIPLE else "ambiguous"


def _before_bare(cues: Cues, words: list[str], at: int) -> tuple[str, str, bool]:
    mode, is_negated = "", False
    for place in range(at - 1, max(at - 5, -1), -1):
        word = words[place]
        if word in _STOPS:
            break
        is_negated = is_negated or word in cues.negations
        if word in cues.subjects and word not in ("nous", "vous"):
            return "bare" + (mode or cues.subjects[word]), "", is_negated
        mode = cues.modals.get(word, mode)
    opens = at == 0 or words[at - 1] in _STOPS or words[at - 1] in cues.openers
    return "bare" + (mode or ("0" if opens else "")), "", is_negated
