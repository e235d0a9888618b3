"""What is said about leads: who becomes one, and how to receive the private notices."""

from __future__ import annotations

from datetime import datetime

from babel.dates import format_datetime

from bot.messages import Link, Reply
from bot.replies.words import words
from bot.replies.zone import ZONE


def make_lead(language: str, name: str, is_new: bool) -> Reply:
    """To the chat: somebody leads the team now, or did so already."""
    say = words(language)
    title = say("lead.title" if is_new else "lead.already", who=name or say("lead.somebody"))
    return Reply(title=title, lines=(say("lead.line"),), language=language)


def make_deputy(language: str, name: str, until: datetime | None) -> Reply:
    """To the chat: somebody stands in for the lead until then; ``None``: he leads without an end already."""
    say = words(language)
    if until is None:
        return make_lead(language, name, is_new=False)
    title = say("lead.deputy", who=name or say("lead.somebody"), date=_shown(until, language))
    return Reply(title=title, lines=(say("lead.line"),), language=language)


def make_lead_gone(language: str, name: str, is_gone: bool, has_others: bool) -> Reply:
    """To the chat: somebody leads no more, or never did; and whether anybody is left."""
    say = words(language)
    title = say("lead.gone" if is_gone else "lead.not-one", who=name or say("lead.somebody"))
    return Reply(title=title, lines=() if has_others else (say("status.no-lead"),), language=language)


def _shown(at: datetime, language: str) -> str:
    return format_datetime(at, "short", ZONE, language)


def make_lead_refusal(language: str, reason: str) -> Reply:
    """To the chat: why nobody was made a lead. ``reason`` is the end of a ``lead.refused.…`` text's name."""
    say = words(language)
    return Reply(title=say("lead.refused"), lines=say.many(f"lead.refused.{reason}"), language=language)


def make_welcome(language: str, until: datetime | None = None) -> Reply:
    """To a lead, in private: what will come here. ``until``: a deputy's last moment."""
    say = words(language)
    title = say("lead.welcome.deputy", date=_shown(until, language)) if until else say("lead.welcome")
    return Reply(title=title, lines=say.many("lead.welcome.line"), language=language)


def make_unreachable(language: str, name: str, link: str) -> Reply:
    """To the chat: the lead's notices do not arrive, and how to mend that."""
    say = words(language)
    return Reply(
        title=say("lead.unreachable", who=name or say("lead.somebody")),
        lines=say.many("lead.unreachable.line"),
        links=(Link(say("lead.open"), link),) if link else (),
        language=language,
    )
