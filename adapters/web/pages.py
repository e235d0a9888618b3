"""Templates, and what every page is given: the form token, the French words of the data."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime, format_time
from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response
from starlette.templating import Jinja2Templates

from adapters.web import people
from adapters.web.guard import Tokens
from bot.replies.zone import ZONE

_WHOLE = re.compile(r"\d(?:[ .]?\d){7,13}|[\w.+-]{1,64}@[\w.-]{1,64}")
TEMPLATES = Path(__file__).parent / "templates"


class Pages:
    """Renders the templates; HTML is escaped everywhere (Starlette's default for ``.html``)."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens = tokens
        self._templates = Jinja2Templates(TEMPLATES)
        env = self._templates.env
        env.trim_blocks = env.lstrip_blocks = True
        env.globals.update(people=people)
        env.filters.update(clock=_clock, when=_when, whole=_keep_together)

    def render(
        self, request: Request, name: str, context: dict[str, Any], status_code: int = 200
    ) -> Response:
        """A page, which also gives the browser its cookie."""
        context = {**context, "token": self.tokens.token_for(request)}
        response = self._templates.TemplateResponse(request, name, context, status_code)
        self.tokens.keep(request, response)
        return response

    def fragment(self, request: Request, name: str, context: dict[str, Any]) -> str:
        """A piece of a page, with the tokens of the browser that asked."""
        template = self._templates.env.get_template(name)
        return template.render(**context, request=request, token=self.tokens.token_for(request))


def wants_json(request: Request) -> bool:
    """Whether the page's script asks, rather than a browser that follows a form."""
    return "application/json" in request.headers.get("accept", "")


def _keep_together(text: str) -> Markup:
    """Phone numbers and addresses whole on a line, where there is room. The text itself is not changed."""
    return Markup(_WHOLE.sub(r'<span class="whole">\g<0></span>', str(escape(text))))  # noqa: S704 - escaped


def _clock(at: datetime) -> str:
    return format_time(at.astimezone(ZONE), "HH:mm", locale="fr")


def _when(at: datetime) -> str:
    local, today = at.astimezone(ZONE), datetime.now(ZONE).date()
    if local.date() == today:
        return f"aujourd’hui à {_clock(at)}"
    if local.year == today.year:
        return f"{format_date(local, 'd MMMM', locale='fr')} à {_clock(at)}"
    return format_datetime(local, "d MMMM y 'à' HH:mm", locale="fr")
