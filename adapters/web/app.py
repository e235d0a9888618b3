"""The web chat's pages and forms, as a Starlette application."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from adapters.web.chat import ChatPages
from adapters.web.guard import Guard, Tokens
from adapters.web.lead import LeadPages
from adapters.web.pages import Pages, wants_json
from bot.keyring import Keyring
from bot.settings import secret_key

if TYPE_CHECKING:
    from adapters.web.adapter import WebChat

STATIC = Path(__file__).parent / "static"
BROKEN = (
    "Quelque chose n’a pas marché de notre côté. "
    "Rechargez la page ; si cela dure, regardez le journal de Vigie."
)


def build(web: WebChat) -> Starlette:
    """The application that serves one web chat: the room's page, its stream, and the lead's pages."""
    settings = web.services.settings
    pages = Pages(Tokens(secret_key(settings)))
    chat = ChatPages(web, pages)
    lead = LeadPages(web.services.database, pages, Keyring(secret_key(settings)))

    async def show_error(request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        detail = _sentence(error)
        if wants_json(request):
            return JSONResponse({"error": detail}, status)
        return pages.render(request, "error.html", {"detail": detail}, status)

    return Starlette(
        routes=[
            *chat.routes(),
            *lead.routes(),
            Mount("/static", StaticFiles(directory=STATIC), name="static"),
            Route("/favicon.ico", lambda _: Response(status_code=204)),
        ],
        middleware=[Middleware(Guard, bound_host=settings.web_host)],
        exception_handlers={HTTPException: show_error, 500: show_error},
    )


def _sentence(error: Exception) -> str:
    if not isinstance(error, HTTPException):
        return BROKEN
    if error.status_code == 404:  # noqa: PLR2004
        return "Cette page n’existe pas. Revenez à la discussion."
    return error.detail
