"""Several messages read as one: a request cut in pieces, a secret given as an answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.messages import Message

_PIECES = 4  # messages of one author that may make one sentence
_TURNS = 3  # messages of anybody that may make one exchange


def joined(message: Message, recent: Sequence[Message]) -> Iterator[Message]:
    """What the message says together with those before it: its author's own pieces, then the exchange."""
    own = [part for part in recent if part.author == message.author][-(_PIECES - 1) :]
    if own:
        yield _together([*own, message])
    others = list(recent[-(_TURNS - 1) :])
    if any(part.author != message.author for part in others):
        yield _together([*others, message])


def _together(parts: list[Message]) -> Message:
    last = parts[-1]
    return replace(last, text="\n".join(part.text for part in parts), links=())
