"""« Déjà signalé le … »: what is said of a number, link or address that a case named before."""

from __future__ import annotations

from collections.abc import Iterable

from babel.dates import format_date

from bot.cases.indicators import Seen
from bot.messages import Reply
from bot.replies.words import words
from bot.replies.zone import ZONE


def make_seen(found: Iterable[Seen], language: str) -> tuple[str, ...]:
    """A line for each."""
    say = words(language)
    return tuple(
        say(
            "seen.line",
            shown=one.trace.show(),
            date=format_date(one.at.astimezone(ZONE), "long", language),
            case=one.case_id,
        )
        for one in found
    )


def make_mention(found: Iterable[Seen], language: str) -> Reply:
    """Said when a message without any request names something reported before."""
    say = words(language)
    lines = (*make_seen(found, language), say("seen.care"))
    return Reply(title=say("seen.title"), lines=lines, contact=say("contact"), language=language)
