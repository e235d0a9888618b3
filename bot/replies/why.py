"""Why there was an alert, in plain words: the same behind « Pourquoi ? » and in ``vigie check``."""

from __future__ import annotations

from collections.abc import Iterable

from bot.detector.rules import load_rules
from bot.messages import Category, Source
from bot.replies.words import Words


def reasons_in_words(
    say: Words, category: Category | str | None, source: Source | str | None, found: Iterable[str]
) -> list[str]:
    """What is asked, by whom, which signs say so, what would have kept the bot silent.

    ``found``: the names of the verdict's reasons; those of rules are led to what the rule says.
    """
    lines = [say(f"why.{category or 'none'}")]
    if source:
        lines.append(say(f"why.{source}"))
    sentences = {rule.id: rule.says for rule in load_rules()}
    signs = list(dict.fromkeys(sentences[name] for name in found if name in sentences))
    if signs:
        lines.append(say("why.signs", signs=" ; ".join(signs)))
    if category:
        lines.append(say(f"why.silent.{category}"))
    return lines
