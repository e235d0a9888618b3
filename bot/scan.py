"""What would have been flagged: the work of ``vigie scan``, without its files and its screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from bot.desk.memory import MESSAGES, Memory
from bot.messages import SILENT, Message, Verdict
from bot.ports import Detects

LISTED_BAD_LINES = 20


class Kind(Enum):
    """How an item hangs together with what stands round it."""

    ALONE = auto()  # one message, no neighbours known
    CONVERSATION = auto()  # messages that get one verdict together
    CHAT = auto()  # one message of an export: the earlier ones of its chat count


@dataclass(frozen=True, slots=True)
class Item:
    """What gets one verdict. ``is_answered``: it gets an output line whatever the verdict (JSON Lines)."""

    id: str | int
    messages: tuple[Message, ...]
    kind: Kind = Kind.ALONE
    is_answered: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A verdict on an item. ``message`` is the one that the verdict and the spans of its reasons speak of."""

    item: Item
    verdict: Verdict
    message: Message | None
    alert_at: int | None = None  # index in ``item.messages``, for conversations


@dataclass(slots=True)
class Tally:
    """How far a reading has come. ``report`` shows one sentence to the operator."""

    report: Callable[[str], None]
    total: int = 0  # bytes to read, 0 when unknown
    done: int = 0  # bytes read
    messages: int = 0
    alerts: int = 0
    bad: int = 0

    def reject(self, where: str, why: str) -> None:
        """Count something unreadable, and say so. ``why`` never holds words of the file."""
        self.bad += 1
        if self.bad <= LISTED_BAD_LINES:
            self.report(f"{where}: {why}; skipped")
        elif self.bad == LISTED_BAD_LINES + 1:
            self.report("More lines like these follow: they are counted, no longer listed")


@dataclass(slots=True)
class Judge:
    """Asks the detector about items in their order, and remembers a chat as the desk does."""

    detector: Detects
    memory: Memory = field(default_factory=lambda: Memory(chats=1))  # exports come chat by chat

    def judge(self, item: Item) -> Finding:
        """The verdict on an item. A conversation's is that of its first message in alert."""
        if item.kind is Kind.CONVERSATION:
            return self._conversation(item)
        (message,) = item.messages
        if item.kind is Kind.ALONE:
            return Finding(item, self.detector.check(message), message)
        verdict = self.detector.check(message, self.memory.before(message))
        self.memory.add(message)
        return Finding(item, verdict, message)

    def _conversation(self, item: Item) -> Finding:
        score = 0.0
        for index, message in enumerate(item.messages):
            verdict = self.detector.check(message, item.messages[max(0, index - MESSAGES) : index])
            if verdict.is_alert:
                return Finding(item, verdict, message, alert_at=index)
            score = max(score, verdict.score)
        # Spans need a message to lie in: a silent conversation has a score and no reasons.
        return Finding(item, replace(SILENT, score=score), None)
