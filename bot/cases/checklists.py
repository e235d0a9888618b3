"""The checklist of a case: what to do once something was given, and what of it was done, when and by whom."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files

import yaml
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.errors import PatternError
from bot.tables import Case, CaseEvent, CaseTick

KINDS = ("code", "identifier", "screen", "bank", "other")
"""What can be given, as the buttons and forms name it."""
CNIL_WITHIN = timedelta(hours=72)
"""RGPD, article 33: from the moment at which the team knew."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. ``kinds``: what was given when it is to be done."""

    id: str
    kinds: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True)
class Checklist:
    """The steps of a case in order, what was done of them (``ticks``), and since when the team knows."""

    steps: tuple[Step, ...]
    ticks: dict[str, CaseTick]
    since: datetime

    @property
    def is_done(self) -> bool:
        return all(step.id in self.ticks for step in self.steps)


@cache
def load_steps() -> tuple[Step, ...]:
    """The steps of ``patterns/checklists.yaml``; raises PatternError for one that no kind leads to."""
    rows = yaml.safe_load((files("patterns") / "checklists.yaml").read_text(encoding="utf-8"))["steps"]
    for row in rows:
        if not row["for"] or not set(row["for"]) <= set(KINDS):
            raise PatternError(
                f"patterns/checklists.yaml, step {row['id']}: « for » must name some of {', '.join(KINDS)}."
            )
    return tuple(Step(row["id"], tuple(row["for"]), row["source"]) for row in rows)


def steps_for(kinds: Collection[str]) -> tuple[Step, ...]:
    """What to do, in order; for nothing in particular, what is done in any case."""
    wanted = set(kinds) & set(KINDS) or {"other"}
    return tuple(step for step in load_steps() if wanted & set(step.kinds))


async def read_checklist(session: AsyncSession, case: Case) -> Checklist:
    """A case's checklist as it stands."""
    ticks = await session.scalars(select(CaseTick).where(CaseTick.case_id == case.id))
    known = select(CaseEvent.at).where(CaseEvent.case_id == case.id, CaseEvent.kind == "given")
    since = (await session.scalars(known.order_by(CaseEvent.id).limit(1))).first()
    return Checklist(
        steps_for(case.given or ()), {tick.step: tick for tick in ticks}, since or case.created_at
    )


async def tick(session: AsyncSession, case: Case, step: str, actor_id: int | None, at: datetime) -> bool:
    """Note that a step was done; False when it was noted before."""
    known = select(CaseTick.id).where(CaseTick.case_id == case.id, CaseTick.step == step)
    if (await session.scalars(known)).first() is not None:
        return False
    session.add(CaseTick(team_id=case.team_id, case_id=case.id, step=step, actor_id=actor_id, at=at))
    await session.flush()
    return True
