"""A normalised text and the way back from each of its characters to the raw text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from types import MappingProxyType
from typing import NamedTuple, Protocol

from bot.messages import Span


class Edit(NamedTuple):
    """``before[start:end]`` was replaced by ``text``. A stage's edits are sorted and do not overlap."""

    start: int
    end: int
    text: str


class Stage(Protocol):
    """One step of the normalisation, able to lead a span of its output back to its input."""

    def back(self, start: int, end: int) -> Span: ...


class EditStage:
    """A step that replaced a few pieces of the text; the offsets are worked out when first asked for."""

    def __init__(self, edits: list[Edit]) -> None:
        self._edits = edits
        self._starts: list[int] = []

    def back(self, start: int, end: int) -> Span:
        if not self._starts:
            self._starts = self._output_starts()
        left = self._source(start)[0]
        return (left, max(left, self._source(end - 1)[1])) if end > start else (left, left)

    def _output_starts(self) -> list[int]:
        shift, starts = 0, []
        for edit in self._edits:
            starts.append(edit.start + shift)
            shift += len(edit.text) - (edit.end - edit.start)
        return starts

    def _source(self, position: int) -> Span:
        """The range of the input that the output character at ``position`` comes from."""
        nearest = bisect_right(self._starts, position) - 1
        if nearest < 0:
            return position, position + 1
        edit = self._edits[nearest]
        beyond = position - self._starts[nearest] - len(edit.text)
        if beyond < 0:
            return edit.start, edit.end
        return edit.end + beyond, edit.end + beyond + 1


class WidthStage:
    """A step that turned each character into none, one or several; ``widths`` says how many."""

    def __init__(self, before: str, table: Mapping[int, str]) -> None:
        self._before = before
        self._table = table
        self._ends: list[int] = []

    def back(self, start: int, end: int) -> Span:
        if not self._ends:
            widths = (len(self._table[ord(char)]) for char in self._before)
            self._ends = list(accumulate(widths)) or [0]
        last = len(self._before)
        left = min(bisect_right(self._ends, start), last)
        right = min(bisect_right(self._ends, end - 1) + 1, last) if end > start else left
        return left, max(left, right)


NO_DISGUISE: MappingProxyType[str, int] = MappingProxyType({})


class ReverseStage:
    """A step that read the text from its end."""

    def __init__(self, length: int) -> None:
        self._length = length

    def back(self, start: int, end: int) -> Span:
        return self._length - end, self._length - start


class Normalised(NamedTuple):
    """``text`` is what the detector reads; ``disguises`` counts what had to be undone, by kind.

    ``raw_span`` leads a half-open range of ``text`` back to the range of ``raw`` it came from.
    """

    raw: str
    text: str
    disguises: Mapping[str, int]
    stages: tuple[Stage, ...]

    def raw_span(self, start: int, end: int) -> Span:
        """Always a valid range of ``raw``, whatever the arguments."""
        start = min(max(start, 0), len(self.text))
        end = min(max(end, start), len(self.text))
        for stage in reversed(self.stages):
            start, end = stage.back(start, end)
        start = min(start, len(self.raw))
        return start, min(max(end, start), len(self.raw))


def apply(text: str, edits: list[Edit]) -> str:
    """The text after the edits."""
    pieces: list[str] = []
    at = 0
    for start, end, new in edits:
        pieces += (text[at:start], new)
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
