"""A text on its way from raw to normalised, with what was done to it."""

from __future__ import annotations

from types import MappingProxyType

from bot.detector.normalise.result import NO_DISGUISE, Edit, EditStage, Normalised, Stage, apply

Found = list[tuple[Edit, str]]
"""Edits in order, each with the kind of disguise it undoes ("" for none)."""


class Work:
    """The text so far, the stages behind it, and how often each disguise was met."""

    __slots__ = ("counts", "raw", "stages", "text")

    def __init__(self, raw: str, text: str) -> None:
        self.raw = raw
        self.text = text
        self.stages: list[Stage] = []
        self.counts: dict[str, int] = {}

    def count(self, kind: str, times: int = 1) -> None:
        if kind and times:
            self.counts[kind] = self.counts.get(kind, 0) + times

    def edit(self, found: Found) -> None:
        """Make the edits and remember them."""
        if not found:
            return
        edits = [edit for edit, _ in found]
        for _, kind in found:
            self.count(kind)
        self.stages.append(EditStage(edits))
        self.text = apply(self.text, edits)

    def result(self) -> Normalised:
        disguises = MappingProxyType(self.counts) if self.counts else NO_DISGUISE
        return Normalised(self.raw, self.text, disguises, tuple(self.stages))
