"""What the bot finds at its start: groups that it does not hear any more, or is no longer in."""

from __future__ import annotations

from sqlalchemy import select

from bot.settings import Settings
from bot.tables import Chat
from tests.telegram.conftest import Room, at_work
from tests.telegram.people import ALERT, GROUP, OTHER_GROUP, membership, said
from tests.telegram.server import BOT, ApiError, BotApi


def looked(api: BotApi) -> int:
    return sum(method == "getChatMember" for method, _ in api.calls)


async def active(room: Room) -> dict[str, bool]:
    async with room.app.database.read() as session:
        return {chat.chat: chat.is_active for chat in await session.scalars(select(Chat))}


async def test_groups_are_looked_at(settings: Settings, api: BotApi) -> None:
    async with at_work(settings, api) as room:
        for chat in (GROUP, OTHER_GROUP):
            api.push(membership("member", chat))
        await room.until(lambda: len(api.sent) == 2)
        await room.quiet()
    api.me["can_read_all_group_messages"] = False
    api.members[str(OTHER_GROUP), BOT["id"]] = "unknown"
    for starts in (1, 2):
        async with at_work(settings, api) as room:
            await room.until(lambda: len(api.sent) == 3)
            await room.quiet()
            assert await active(room) == {str(GROUP): True, str(OTHER_GROUP): False}, starts
    assert api.sent[2].chat == str(GROUP)
    assert "/setprivacy" in api.sent[2].text
    assert len(api.sent) == 3
    assert looked(api) == 3


async def test_a_plain_server_is_enough(settings: Settings, api: BotApi) -> None:
    needed = ("getMe", "getUpdates", "sendMessage")
    api.fault = lambda method, _: None if method in needed else ApiError(404, "Not Found")
    for _ in range(2):
        async with at_work(settings, api) as room:
            alert = said(ALERT)
            api.push(alert)
            await room.until(lambda a=alert: bool(api.replies(GROUP, a["message"]["message_id"])))  # type: ignore[misc]
            await room.quiet()
            assert await active(room) == {str(GROUP): True}
