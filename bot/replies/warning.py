"""What is said about a case: the warning in the chat, its states, the reasons, the lead's notice."""

from __future__ import annotations

from bot.keyring import Keyring
from bot.messages import Button, Category, Reply, Source
from bot.replies.words import Words, words
from bot.tables import Case

TEAM_ACTIONS = ("hung-up", "given", "false-alarm", "why")
LEAD_ACTIONS = ("lead-confirm", "lead-false", "lead-done", "lead-why")

CHECKLISTS = {
    Category.CODE: "code",
    Category.IDENTIFIER: "identifier",
    Category.SCREEN: "screen",
    Category.LINK: "identifier",
    Category.DISCLOSURE: "identifier",
}
"""Which checklist fits what was asked for, as long as nobody says what was given."""


def make_warning(
    case: Case,
    keyring: Keyring,
    state: str = "",
    used: tuple[str, ...] = (),
    category: Category | None = None,
) -> Reply:
    """The warning. ``state`` is a line added once a button (one of ``used``, which go) was pressed;
    ``category`` speaks of the message answered where it is graver than the case's own."""
    say = words(case.language)
    name = f"warning.{category or case.category}.{case.source}"
    script = say.many(name + ".say") if case.is_pending and case.source == Source.RELAYED else ()
    lines = [state, say(name + ".rule"), say("never"), say("case.number", case=case.id)]
    return Reply(
        title=say(name + ".title"),
        lines=tuple(line for line in lines if line),
        steps_title=say("warning.script") if script else say("warning.do"),
        steps=script or say.many(name + ".step"),
        contact=say("contact"),
        buttons=_buttons(say, keyring, case, [a for a in _offered(case) if a not in used]),
        language=case.language,
    )


def _offered(case: Case) -> tuple[str, ...]:
    """Nobody hung up on a message written by a colleague."""
    return TEAM_ACTIONS if case.source == Source.RELAYED else TEAM_ACTIONS[1:]


def make_checklist(case: Case) -> Reply:
    """What to do, in order, once something was given."""
    say = words(case.language)
    kind = CHECKLISTS[Category(case.category)] if case.category else "code"
    return Reply(
        title=say("given.title"),
        lines=(say("given.line", case=case.id),),
        steps=say.many(f"given.{kind}.step"),
        contact=say("contact"),
        language=case.language,
    )


def make_reasons(case: Case) -> Reply:
    """Why there was an alert, in plain words, with the rules' stable names."""
    say = words(case.language)
    lines = [say(f"why.{case.category or 'none'}")]
    if case.source:
        lines.append(say(f"why.{case.source}"))
    if case.rules:
        lines.append(say("why.rules", rules=", ".join(case.rules), percent=round(100 * case.score)))
    title = say("why.title", case=case.id)
    return Reply(title=title, lines=tuple(lines), contact=say("contact"), language=case.language)


def make_notice(case: Case, keyring: Keyring, title: str, author: str = "") -> Reply:
    """The lead's private notice. ``title`` is the end of a ``notice.…`` text's name."""
    say = words(case.language)
    lines = [
        say("notice.what", category=category_of(case, say), source=say(f"source.{case.source or 'none'}")),
        say("notice.pending") if case.is_pending else "",
        say("notice.excerpt", excerpt=case.excerpt) if case.excerpt else "",
        say("notice.author", author=author) if author else "",
    ]
    return Reply(
        title=say(f"notice.{title}", case=case.id),
        lines=tuple(line for line in lines if line),
        buttons=_buttons(say, keyring, case, list(LEAD_ACTIONS)) if case.status == "open" else (),
        language=case.language,
    )


def category_of(case: Case, say: Words) -> str:
    return say(f"category.{case.category or 'none'}")


def _buttons(say: Words, keyring: Keyring, case: Case, actions: list[str]) -> tuple[Button, ...]:
    return tuple(
        Button(say(f"button.{action}"), keyring.sign(action, case.id), is_primary=not place)
        for place, action in enumerate(actions)
    )
