"""The App Home: open cases with buttons and the week for a lead, what Vigie does for everybody else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from babel.dates import format_datetime
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from adapters.slack.blocks import make_blocks
from adapters.slack.ids import PLATFORM
from adapters.slack.workspaces import Workspaces
from bot.commands import aide
from bot.commands.resume import WEEK
from bot.database import Database
from bot.keyring import Keyring
from bot.messages import Reply
from bot.replies.others import make_help, make_week
from bot.replies.warning import make_notice
from bot.replies.words import DEFAULT, words
from bot.replies.zone import ZONE
from bot.tables import Case, Lead

SHOWN = 15
"""Open cases on the page: Slack takes 100 blocks, a case is two."""


@dataclass(frozen=True, slots=True)
class HomePages:
    """Publishes the page of one person at a time."""

    database: Database
    keyring: Keyring
    workspaces: Workspaces

    async def publish(self, team: str, user: str) -> None:
        """Show the page anew. Raises what the Web API raises."""
        view = await self.make_view(f"{team}/{user}", datetime.now(UTC))
        client = await self.workspaces.client(team)
        await client.views_publish(user_id=user, view=view)

    async def make_view(self, person: str, now: datetime) -> dict[str, Any]:
        async with self.database.read() as session:
            led = await _led_teams(session, person, now)
            if not led:
                return _view([make_help(DEFAULT, aide.SHOWN)])
            cases = await _open_cases(session, led)
            week = await _count_week(session, led, now)
        shown = [self._case(case) for case in cases[:SHOWN]]
        return _view([make_week(DEFAULT, week, len(cases)), _open_page(len(cases)), *shown])

    def _case(self, case: Case) -> Reply:
        notice = make_notice(case, self.keyring, "open")
        at = format_datetime(case.created_at, "short", ZONE, case.language)
        return Reply(lines=("\n".join((f"{notice.title} · {at}", *notice.lines)),), buttons=notice.buttons)


async def _led_teams(session: AsyncSession, person: str, now: datetime) -> Sequence[int]:
    is_valid = Lead.until.is_(None) | (Lead.until > now)
    query = select(Lead.team_id).where(Lead.platform == PLATFORM, Lead.person == person, is_valid)
    return (await session.scalars(query)).all()


async def _open_cases(session: AsyncSession, teams: Sequence[int]) -> list[Case]:
    query = select(Case).where(Case.team_id.in_(teams), Case.status == "open").order_by(Case.id.desc())
    return list(await session.scalars(query))


async def _count_week(session: AsyncSession, teams: Sequence[int], now: datetime) -> dict[str | None, int]:
    """Cases of the last seven days by category, most frequent first."""
    query = (
        select(Case.category, func.count())
        .where(Case.team_id.in_(teams), Case.created_at > now - WEEK)
        .group_by(Case.category)
        .order_by(func.count().desc())
    )
    return {row[0]: row[1] for row in await session.execute(query)}


def _open_page(count: int) -> Reply:
    say = words()
    return Reply(title=say("home.open"), lines=(say("home.none"),) if not count else ())


def _view(pages: Sequence[Reply]) -> dict[str, Any]:
    return {"type": "home", "blocks": [block for page in pages for block in make_blocks(page)]}
