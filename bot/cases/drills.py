"""Drills in the case book: planned, posted, noticed, revealed. Only totals outlive them."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.replies.zone import ZONE
from bot.tables import Case, Drill, OutboxRow

SCENARIOS = ("1", "2", "3")
LASTS = timedelta(minutes=30)
"""From the invented request to the word that it was one."""
CALM = timedelta(hours=1)
"""A real case within this time puts the drill off by as much."""
OPEN, CLOSE, SUNDAY = time(9), time(18, 30), 6
_TRIES = 400
_SOON = timedelta(minutes=1)


def choose_moment(start: datetime, until: datetime, chance: random.Random) -> datetime:
    """Any moment of the window, at an hour when the pharmacy is open if there is one."""
    length = max((until - start - _SOON).total_seconds(), 0)
    tries = [start + _SOON + timedelta(seconds=chance.random() * length) for _ in range(_TRIES)]
    moment = next((one for one in tries if _is_open(one)), tries[0])
    return min(moment, until)


def _is_open(at: datetime) -> bool:
    local = at.astimezone(ZONE)
    return local.weekday() != SUNDAY and OPEN <= local.time() <= CLOSE


async def find_current(session: AsyncSession, team_id: int) -> Drill | None:
    """The drill that is planned or going on."""
    query = select(Drill).where(Drill.team_id == team_id, Drill.status.in_(("planned", "posted")))
    return (await session.scalars(query.order_by(Drill.id.desc()).limit(1))).first()


async def find_due(session: AsyncSession, now: datetime) -> Sequence[Drill]:
    """Drills whose moment, or whose end, has come."""
    is_due = (Drill.status == "planned") & (Drill.starts_at <= now)
    is_over = (Drill.status == "posted") & (Drill.posted_at <= now - LASTS)
    return (await session.scalars(select(Drill).where(is_due | is_over).order_by(Drill.id))).all()


async def is_calm(session: AsyncSession, team_id: int, now: datetime) -> bool:
    """Whether nothing real has happened lately."""
    query = select(Case.id).where(Case.team_id == team_id, Case.last_at > now - CALM, Case.status == "open")
    return (await session.scalars(query.limit(1))).first() is None


async def find_drill_of(session: AsyncSession, platform: str, chat: str, message: str) -> Drill | None:
    """The drill that a message of ours is the request of."""
    query = select(OutboxRow.key).where(
        OutboxRow.platform == platform,
        OutboxRow.chat == chat,
        OutboxRow.sent_message == message,
        OutboxRow.key.startswith(f"{platform}:drill:"),
    )
    key = (await session.scalars(query.limit(1))).first()
    return await session.get(Drill, int(key.rpartition(":")[2])) if key else None


def note(drill: Drill, person: str, at: datetime, is_report: bool) -> bool:
    """Somebody noticed. False when he had, or when the drill is over."""
    if drill.status != "posted":
        return False
    is_new = person not in drill.noticed_by
    if is_new:
        drill.noticed_by = [*drill.noticed_by, person]
    if is_report and person not in drill.reported_by:
        drill.reported_by = [*drill.reported_by, person]
    drill.noticed, drill.reported = len(drill.noticed_by), len(drill.reported_by)
    drill.first_at = drill.first_at or max(at, drill.posted_at or at)
    return is_new


def end(drill: Drill, at: datetime) -> None:
    """Only totals are kept."""
    drill.status, drill.revealed_at = "revealed", at
    drill.noticed_by, drill.reported_by = [], []
