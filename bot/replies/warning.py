"""What is said about a case: the warning in the chat, its states, the reasons, the lead's notice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.keyring import Keyring
from bot.messages import Button, Category, Reply, Source
from bot.replies.why import reasons_in_words
from bot.replies.words import Words, words
from bot.tables import Case

TEAM_ACTIONS = ("hung-up", "given", "false-alarm", "why")
LEAD_ACTIONS = ("lead-confirm", "lead-false", "lead-done", "lead-why")
LEFT = {"open": LEAD_ACTIONS, "confirmed": LEAD_ACTIONS[1:]}
"""What a lead may still do with a case; of one that is closed he may only ask why."""


@dataclass(frozen=True, slots=True)
class State:
    """How a warning stands by now. ``line``: said once a button was pressed; ``used``: the buttons that went;
    ``category``: of the message answered, where it is graver than the case's own; ``seen``: lines on what was
    reported before."""

    line: str = ""
    used: tuple[str, ...] = ()
    category: Category | None = None
    seen: tuple[str, ...] = ()


FRESH = State()


def make_warning(case: Case, keyring: Keyring, state: State = FRESH) -> Reply:
    """The warning in the chat."""
    say = words(case.language)
    name = f"warning.{state.category or case.category}.{case.source}"
    script = say.many(name + ".say") if case.is_pending and case.source == Source.RELAYED else ()
    lines = [state.line, say(name + ".rule"), *state.seen, say("never"), say("case.number", case=case.id)]
    return Reply(
        title=say(name + ".title"),
        lines=tuple(line for line in lines if line),
        steps_title=say("warning.script") if script else say("warning.do"),
        steps=script or say.many(name + ".step"),
        contact=say("contact"),
        buttons=buttons(say, keyring, case, [a for a in _offered(case) if a not in state.used]),
        language=case.language,
    )


def _offered(case: Case) -> tuple[str, ...]:
    """Nobody hung up on a message written by a colleague."""
    return TEAM_ACTIONS if case.source == Source.RELAYED else TEAM_ACTIONS[1:]


def make_reasons(case: Case) -> Reply:
    """Why there was an alert, in plain words, with the rules' stable names."""
    say = words(case.language)
    lines = reasons_in_words(say, case.category, case.source, case.rules)
    if case.rules:
        lines.append(say("why.rules", rules=", ".join(case.rules), percent=round(100 * case.score)))
    title = say("why.title", case=case.id)
    return Reply(title=title, lines=tuple(lines), contact=say("contact"), language=case.language)


def make_notice(case: Case, keyring: Keyring, title: str, author: str = "") -> Reply:
    """The lead's private notice. ``title`` is the end of a ``notice.…`` text's name."""
    say = words(case.language)
    lines = [
        say(f"notice.status.{case.status}") if case.status != "open" else "",
        say("notice.sure") if case.asking else "",
        say("notice.what", category=category_of(case, say), source=say(f"source.{case.source or 'none'}")),
        say("notice.pending") if case.is_pending else "",
        say("notice.excerpt", excerpt=case.excerpt) if case.excerpt else "",
        say("notice.author", author=author) if author else "",
    ]
    return Reply(
        title=say(f"notice.{title}", case=case.id),
        lines=tuple(line for line in lines if line),
        buttons=buttons(say, keyring, case, _left(case)),
        language=case.language,
    )


def _left(case: Case) -> tuple[str, ...]:
    """What closes a case cannot be undone, and asks for a second press."""
    if case.asking:
        return (f"{case.asking}-sure", "lead-back")
    return LEFT.get(case.status, ("lead-why",))


def category_of(case: Case, say: Words) -> str:
    return say(f"category.{case.category or 'none'}")


def buttons(say: Words, keyring: Keyring, case: Case, actions: Sequence[str]) -> tuple[Button, ...]:
    return tuple(
        Button(say(f"button.{action}"), keyring.sign(action, case.id), is_primary=not place)
        for place, action in enumerate(actions)
    )
