"""A detector whose verdicts a test can foretell. The rules' own judgement is tested with the rules."""

from __future__ import annotations

from collections.abc import Sequence

from bot.messages import SILENT, Category, Message, Reason, Source, Verdict


class KeywordDetector:
    """Alerts on « code », and on « lequel » right after a message with « SMS ». Remembers what it saw."""

    def __init__(self) -> None:
        self.seen: list[tuple[Message, tuple[Message, ...]]] = []

    def check(self, message: Message, recent: Sequence[Message] = ()) -> Verdict:
        self.seen.append((message, tuple(recent)))
        is_answer = "lequel" in message.text and any("SMS" in one.text for one in recent)
        word = "lequel" if is_answer else "code"
        start = message.text.find(word)
        if start < 0:
            return SILENT
        reason = Reason("demo.word", (start, start + len(word)), 2.5)
        return Verdict(True, Category.CODE, Source.DIRECT, 0.91234567, (reason,))
