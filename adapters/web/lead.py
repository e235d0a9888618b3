"""The lead's pages: the list of cases, and a case with its history. Only of the web chat's own team."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from adapters.web.pages import Pages
from adapters.web.people import CHAT
from adapters.web.team import names_of
from adapters.web.translate import PLATFORM
from adapters.web.words import event
from bot.cases.book import find_case
from bot.cases.chats import find_chat, find_pseudonyms
from bot.cases.checklists import read_checklist
from bot.cases.indicators import find_traces_of
from bot.database import Database
from bot.keyring import Keyring
from bot.replies.checklist import say_steps
from bot.replies.words import words
from bot.tables import Case, CaseEvent

PAGE = 50
SOMEBODY = "quelqu’un de l’équipe"
"""Names are not kept: only those of this room's own people are known by their pseudonyms."""


@dataclass(frozen=True, slots=True)
class LeadPages:
    """Routes of the lead's pages."""

    database: Database
    pages: Pages
    keyring: Keyring

    def routes(self) -> list[Route]:
        return [
            Route("/cases", self.list_cases, name="cases"),
            Route("/cases/{number:int}", self.show_case, name="case"),
            Route("/cases/{number:int}/checklist", self.show_checklist, name="checklist"),
        ]

    async def list_cases(self, request: Request) -> Response:
        """The newest cases; ``?before=`` a number for older ones."""
        before = request.query_params.get("before", "")
        cases = await self._cases(int(before) if before.isdecimal() and len(before) < 10 else None)  # noqa: PLR2004
        context = {"cases": cases[:PAGE], "older": cases[PAGE - 1].id if len(cases) > PAGE else None}
        return self._render(request, "cases.html", context)

    async def show_case(self, request: Request) -> Response:
        async with self.database.read() as session:
            case = await self._case(request, session)
            query = select(CaseEvent).where(CaseEvent.case_id == case.id).order_by(CaseEvent.id)
            history = (await session.scalars(query)).all()
            traces = await find_traces_of(session, case)
        context = {"case": case, "history": history, "traces": traces}
        return self._render(request, "case.html", context)

    async def show_checklist(self, request: Request) -> Response:
        """What to do and what was done, on a page to print and to keep."""
        async with self.database.read() as session:
            case = await self._case(request, session)
            found = await read_checklist(session, case)
            actors = {tick.step: tick.actor_id for tick in found.ticks.values()}
            known = await find_pseudonyms(session, {one for one in actors.values() if one})
        names = names_of(self.keyring, case.team_id)
        who = {step: names.get(known.get(actor or 0, ""), SOMEBODY) for step, actor in actors.items()}
        rows = list(zip(found.steps, say_steps(case, found), strict=True))
        return self._render(
            request, "checklist.html", {"case": case, "found": found, "rows": rows, "who": who}
        )

    async def _case(self, request: Request, session: AsyncSession) -> Case:
        number = request.path_params["number"]
        chat = await find_chat(session, PLATFORM, CHAT)
        case = await find_case(session, chat.team_id, number) if chat and number < 2**31 else None
        if case is None:
            raise HTTPException(404)
        return case

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
