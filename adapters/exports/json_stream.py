"""Walking through JSON of any size with flat memory: the events of ijson, and the values built from them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

import ijson  # type: ignore[import-untyped]

from bot.errors import VigieError

JsonEvent = tuple[str, Any]
"""(``start_map`` | ``map_key`` | ``end_map`` | ``start_array`` | ``end_array`` | a scalar's kind, value)."""
JsonEvents = Iterator[JsonEvent]

OPENING = frozenset({"start_map", "start_array"})
CLOSING = frozenset({"end_map", "end_array"})
MAX_DEPTH = 60  # no chat program nests its messages deeper; keeps the recursion in ``build`` bounded
PARSE_ERRORS = (ijson.JSONError, ValueError, OverflowError)
PIECE = 1 << 16


class TooDeep(Exception):  # noqa: N818 - turned into a sentence by ``locating``
    """A value is nested deeper than ``MAX_DEPTH``."""


def parse(stream: IO[bytes], buffer_size: int = PIECE) -> JsonEvents:
    """The JSON events of a stream (fastest backend that is installed: yajl2_c)."""
    events: JsonEvents = iter(ijson.basic_parse(stream, use_float=True, buf_size=buffer_size))
    return events


def keys(events: JsonEvents) -> Iterator[str]:
    """The keys of an object whose opening was read. The caller consumes the value after each key."""
    for event, key in events:
        if event == "end_map":
            return
        yield key


def build(event: str, value: Any, events: JsonEvents, depth: int = 0) -> Any:
    """The Python value that starts with this event."""
    if event not in OPENING:
        return value
    if depth > MAX_DEPTH:
        raise TooDeep
    if event == "start_map":
        return {key: build(*next(events), events, depth + 1) for key in keys(events)}
    return list(elements(events, depth + 1))


def elements(events: JsonEvents, depth: int = 0) -> Iterator[Any]:
    """The values of an array whose opening was read."""
    for event, value in events:
        if event == "end_array":
            return
        yield build(event, value, events, depth) if event in OPENING else value


def skip(event: str, events: JsonEvents) -> None:
    """Pass over the value that starts with this event, however deep it is."""
    depth = 1 if event in OPENING else 0
    while depth:
        event, _ = next(events)
        if event in OPENING:
            depth += 1
        elif event in CLOSING:
            depth -= 1


def drain(events: JsonEvents) -> None:
    """Read to the end, so that what follows the first value is an error, not silently left out."""
    deque(events, maxlen=0)


@contextmanager
def locating(name: str, reopen: Callable[[], IO[bytes]] | None) -> Iterator[None]:
    """Turn a JSON error into a sentence with its line. The parser's own words quote the file: dropped."""
    try:
        yield
    except TooDeep:
        raise VigieError(f"{name} is nested deeper than any chat export: it was not read on.") from None
    except PARSE_ERRORS:
        where = ": it is broken off, or not JSON" if reopen is None else _find_error(reopen())
        raise VigieError(f"{name}{where}. Export the chat once more and scan the new file.") from None


def _find_error(stream: IO[bytes]) -> str:
    """Parse once more, a line at a time: the parser itself does not say where it stopped."""
    parser = ijson.basic_parse_coro(_sink())
    line, has_ended = 1, False
    with stream:
        try:
            while piece := stream.readline(PIECE):
                line += has_ended
                has_ended = False
                parser.send(piece)
                has_ended = piece.endswith(b"\n")
            parser.close()
        except PARSE_ERRORS:
            if piece:
                return f", line {line}: this is not JSON"
    return f", line {line}: the file stops in the middle"


def _sink() -> Any:
    class Sink:
        def send(self, event: object) -> None:
            """Events are of no interest here."""

        def close(self) -> None:
            """Nothing to close."""

    return Sink()
