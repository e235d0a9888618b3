"""« J'ai donné »: what was given, what to do now, step by step."""

from __future__ import annotations

from babel.dates import format_datetime

from bot.cases.checklists import CNIL_WITHIN, KINDS, Checklist
from bot.keyring import Keyring
from bot.messages import Button, Reply
from bot.replies.words import Words, words
from bot.replies.zone import ZONE
from bot.tables import Case


def make_checklist(case: Case, keyring: Keyring, found: Checklist, has_lead: bool) -> Reply:
    """The steps in order, those that were done with their hour, a button for each that was not."""
    say = words(case.language)
    name = "given.done" if found.is_done else "given"
    lines = [say(f"{name}.line", case=case.id), "" if has_lead else say("lead.none")]
    return Reply(
        title=say(f"{name}.title"),
        lines=tuple(line for line in lines if line),
        steps=_marked(case, found),
        contact=say("contact"),
        buttons=(
            *(
                Button(say("button.tick", step=number), keyring.sign(f"tick-{step.id}", case.id))
                for number, step in enumerate(found.steps, 1)
                if step.id not in found.ticks
            ),
            Button(say("button.given-more"), keyring.sign("given-more", case.id)),
        ),
        language=case.language,
    )


def say_steps(case: Case, found: Checklist) -> tuple[str, ...]:
    """The words of the steps, in order."""
    limit = format_datetime((found.since + CNIL_WITHIN).astimezone(ZONE), "short", locale=case.language)
    say = words(case.language)
    return tuple(say(f"check.{step.id}", limit=limit) for step in found.steps)


def _marked(case: Case, found: Checklist) -> tuple[str, ...]:
    """The same, those that were done marked with their hour."""
    say, shown = words(case.language), []
    for step, said in zip(found.steps, say_steps(case, found), strict=True):
        done = found.ticks.get(step.id)
        at = format_datetime(done.at, "short", ZONE, case.language) if done else ""
        shown.append(say("check.done", step=said, at=at) if done else said)
    return tuple(shown)


def make_chooser(case: Case, keyring: Keyring) -> Reply:
    """What was given? A button each; the list comes with the answer."""
    say = words(case.language)
    return Reply(
        title=say("given.title"),
        lines=(say("given.which"),),
        contact=say("contact"),
        buttons=kinds(say, keyring, case, "gave"),
        language=case.language,
    )


def kinds(say: Words, keyring: Keyring, case: Case, action: str) -> tuple[Button, ...]:
    """A button for each kind that was not said to be given yet."""
    open_kinds = [kind for kind in KINDS if kind not in (case.given or ())]
    return tuple(
        Button(say(f"form.given.{kind}"), keyring.sign(f"{action}-{kind}", case.id)) for kind in open_kinds
    )
