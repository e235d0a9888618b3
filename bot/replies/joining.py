"""What is said when two chats become one team, and to the one of an attempt in the other."""

from __future__ import annotations

from bot.messages import Reply
from bot.replies.warning import category_of
from bot.replies.words import DEFAULT, words
from bot.tables import Case


def make_told(language: str) -> Reply:
    """To the chat: the code comes in private."""
    say = words(language)
    return Reply(title=say("join.told"), lines=(say("join.told.line"),), language=language)


def make_code(language: str, code: str) -> Reply:
    """To the lead, in private."""
    say = words(language)
    shown = f"{code[:4]}-{code[4:]}"
    return Reply(title=say("join.code", code=shown), lines=say.many("join.code.line"), language=language)


def make_joined(language: str, platform: str) -> Reply:
    """It is done. ``platform``: where the new chat is, for the leads; "" in the chat itself."""
    say = words(language)
    title = say("join.done.lead", platform=platform.capitalize()) if platform else say("join.done")
    return Reply(title=title, lines=(say("join.done.line"),), language=language)


def make_refused(language: str, reason: str) -> Reply:
    """Nothing was joined. ``reason``: the end of a ``join.refused.…`` text's name."""
    say = words(language)
    return Reply(title=say("join.refused"), lines=(say(f"join.refused.{reason}"),), language=language)


def make_elsewhere(case: Case) -> Reply:
    """One line for the team's other chats: an attempt was confirmed."""
    say = words(case.language or DEFAULT)
    line = say("join.elsewhere", category=category_of(case, say), case=case.id)
    return Reply(lines=(line,), language=case.language)
