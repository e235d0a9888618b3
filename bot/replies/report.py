"""What is said to somebody who reports an attempt, and the ready letter to the ANS."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from babel.dates import format_datetime

from bot.keyring import Keyring
from bot.messages import Button, Category, Link, Reply
from bot.replies.checklist import kinds
from bot.replies.warning import buttons, category_of
from bot.replies.words import Words, words
from bot.replies.zone import ZONE
from bot.tables import Case

ANS_MAIL = "monserviceclient.e-cps@esante.gouv.fr"
WAYS = ("phone", "sms", "email", "visit", "chat")
ASKED = (Category.CODE, Category.IDENTIFIER, Category.SCREEN, Category.LINK)
CALL = ("report-hung-up", "report-given")
"""The buttons of a report that tells of a call which may still go on."""


@dataclass(frozen=True, slots=True)
class About:
    """What is known beside the case. ``question``: what is still to be asked ("way", "what", "given" or "");
    ``seen``: lines on what was reported before; ``traces``: the numbers, links and addresses named."""

    question: str = ""
    seen: tuple[str, ...] = ()
    traces: tuple[str, ...] = ()
    is_joined: bool = False
    has_lead: bool = True


def make_report(case: Case, keyring: Keyring, about: About) -> Reply:
    """The answer to ``/report``: number, next steps, contact, letter; one question at a time by buttons."""
    say = words(case.language)
    call = CALL if case.is_pending and not about.is_joined else ()
    lines = [
        say("report.line"),
        say("never"),
        *about.seen,
        say("report.way", way=say(f"button.way-{case.way}")) if case.way else "",
        "" if about.has_lead else say("lead.none"),
        say(f"report.ask-{about.question}") if about.question else "",
    ]
    return Reply(
        title=say("report.joined" if about.is_joined else "report.title", case=case.id),
        lines=tuple(line for line in lines if line),
        steps_title=say("warning.script") if call else say("report.do"),
        steps=say.many(f"warning.{case.category}.relayed.say") if call else say.many("report.step"),
        contact=say("contact"),
        buttons=(*buttons(say, keyring, case, call), *_answers(say, keyring, case, about.question)),
        links=(Link(say("report.mail"), _letter(case, about)),),
        language=case.language,
    )


def make_too_many(language: str) -> Reply:
    """The answer to somebody who reports without end."""
    say = words(language)
    lines = (say("report.too-many.line"),)
    return Reply(title=say("report.too-many"), lines=lines, contact=say("contact"), language=language)


def _answers(say: Words, keyring: Keyring, case: Case, question: str) -> tuple[Button, ...]:
    """The buttons that answer a question."""
    match question:
        case "way":
            return buttons(say, keyring, case, [f"way-{way}" for way in WAYS])
        case "what":
            return buttons(say, keyring, case, [f"what-{what}" for what in (*ASKED, "none")])
        case "given":
            nothing = buttons(say, keyring, case, ["report-gave-nothing"])
            return (*nothing, *kinds(say, keyring, case, "report-gave"))
    return ()


def _letter(case: Case, about: About) -> str:
    """A ``mailto:`` with the facts and no secret: nothing of a message's words but numbers and links."""
    say = words(case.language)
    given = ", ".join(say(f"form.given.{kind}") for kind in case.given or ())
    body = say(
        "report.mail.body",
        case=case.id,
        date=format_datetime(case.created_at, "long", ZONE, case.language),
        category=category_of(case, say),
        source=say(f"source.{case.source or 'none'}"),
        way=say(f"button.way-{case.way}") if case.way else say("category.none"),
        given=given or say("form.given.nothing" if case.given is not None else "category.none"),
        traces=", ".join(about.traces) or say("report.mail.none"),
    )
    return f"mailto:{ANS_MAIL}?subject={quote(say('report.mail.subject', case=case.id))}&body={quote(body)}"
