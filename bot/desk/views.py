"""A case as it stands -> what is shown of it, wherever it is shown or shown again."""

from __future__ import annotations

from sqlalchemy import select

from bot.cases import book
from bot.cases.checklists import read_checklist
from bot.cases.indicators import find_traces_of, seen_before
from bot.desk.room import Room
from bot.messages import Category, Reply
from bot.replies.checklist import make_checklist
from bot.replies.report import About, make_report
from bot.replies.seen import make_seen
from bot.replies.warning import State, make_warning
from bot.replies.words import words
from bot.tables import Case, CaseEvent

ONCE = ("hung-up", "given", "false-alarm")
"""Actions whose button goes once it was pressed; their names are those of the history's lines."""


async def warning(room: Room, case: Case, category: Category | None = None) -> Reply:
    """The warning. ``category`` speaks of the message answered where it is graver than the case's own."""
    query = select(CaseEvent.kind).where(CaseEvent.case_id == case.id, CaseEvent.kind.in_((*ONCE, "grown")))
    lines = list(await room.session.scalars(query.order_by(CaseEvent.id)))
    used = tuple(kind for kind in lines if kind in ONCE)
    name = f"state.{used[-1]}" if used else ""
    if case.closed_at:
        name, used = "state.closed", ONCE
    elif "given" in used:
        used = (*used, "hung-up")
    state = State(
        line=words(case.language)(name, case=case.id) if name else "",
        used=used,
        category=Category.DISCLOSURE if "grown" in lines else category,
        seen=await _seen(room, case),
    )
    return make_warning(case, room.tools.keyring, state)


async def report(room: Room, case: Case, is_joined: bool = False) -> Reply:
    """The answer to a report, with what is still to be asked."""
    about = About(
        question="" if is_joined else await next_question(room, case),
        seen=await _seen(room, case),
        traces=tuple(trace.value for trace in await find_traces_of(room.session, case)),
        is_joined=is_joined,
        has_lead=await room.has_lead(),
    )
    return make_report(case, room.tools.keyring, about)


async def next_question(room: Room, case: Case) -> str:
    """What nobody said yet of a report: "way", "what", "given" or nothing."""
    if case.way is None:
        return "way"
    if case.category is None and not await book.is_noted(room.session, case, "what"):
        return "what"
    return "given" if case.given is None else ""


async def checklist(room: Room, case: Case) -> Reply:
    """What to do, and what was done."""
    found = await read_checklist(room.session, case)
    return make_checklist(case, room.tools.keyring, found, await room.has_lead())


async def _seen(room: Room, case: Case) -> tuple[str, ...]:
    return make_seen(await seen_before(room.session, case), case.language)
