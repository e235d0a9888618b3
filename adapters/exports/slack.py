"""Slack exports: a folder or zip with ``users.json``, ``channels.json`` and one file a channel and day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any

from adapters.exports.containers import Container, readable
from adapters.exports.json_stream import PARSE_ERRORS, TooDeep, drain, elements, locating, parse
from adapters.exports.slack_text import Names, shown
from adapters.exports.streams import counted
from adapters.exports.values import as_text, as_time
from bot.errors import VigieError
from bot.messages import Message
from bot.scan import Item, Kind, Tally

DAY = re.compile(r"(?:(?P<root>[^/]+)/)?(?P<channel>[^/]+)/\d{4}-\d{2}-\d{2}\.json")
LISTS = ("channels", "groups", "dms", "mpims")
# Lines that Slack writes by itself: nobody asks anything in them.
SILENT_SUBTYPES = frozenset(
    {"pinned_item", "unpinned_item", "bot_add", "bot_remove", "tombstone", "reminder_add", "sh_room_created"}
)
SILENT_PREFIXES = ("channel_", "group_", "huddle_")


@dataclass(frozen=True, slots=True)
class Channel:
    """Where messages stand: its id ("" when each message names it), and how people are called."""

    id: str
    names: Names


def is_slack(names: Mapping[str, int]) -> bool:
    """Whether these file names are a Slack export's."""
    return any(DAY.fullmatch(name) for name in names)


def read_slack(container: Container, tally: Tally) -> Iterator[Item]:
    """The messages channel by channel, day by day. A broken file raises ``VigieError`` with name and line."""
    sizes = container.sizes()
    days = sorted(match.group("channel", 0) for match in map(DAY.fullmatch, sizes) if match)
    tally.total += sum(sizes[day] for _, day in days)
    files = {name.rpartition("/")[2]: name for name in sizes if name.count("/") <= 1}
    people = _listing(container, files.get("users.json"), tally)
    names = {as_text(person.get("id")): _called(person) for person in people}
    channels = {
        as_text(channel.get("name") or channel.get("id")): as_text(channel.get("id"))
        for kind in LISTS
        for channel in _listing(container, files.get(f"{kind}.json"), tally)
    }
    for channel, day in days:
        name = f"{container.name}, {day}"
        try:
            yield from _read_member(
                container, day, name, Channel(channels.get(channel, channel), names), tally
            )
        except VigieError as error:  # one day that is broken does not cost the others
            tally.reject(name, str(error))


def _read_member(container: Container, day: str, name: str, channel: Channel, tally: Tally) -> Iterator[Item]:
    with readable(container.name), locating(name, lambda: container.open(day)), container.open(day) as stream:
        yield from read_day(counted(stream, tally), name, channel, tally)


def read_day(stream: IO[bytes], name: str, channel: Channel, tally: Tally) -> Iterator[Item]:
    """The messages of one file: a JSON array. Raises what ijson raises."""
    events = parse(stream)
    if next(events)[0] != "start_array":
        tally.reject(name, "not a list of Slack messages")
        return
    for data in elements(events):
        if not isinstance(data, dict):
            tally.reject(name, "one entry is not a message")
        elif not is_silent(data.get("subtype")) and (item := _item(data, channel)):
            yield item
    drain(events)


def is_silent(subtype: Any) -> bool:
    """Whether Slack writes messages of this subtype by itself."""
    return isinstance(subtype, str) and (subtype in SILENT_SUBTYPES or subtype.startswith(SILENT_PREFIXES))


def _item(data: Mapping[str, Any], channel: Channel) -> Item | None:
    text, links = shown(data, channel.names)
    if not text:
        return None
    timestamp = as_text(data.get("ts"))
    author = as_text(data.get("user") or data.get("bot_id"))
    thread = as_text(data.get("thread_ts"))
    message = Message(
        platform="export",
        chat=channel.id or as_text(data.get("channel_name")),
        message=timestamp,
        author=author,
        text=text,
        at=as_time(timestamp),
        thread="" if thread == timestamp else thread,
        author_name=channel.names.get(author) or as_text(data.get("username")),
        links=links,
    )
    return Item(f"{message.chat}/{timestamp}" if message.chat else timestamp, (message,), Kind.CHAT)


def _listing(container: Container, name: str | None, tally: Tally) -> list[dict[str, Any]]:
    """The objects of ``users.json`` and its like. A broken list costs names only: ids stand for them."""
    if name is None:
        return []
    try:
        with readable(container.name), container.open(name) as stream:
            events = parse(stream)
            if next(events)[0] == "start_array":
                return [entry for entry in elements(events) if isinstance(entry, dict)]
    except (*PARSE_ERRORS, TooDeep, VigieError):
        tally.reject(f"{container.name}, {name}", "damaged, ids stand for its names")
    return []


def _called(person: Mapping[str, Any]) -> str:
    profile = person.get("profile")
    shown_name = profile.get("display_name") if isinstance(profile, dict) else None
    return as_text(shown_name or person.get("real_name") or person.get("name"))
