"""The words of a drill: the plan, the invented request, what it was and what gave it away."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime

from bot.messages import Button, Reply
from bot.replies.words import words
from bot.replies.zone import ZONE
from bot.tables import Drill


def make_request(language: str, drill: Drill, data: str) -> Reply:
    """The invented request, with the signed ``data`` of its one button; "" once it is revealed."""
    say = words(language)
    asked = say(f"drill.ask.{drill.scenario}")
    if not data:
        return Reply(title=say("drill.was"), lines=(asked,), language=language)
    return Reply(lines=(asked,), buttons=(Button(say("button.drill-seen"), data),), language=language)


def make_reveal(language: str, drill: Drill) -> Reply:
    """It was a drill: the team's totals, and what to look for."""
    say = words(language)
    if drill.noticed:
        total = say.plural("drill.noticed", drill.noticed, reported=drill.reported, minutes=_minutes(drill))
    else:
        total = say("drill.nobody")
    return Reply(
        title=say("drill.revealed"),
        lines=(total,),
        steps_title=say("drill.signs"),
        steps=say.many(f"drill.sign.{drill.scenario}"),
        contact=say("contact"),
        language=language,
    )


def _minutes(drill: Drill) -> int:
    if drill.first_at is None or drill.posted_at is None:
        return 0
    return max(1, round((drill.first_at - drill.posted_at).total_seconds() / 60))


def make_noticed(language: str, is_open: bool) -> Reply:
    """To somebody who reports the request: thanks, and not a word more while it lasts."""
    say = words(language)
    return Reply(title=say("drill.thanks"), lines=(say("drill.wait" if is_open else "drill.over"),))


def make_plan(language: str, until: datetime) -> Reply:
    """To the lead, in private: until when it will come, not when."""
    say = words(language)
    shown = format_datetime(until, "short", ZONE, language)
    return Reply(title=say("drill.planned"), lines=say.many("drill.planned.line", until=shown))


def make_cancelled(language: str) -> Reply:
    """To the leads: no drill."""
    say = words(language)
    return Reply(title=say("drill.cancelled"), lines=(say("drill.cancelled.line"),), language=language)


def make_drill_answer(language: str, name: str) -> Reply:
    """The answer to ``/exercice`` in the chat. ``name``: the end of a ``drill.answer.…`` text's name."""
    say = words(language)
    return Reply(title=say("drill.answer"), lines=(say(f"drill.answer.{name}"),), language=language)
