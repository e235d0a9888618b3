"""The web chat's team in the case book: its lead, and the days that its replays have used."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from adapters.web.people import CHAT, PEOPLE, PHARMACY
from adapters.web.translate import PLATFORM
from bot.cases.chats import enter_chat, find_leads
from bot.database import Database
from bot.keyring import Keyring
from bot.tables import Case, Chat, Lead

REPLAY_DAYS = 60
"""How far back a free day is looked for."""


async def settle(database: Database) -> None:
    """The room is a team from its first start, and its titulaire leads it: nobody could say so there."""
    now = datetime.now(UTC)
    lead = next(person for person in PEOPLE.values() if person.is_lead)
    async with database.write() as session:
        chat = await enter_chat(session, PLATFORM, CHAT, now, PHARMACY)
        if not await find_leads(session, chat.team_id, now):
            row = Lead(
                team_id=chat.team_id, platform=PLATFORM, person=lead.id, name=lead.name, created_at=now
            )
            session.add(row)


def names_of(keyring: Keyring, team_id: int) -> dict[str, str]:
    """The names of the room's people by the pseudonyms that the case book knows them under."""
    return {keyring.pseudonym(team_id, PLATFORM, one.id): one.name for one in PEOPLE.values()}


async def pick_day(database: Database) -> date:
    """The last past day without a case: on another, a second replay would only repeat its cases."""
    cases = select(Case.created_at).join(Chat, Case.chat_id == Chat.id)
    async with database.read() as session:
        found = await session.scalars(cases.where(Chat.platform == PLATFORM, Chat.chat == CHAT))
        taken = {at.astimezone().date() for at in found}
    yesterday = date.today() - timedelta(days=1)
    days = (yesterday - timedelta(days=back) for back in range(REPLAY_DAYS))
    return next((day for day in days if day not in taken), yesterday)
