"""What is said about leads: who becomes one, and how to receive the private notices."""

from __future__ import annotations

from bot.messages import Link, Reply
from bot.replies.words import words


def make_lead(language: str, name: str, is_new: bool) -> Reply:
    """To the chat: somebody leads the team now, or did so already."""
    say = words(language)
    title = say("lead.title" if is_new else "lead.already", who=name or say("lead.somebody"))
    return Reply(title=title, lines=(say("lead.line"),), language=language)


def make_lead_refusal(language: str, reason: str) -> Reply:
    """To the chat: why nobody was made a lead. ``reason`` is the end of a ``lead.refused.…`` text's name."""
    say = words(language)
    return Reply(title=say("lead.refused"), lines=say.many(f"lead.refused.{reason}"), language=language)


def make_welcome(language: str) -> Reply:
    """To a lead, in private: what will come here."""
    say = words(language)
    return Reply(title=say("lead.welcome"), lines=say.many("lead.welcome.line"), language=language)


def make_unreachable(language: str, name: str, link: str) -> Reply:
    """To the chat: the lead's notices do not arrive, and how to mend that."""
    say = words(language)
    return Reply(
        title=say("lead.unreachable", who=name or say("lead.somebody")),
        lines=say.many("lead.unreachable.line"),
        links=(Link(say("lead.open"), link),) if link else (),
        language=language,
    )
