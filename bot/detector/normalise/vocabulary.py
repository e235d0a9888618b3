"""The forms of ordinary words, without accents. Generous: a form too many only leaves a word alone."""

from __future__ import annotations

_ER_SOFT = [
    "ons",
    "ant",
    "ais",
    "ait",
    "aient",
    "a",
    "as",
    "ai",
    "ames",
    "ates",
]  # « mangeons », « commençait »
_ER = ["er", "ez", "ee", "ees", "es", "e", "ions", "iez", "erent", "er"]
_ER_MUTE = [
    "e",
    "es",
    "ent",
    "erai",
    "eras",
    "era",
    "erons",
    "erez",
    "eront",
    "erais",
    "erait",
    "erions",
    "eriez",
    "eraient",
]  # « essaiera »
_IR = [
    "ir",
    "is",
    "it",
    "issons",
    "issez",
    "issent",
    "issais",
    "issait",
    "issions",
    "issiez",
    "issaient",
    "irai",
    "iras",
    "ira",
    "irons",
    "irez",
    "iront",
    "irais",
    "irait",
    "iraient",
    "i",
    "ie",
    "ies",
    "issant",
    "isse",
    "isses",
    "issement",
    "irent",
]
_RE = [
    "re",
    "s",
    "d",
    "ons",
    "ez",
    "ent",
    "t",
    "ais",
    "ait",
    "ions",
    "iez",
    "aient",
    "rai",
    "ras",
    "ra",
    "rons",
    "rez",
    "ront",
    "rais",
    "rait",
    "raient",
    "u",
    "ue",
    "us",
    "ues",
    "ant",
    "e",
    "es",
    "it",
    "irent",
    "is",
]


def noun_forms(word: str) -> tuple[str, ...]:
    """The plural of a word that has none yet."""
    if len(word) < 4 or word.endswith(("s", "x", "z")):  # noqa: PLR2004 - short words are function words
        return ()
    return (f"{word}s", f"{word}x") if word.endswith(("au", "eu")) else (f"{word}s",)


def verb_forms(verb: str) -> list[str]:
    """The forms of a regular verb in -er, -ir or -re, without accents."""
    stem = verb[:-2]
    if verb.endswith("ir"):
        return [stem + ending for ending in _IR]
    if verb.endswith("re"):
        return [stem + ending for ending in _RE]
    soft = f"{stem}e" if stem.endswith("g") else stem
    mutes = (
        {stem, f"{stem[:-1]}i"}
        if stem.endswith("y")
        else {stem, stem + stem[-1]}
        if stem[-1:] in "lt"
        else {stem}
    )
    forms = [stem + ending for ending in _ER] + [soft + ending for ending in _ER_SOFT]
    return forms + [mute + ending for mute in sorted(mutes) for ending in _ER_MUTE]
