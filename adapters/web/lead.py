"""The lead's pages: the list of cases, and a case with its history. Only of the web chat's own team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.web.pages import Pages
from adapters.web.people import CHAT
from adapters.web.translate import PLATFORM
from adapters.web.words import event
from bot.cases.book import find_case
from bot.cases.chats import find_chat
from bot.database import Database
from bot.replies.words import words
from bot.tables import Case, CaseEvent

PAGE = 50


@dataclass(frozen=True, slots=True)
class LeadPages:
    """Routes of the lead's pages."""

    database: Database
    pages: Pages

    def routes(self) -> list[Route]:
        return [
            Route("/cases", self.list_cases, name="cases"),
            Route("/cases/{number:int}", self.show_case, name="case"),
        ]

    async def list_cases(self, request: Request) -> Response:
        """The newest cases; ``?before=`` a number for older ones."""
        before = request.query_params.get("before", "")
        cases = await self._cases(int(before) if before.isdecimal() and len(before) < 10 else None)  # noqa: PLR2004
        context = {"cases": cases[:PAGE], "older": cases[PAGE - 1].id if len(cases) > PAGE else None}
        return self._render(request, "cases.html", context)

    async def show_case(self, request: Request) -> Response:
        number = request.path_params["number"]
        async with self.database.read() as session:
            chat = await find_chat(session, PLATFORM, CHAT)
            case = await find_case(session, chat.team_id, number) if chat and number < 2**31 else None
            if case is None:
                raise HTTPException(404)
            query = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id)
            history = (await session.scalars(query)).all()
        return self._render(request, "case.html", {"case": case, "history": history})

    async def _cases(self, before: int | None) -> list[Case]:
        async with self.database.read() as session:
            chat = await find_chat(session, PLATFORM, CHAT)
            if chat is None:
                return []
            query = select(Case).where(Case.team_id == chat.team_id).order_by(Case.id.desc()).limit(PAGE + 1)
            if before is not None:
                query = query.where(Case.id < before)
            return list(await session.scalars(query))

    def _render(self, request: Request, name: str, context: dict[str, Any]) -> Response:
        return self.pages.render(request, name, {**context, "say": words(), "event": event})
