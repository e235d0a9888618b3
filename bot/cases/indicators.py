"""The indicators of cases: kept with a case, and found again in the next message or report."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from bot.indicators import Trace
from bot.tables import Case, Indicator, OwnNumber

SHOWN = 3
"""How many are named in one reply."""


@dataclass(frozen=True, slots=True)
class Seen:
    """An indicator that another case named before, and when that was the last time."""

    trace: Trace
    at: datetime
    case_id: int


async def record(session: AsyncSession, case: Case, traces: Collection[Trace], at: datetime) -> None:
    """Keep what a case names; what it has already is left as it is."""
    query = select(Indicator.kind, Indicator.value).where(Indicator.case_id == case.id)
    known = {(kind, value) for kind, value in await session.execute(query)}
    for trace in traces:
        if (trace.kind, trace.value) not in known:
            row = Indicator(team_id=case.team_id, case_id=case.id, kind=trace.kind, value=trace.value, at=at)
            session.add(row)
    await session.flush()


async def find_traces_of(session: AsyncSession, case: Case) -> list[Trace]:
    """What a case names, in order."""
    query = select(Indicator.kind, Indicator.value).where(Indicator.case_id == case.id).order_by(Indicator.id)
    return [Trace(kind, value) for kind, value in await session.execute(query)]


async def seen_before(session: AsyncSession, case: Case) -> list[Seen]:
    """What a case names and an earlier case of the team named, false alarms apart."""
    mine, theirs = aliased(Indicator), aliased(Indicator)
    query = (
        select(theirs)
        .join(mine, (mine.kind == theirs.kind) & (mine.value == theirs.value))
        .join(Case, Case.id == theirs.case_id)
        .where(
            mine.case_id == case.id,
            theirs.team_id == case.team_id,
            theirs.case_id < case.id,
            Case.status != "false_alarm",
        )
        .order_by(theirs.id.desc())
    )
    return _newest(await session.scalars(query))


async def find_known(session: AsyncSession, team_id: int, traces: Collection[Trace]) -> list[Seen]:
    """Which of these a case of the team names, false alarms apart."""
    query = (
        select(Indicator)
        .join(Case, Case.id == Indicator.case_id)
        .where(
            Indicator.team_id == team_id,
            Indicator.value.in_({trace.value for trace in traces}),
            Case.status != "false_alarm",
        )
        .order_by(Indicator.id.desc())
    )
    return [one for one in _newest(await session.scalars(query)) if one.trace in traces]


def _newest(rows: Iterable[Indicator]) -> list[Seen]:
    found: dict[Trace, Seen] = {}
    for row in rows:
        trace = Trace(row.kind, row.value)
        found.setdefault(trace, Seen(trace, row.at, row.case_id))
    return list(found.values())[:SHOWN]


async def find_own(session: AsyncSession, team_id: int, digests: Collection[str]) -> set[str]:
    """Which of these digests are colleagues' own numbers."""
    query = select(OwnNumber.digest).where(OwnNumber.team_id == team_id, OwnNumber.digest.in_(digests))
    return set(await session.scalars(query))


async def add_own(session: AsyncSession, own: OwnNumber, value: str) -> bool:
    """Make a number a colleague's: no indicator any more, nor later. False when that is so already."""
    await session.execute(delete(Indicator).where(Indicator.team_id == own.team_id, Indicator.value == value))
    known = select(func.count()).where(OwnNumber.team_id == own.team_id, OwnNumber.digest == own.digest)
    if await session.scalar(known):
        return False
    session.add(own)
    await session.flush()
    return True
