"""``vigie verify``: what the official list says of a number, a link or an address."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Annotated

import typer

from bot.replies.words import DEFAULT


def verify(
    text: Annotated[str, typer.Argument(help="A number, a link, an address, or a message that holds some.")],
    as_json: Annotated[bool, typer.Option("--json", help="Write the findings as JSON.")] = False,
    language: Annotated[str, typer.Option("--language", help="fr or en.")] = DEFAULT,
) -> None:
    """Look up a number, link or address in the official list. Offline; stores nothing."""
    from bot.replies.verified import make_verified  # these take 0.3 s to load: other commands do without
    from bot.verify import listed
    from bot.verify import verify as look_up

    findings = look_up(text)
    if as_json:
        found = {"listed": listed(), "findings": [asdict(finding) for finding in findings]}
        print(json.dumps(found, ensure_ascii=False, default=str))
    else:
        print(make_verified(findings, date.today(), language).as_text())
