"""Candidates: masked examples of wrong verdicts, for the operator to accept into the corpus."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.cases.masking import HIDDEN
from bot.errors import CandidateError
from bot.messages import Category, Source
from bot.tables import Candidate, Case

FALSE_ALARM, MISSED = "false-alarm", "missed"
LABELS = ("alert", "none")
_WORD = re.compile(r"[^\W\d_]{2,}")
_FEWEST_WORDS = 2
"""Shown words without which an example teaches nothing."""


@dataclass(frozen=True, slots=True)
class Decision:
    """How a candidate is labelled. ``None`` leaves what is known; ``text`` mends the masked words."""

    label: str | None = None
    category: str | None = None
    source: str | None = None
    text: str | None = None


async def propose(session: AsyncSession, case: Case, kind: str, at: datetime) -> None:
    """Write the example of a case, once; nothing where the mask left too little, or nothing had fired."""
    text = case.excerpt or ""
    has_fired = bool(case.rules) or case.score > 0
    is_telling = len(_WORD.findall(text.replace(HIDDEN, " "))) >= _FEWEST_WORDS
    if not is_telling or has_fired != (kind == FALSE_ALARM) or await _find(session, case, kind):
        return
    fresh = Candidate(
        team_id=case.team_id,
        case_id=case.id,
        kind=kind,
        text=text,
        language=case.language,
        said_category=case.category if has_fired else None,
        said_source=case.source if has_fired else None,
        rules=list(case.rules),
        score=case.score,
        status="new",
        created_at=at,
    )
    session.add(fresh)
    await session.flush()


async def withdraw(session: AsyncSession, case: Case, kind: str, at: datetime) -> None:
    """The lead knows better: the verdict was right. What the operator accepted already stays."""
    known = await _find(session, case, kind)
    if known and known.status == "new":
        known.status, known.decided_at = "rejected", at


async def _find(session: AsyncSession, case: Case, kind: str) -> Candidate | None:
    query = select(Candidate).where(Candidate.case_id == case.id, Candidate.kind == kind)
    return (await session.scalars(query)).one_or_none()


async def list_candidates(session: AsyncSession, statuses: Sequence[str]) -> list[Candidate]:
    """The candidates of every team in these states, oldest first."""
    query = select(Candidate).where(Candidate.status.in_(statuses)).order_by(Candidate.id)
    return list(await session.scalars(query))


async def get_candidate(session: AsyncSession, number: int) -> Candidate:
    """One candidate; raises CandidateError for a number that nobody has."""
    found = await session.get(Candidate, number)
    if found is None:
        raise CandidateError(f"There is no candidate {number}: `vigie candidates list --all` shows them.")
    return found


async def accept(session: AsyncSession, number: int, decision: Decision, at: datetime) -> Candidate:
    """Label a candidate; it stands in the next export. Raises CandidateError for half a label."""
    found = await get_candidate(session, number)
    case = await session.get(Case, found.case_id) if found.case_id else None
    label = decision.label or ("none" if found.kind == FALSE_ALARM else "alert")
    category = decision.category or found.said_category or (case.category if case else None)
    source = decision.source or found.said_source or (case.source if case else None)
    _check(number, label, category, source)
    found.label = label
    found.category, found.source = (category, source) if label == "alert" else (None, None)
    found.text = decision.text or found.text
    found.status, found.decided_at = "accepted", at
    return found


def _check(number: int, label: str, category: str | None, source: str | None) -> None:
    if label not in LABELS:
        raise CandidateError(f"A label is one of {', '.join(LABELS)}, not « {label} ».")
    if label == "alert" and (category not in list(Category) or source not in list(Source)):
        raise CandidateError(
            f"Candidate {number} needs a category ({', '.join(Category)}) and a source "
            f"({', '.join(Source)}): add --category and --source."
        )


async def reject(session: AsyncSession, number: int, at: datetime) -> Candidate:
    """Leave a candidate out of the corpus."""
    found = await get_candidate(session, number)
    found.status, found.decided_at = "rejected", at
    return found


def as_row(found: Candidate) -> dict[str, Any]:
    """A line of a corpus file (patterns/corpus/README.md)."""
    return {
        "id": f"candidate-{found.id}",
        "text": found.text,
        "label": found.label,
        "category": found.category,
        "source": found.source,
        "lang": found.language,
        "note": f"{found.kind}, masked; fired: {', '.join(found.rules) or 'nothing'}",
    }
