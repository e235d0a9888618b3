"""How ``vigie check`` shows a verdict."""

from __future__ import annotations

from typing import Any

from rich.console import Console
from rich.text import Text

from bot.messages import Verdict
from bot.replies.why import reasons_in_words
from bot.replies.words import words


def as_dict(verdict: Verdict) -> dict[str, Any]:
    """A verdict as JSON; spans count characters of the raw text, weights are log-odds."""
    return {
        "verdict": "alert" if verdict.is_alert else "none",
        "category": verdict.category,
        "source": verdict.source,
        "score": round(verdict.score, 4),
        "reasons": [
            {"rule": reason.rule, "span": list(reason.span), "weight": round(reason.weight, 3)}
            for reason in verdict.reasons
        ],
    }


def show(text: str, verdict: Verdict, console: Console | None = None) -> None:
    """The text with its reasons underlined, then one line a reason."""
    console = console or Console(highlight=False)
    head = f"alert: {verdict.category}, {verdict.source}" if verdict.is_alert else "none"
    console.print(Text(f"{head} (score {verdict.score:.2f})", style="bold"))
    marked = Text(text)
    for reason in verdict.reasons:
        marked.stylize("underline bold", *reason.span)
    console.print(marked)
    if verdict.is_alert:
        found = [reason.rule for reason in verdict.reasons]
        for sentence in reasons_in_words(words(verdict.language), verdict.category, verdict.source, found):
            console.print(sentence)
    for reason in sorted(verdict.reasons, key=lambda one: -abs(one.weight)):
        start, end = reason.span
        line = Text(f"  {reason.weight:+.2f}  {reason.rule}")
        console.print(line.append(f"  « {text[start:end]} »" if end > start else "", style="dim"))
