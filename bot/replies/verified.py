"""What is said after ``/verifier``. « Inconnu » never reads like « sûr »."""

from __future__ import annotations

from datetime import date

from babel.dates import format_date

from bot.messages import Reply
from bot.replies.words import Words, words
from bot.shown import defang
from bot.verify import Finding, Standing, Thing, listed

_OLD = 180  # days after which the list is called old


def make_verified(
    findings: tuple[Finding, ...], today: date, language: str, seen: tuple[str, ...] = ()
) -> Reply:
    """The findings as one reply, the most dangerous first, what the team reported, how old the list is."""
    say = words(language)
    if not findings:
        return Reply(title=say("verify.nothing"), lines=(say("verify.nothing.line"),), language=language)
    worst = findings[0]
    lines = [line for finding in findings for line in _lines(finding, say)]
    return Reply(
        title=say(f"verify.title.{worst.standing}"),
        lines=(*dict.fromkeys(lines), *seen, _age(today, say)),
        contact="" if worst.standing is Standing.OFFICIAL else say("contact"),
        language=language,
    )


def _lines(finding: Finding, say: Words) -> list[str]:
    if finding.standing is Standing.OFFICIAL:
        checked = format_date(finding.checked, "short", say.language) if finding.checked else ""
        known = say("verify.official", shown=finding.shown, owner=finding.owner)
        source = say("verify.source", source=finding.source, date=checked)
        return [known, source, say(f"verify.official.{finding.thing}")]
    if finding.standing is Standing.LOOKALIKE:
        name = "verify.lookalike.phone" if finding.thing is Thing.PHONE else "verify.lookalike"
        known = say(name, shown=defang(finding.shown), of=finding.of, owner=finding.owner)
        how = say(f"verify.trick.{finding.trick}", detail=defang(finding.detail), of=finding.of)
        return [known, how, *_hints(finding, say), say(f"verify.avoid.{finding.thing}")]
    return [
        say("verify.unknown", shown=defang(finding.shown)),
        *_hints(finding, say),
        say(f"verify.avoid.{finding.thing}"),
    ]


def _hints(finding: Finding, say: Words) -> list[str]:
    hints = [say(f"verify.hint.{finding.hint}")] if finding.hint else []
    return [*hints, say("verify.hint.hidden")] if finding.is_hidden else hints


def _age(today: date, say: Words) -> str:
    days = max(0, (today - listed()).days)
    on = format_date(listed(), "long", say.language)
    age = say.plural("verify.age", days, date=on)
    return f"{age} {say('verify.old')}" if days > _OLD else age
