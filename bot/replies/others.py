"""What is said beside cases: help, status, greeting, the short answer to a press."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime

from bot.messages import Reply
from bot.replies.words import words
from bot.replies.zone import ZONE


def make_help(language: str, commands: tuple[str, ...]) -> Reply:
    """What the bot does and which commands it takes."""
    say = words(language)
    return Reply(
        title=say("help.title"),
        lines=(say("help.line"),),
        steps_title=say("help.steps"),
        steps=tuple(say(f"help.command.{name}") for name in commands),
        contact=say("contact"),
        language=language,
    )


def make_status(language: str, open_cases: int, last: datetime | None, leads: int) -> Reply:
    """Whether the bot watches, what is open, who is told."""
    say = words(language)
    seen = (
        say("status.last", date=format_datetime(last, "short", ZONE, language))
        if last
        else say("status.quiet")
    )
    told = say.plural("status.leads", leads) if leads else say("status.no-lead")
    lines = (say.plural("status.cases", open_cases), seen, told)
    return Reply(title=say("status.title"), lines=lines, language=language)


def make_week(language: str, counts: dict[str | None, int], open_cases: int) -> Reply:
    """The cases of the last seven days by category (``None``: not known), and what is open."""
    say = words(language)
    lines = [
        say("week.line", category=say(f"category.{category or 'none'}"), count=count)
        for category, count in counts.items()
    ]
    total = say.plural("week.cases", sum(counts.values())) if counts else say("week.quiet")
    return Reply(
        title=say("week.title"),
        lines=(total, *lines, say.plural("status.cases", open_cases)),
        language=language,
    )


def make_greeting(language: str) -> Reply:
    """Said once to a chat that the bot was added to."""
    say = words(language)
    return Reply(title=say("greeting.title"), lines=say.many("greeting.line"), language=language)


def make_hearing(language: str, is_deaf: bool) -> Reply:
    """Said to a chat once it turns out that the bot does not hear it, and once it does again."""
    say = words(language)
    name = "deaf" if is_deaf else "hears"
    steps = say.many(f"{name}.step")
    return Reply(
        title=say(f"{name}.title"),
        lines=(say(f"{name}.line"),),
        steps_title=say(f"{name}.steps") if steps else "",
        steps=steps,
        language=language,
    )


def make_own(language: str, name: str) -> Reply:
    """The answer to ``/collegue``. ``name``: the end of an ``own.…`` text's name."""
    say = words(language)
    if name.startswith("refused."):
        return Reply(title=say("own.refused"), lines=(say(f"own.{name}"),), language=language)
    lines = (say("own.added.line"),) if name == "added" else ()
    return Reply(title=say(f"own.{name}"), lines=lines, language=language)


def make_toast(language: str, name: str) -> Reply:
    """The short answer to a press."""
    return Reply(lines=(words(language)(f"toast.{name}"),), language=language)
