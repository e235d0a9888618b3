"""What is said to somebody who reports an attempt, and the ready letter to the ANS."""

from __future__ import annotations

from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from bot.keyring import Keyring
from bot.messages import Button, Link, Reply
from bot.replies.warning import category_of
from bot.replies.words import words
from bot.tables import Case

ANS_MAIL = "monserviceclient.e-cps@esante.gouv.fr"
ZONE = ZoneInfo("Europe/Paris")
WAYS = ("phone", "sms", "email", "visit", "chat")


def make_report(case: Case, keyring: Keyring, is_joined: bool = False) -> Reply:
    """The answer to ``/report``: number, next steps, contact, letter; the way by buttons while unknown."""
    say = words(case.language)
    way = say("report.way", way=say(f"button.way-{case.way}")) if case.way else say("report.ask-way")
    return Reply(
        title=say("report.joined" if is_joined else "report.title", case=case.id),
        lines=(say("report.line"), say("never"), way),
        steps_title=say("report.do"),
        steps=say.many("report.step"),
        contact=say("contact"),
        buttons=() if case.way else _ways(case, keyring),
        links=(Link(say("report.mail"), _letter(case)),),
        language=case.language,
    )


def make_too_many(language: str) -> Reply:
    """The answer to somebody who reports without end."""
    say = words(language)
    lines = (say("report.too-many.line"),)
    return Reply(title=say("report.too-many"), lines=lines, contact=say("contact"), language=language)


def _ways(case: Case, keyring: Keyring) -> tuple[Button, ...]:
    say = words(case.language)
    return tuple(Button(say(f"button.way-{way}"), keyring.sign(f"way-{way}", case.id)) for way in WAYS)


def _letter(case: Case) -> str:
    """A ``mailto:`` with the facts and no secret."""
    say = words(case.language)
    body = say(
        "report.mail.body",
        case=case.id,
        date=format_datetime(case.created_at, "long", ZONE, case.language),
        category=category_of(case, say),
        source=say(f"source.{case.source or 'none'}"),
        way=say(f"button.way-{case.way}") if case.way else say("category.none"),
    )
    return f"mailto:{ANS_MAIL}?subject={quote(say('report.mail.subject', case=case.id))}&body={quote(body)}"
