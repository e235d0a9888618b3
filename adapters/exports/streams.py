"""Streams that count, so that progress can be shown."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import IO, Any

from bot.scan import Tally


class Counted(io.RawIOBase):
    """Counts in ``tally.done`` what is read from a stream. ``head``: what was read from it before."""

    def __init__(self, stream: IO[bytes], tally: Tally, head: bytes = b"") -> None:
        self._read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
        self._tally = tally
        self._head = head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        piece, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        piece = piece or self._read(len(buffer))
        buffer[: len(piece)] = piece
        self._tally.done += len(piece)
        return len(piece)


def counted(stream: IO[bytes], tally: Tally, head: bytes = b"") -> IO[bytes]:
    """The same with a buffer: what the readers take."""
    return io.BufferedReader(Counted(stream, tally, head), 1 << 16)
