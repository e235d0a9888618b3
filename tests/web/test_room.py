"""The page's memory: bounded, in order, nobody else's."""

from __future__ import annotations

import asyncio

from adapters.web.people import PEOPLE, VIGIE
from adapters.web.room import MAX_POSTS, Post, Room
from bot.messages import Reply
from bot.ports import Kind

NADIA = PEOPLE["nadia"]


def test_the_memory_is_bounded() -> None:
    room = Room()
    posts = [room.add(Post(NADIA, str(number))) for number in range(MAX_POSTS + 10)]
    assert len(list(room.threads())) == MAX_POSTS
    assert room.get(posts[0].id) is None
    assert room.heard == MAX_POSTS + 10


def test_answers_stand_under_the_first_message() -> None:
    room = Room()
    asked = room.add(Post(NADIA, "a"))
    warning = room.add(Post(VIGIE, reply=Reply("b"), kind=Kind.WARNING, parent=asked.id))
    why = room.add(Post(VIGIE, reply=Reply("c"), kind=Kind.ANSWER, parent=room.root_of(warning.id)))
    assert list(room.threads()) == [(asked, [warning, why])]
    assert room.root_of("forgotten") == ""
    assert (room.heard, room.warned) == (1, 1)


def test_a_change_is_told_once_more() -> None:
    room = Room()
    first, second = room.add(Post(NADIA, "a")), room.add(Post(NADIA, "b"))
    seen = room.seq
    assert room.changed_since(seen) == []
    room.add(first)
    assert room.changed_since(seen) == [first]
    assert room.changed_since(0) == [second, first]


def test_a_post_taken_back_is_told() -> None:
    room = Room()
    post = room.add(Post(NADIA, "a"))
    seen = room.seq
    room.remove(post.id)
    assert room.gone_since(seen) == [post.id]
    assert room.heard == 0


def test_a_toast_goes_to_the_browser_that_pressed_once() -> None:
    room = Room()
    token = room.remember_press("mine")
    room.toast(token, "Noté")
    room.toast(token, "again")
    room.toast("made up", "nobody")
    assert room.take_toasts("other") == []
    assert [toast.text for toast in room.take_toasts("mine")] == ["Noté"]
    assert room.take_toasts("mine") == []


async def test_who_waits_wakes_on_a_change_and_at_the_end() -> None:
    room = Room()
    for change in (lambda: room.add(Post(NADIA, "a")), room.close):
        waiting = asyncio.create_task(room.wait_beyond(room.seq))
        await asyncio.sleep(0)
        assert not waiting.done()
        change()
        await asyncio.wait_for(waiting, 1)
