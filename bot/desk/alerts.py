"""From an alert to a case and a warning. One conversation is one case, and is warned once."""

from __future__ import annotations

from bot.cases import book
from bot.cases.masking import mask
from bot.desk import indicators, views
from bot.desk.room import Room
from bot.indicators import find_traces
from bot.messages import Category, Message, Verdict
from bot.ports import Kind, Outgoing
from bot.tables import Case


async def handle(room: Room, message: Message, verdict: Verdict) -> None:
    """Record an alert and say what is to be said. A message known already changes nothing."""
    known = await book.find_case_of(room.session, message)
    if known:
        case, seen = known
        if seen.edit != message.edit:  # warned for an earlier version
            await book.add_message(room.session, case, message)
            await room.note(case, "edited")
        return
    case_of_album = await book.find_album_case(room.session, message)
    if case_of_album:
        await book.add_message(room.session, case_of_album, message)
        return
    recent = await book.find_recent_cases(room.session, room.chat, message.at)
    case_joined = _find_same(recent, verdict)
    if case_joined:
        await _repeat(room, case_joined, message, verdict)
        return
    case_grown = _find_request(recent, verdict)
    if case_grown:
        await _grow(room, case_grown, message, verdict)
        return
    await _open(room, message, verdict)


def _find_same(recent: list[Case], verdict: Verdict) -> Case | None:
    same = (case for case in recent if (case.category, case.source) == (verdict.category, verdict.source))
    return next(same, None)


def _find_request(recent: list[Case], verdict: Verdict) -> Case | None:
    """The request that a secret, given now, answers."""
    if verdict.category is not Category.DISCLOSURE:
        return None
    return next((case for case in recent if case.category and case.category != Category.DISCLOSURE), None)


async def _open(room: Room, message: Message, verdict: Verdict) -> None:
    author_id = await room.person(message.platform, message.author)
    case = await book.open_case(room.session, room.chat, message, _facts(message, verdict, author_id))
    await indicators.keep(room, case, find_traces(message.text, message.links))
    await _warn(room, case, message)
    await room.tell_leads(case, "title", message.message, message.author_name)


async def _repeat(room: Room, case: Case, message: Message, verdict: Verdict) -> None:
    """Counted, and warned only if nobody was warned of it yet or the caller is on the line again."""
    case.count += 1
    is_on_the_line_again = verdict.is_pending and not case.is_pending
    is_unwarned = case.origin == "report" and not await book.is_noted(room.session, case, "repeated")
    case.is_pending = case.is_pending or verdict.is_pending
    await book.add_message(room.session, case, message)
    await indicators.keep(room, case, find_traces(message.text, message.links))
    if is_on_the_line_again or is_unwarned:
        await _warn(room, case, message)
    if is_on_the_line_again:
        await room.tell_leads(case, "pending.title", message.message, message.author_name)
    await room.note(case, "repeated", await room.person(message.platform, message.author))


async def _grow(room: Room, case: Case, message: Message, verdict: Verdict) -> None:
    """A request was answered with a secret: same case, graver, and worth a second warning."""
    case.count += 1
    is_first = not case.is_given
    case.is_given = True
    case.rules = sorted({*case.rules, *_rules(verdict)})
    await book.add_message(room.session, case, message)
    await room.note(case, "grown", await room.person(message.platform, message.author))
    if is_first:
        await _warn(room, case, message, Category.DISCLOSURE)
        await room.tell_leads(case, "grown", message.message, message.author_name)


async def _warn(room: Room, case: Case, message: Message, category: Category | None = None) -> None:
    warning = await views.warning(room, case, category)
    outgoing = Outgoing(
        message.platform,
        message.chat,
        Kind.WARNING,
        warning,
        thread=message.thread,
        reply_to=message.message,
    )
    await room.send(outgoing, f"warning:{message.chat}:{message.message}", case)


def _facts(message: Message, verdict: Verdict, author_id: int | None) -> book.Facts:
    is_disclosure = verdict.category is Category.DISCLOSURE
    return book.Facts(
        origin="detector",
        category=verdict.category,
        source=verdict.source,
        rules=_rules(verdict),
        score=verdict.score,
        excerpt=mask(message.text, is_strict=is_disclosure),
        author_id=author_id,
        language=verdict.language,
        is_pending=verdict.is_pending,
        is_given=is_disclosure,
    )


def _rules(verdict: Verdict) -> tuple[str, ...]:
    """Names only: a span would not be a secret, but nothing needs it."""
    return tuple(dict.fromkeys(reason.rule for reason in verdict.reasons))
