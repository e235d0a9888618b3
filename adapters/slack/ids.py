"""How Slack's ids are written in the rest of the program.

A chat is ``team/channel``; a person is ``team/user``; ``team/@user`` is the private chat with a person, which
is opened when something is sent there. A message is its ``ts``; what a command said has no ``ts``, so it is
``cmd:user:delivery``. An ephemeral message is changed through its response URL only, which then names it.
"""

from __future__ import annotations

import re

PLATFORM = "slack"
HOME = "home"
"""Names the App Home as the message that bears a button."""
TS = re.compile(r"\d+\.\d+")


def chat_id(team: str, channel: str) -> str:
    return f"{team}/{channel}"


def private_chat(person: str) -> str:
    """The private chat with a person (``team/user``)."""
    team, user = split(person)
    return f"{team}/@{user}"


def split(name: str) -> tuple[str, str]:
    """``team/rest`` in two."""
    team, _, rest = name.partition("/")
    return team, rest


def command_id(user: str, delivery: str) -> str:
    return f"cmd:{user}:{delivery}"


def commander(message: str) -> str:
    """The user whose command this message id names, "" when it names a real message."""
    return message.split(":")[1] if message.startswith("cmd:") else ""


def is_ts(message: str) -> bool:
    return bool(TS.fullmatch(message))


def is_response_url(name: str) -> bool:
    return name.startswith(("https://", "http://"))
