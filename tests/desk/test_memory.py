"""The memory of conversations: bounded in messages, minutes and chats."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.desk.memory import Memory
from tests.doubles import START, message


def said(memory: Memory, count: int, **fields: str) -> None:
    for number in range(count):
        memory.add(message(f"m{number}", message=str(number), **fields))


def texts(memory: Memory, **fields: Any) -> list[str]:
    return [one.text for one in memory.before(message(**{"message": "new", **fields}))]


def test_it_remembers_the_last_twelve() -> None:
    memory = Memory()
    said(memory, 20)
    assert texts(memory) == [f"m{number}" for number in range(8, 20)]


def test_it_forgets_after_thirty_minutes() -> None:
    memory = Memory()
    said(memory, 2)
    assert texts(memory, at=START + timedelta(minutes=31)) == []


def test_it_forgets_the_chats_heard_least_recently() -> None:
    memory = Memory(chats=2)
    for chat in ("a", "b", "c"):
        said(memory, 1, chat=chat)
    assert [texts(memory, chat=chat) for chat in ("a", "b", "c")] == [[], ["m0"], ["m0"]]


def test_an_edited_message_takes_its_place_and_a_thread_is_a_conversation() -> None:
    memory = Memory()
    memory.add(message("question", message="1"))
    memory.add(message("other", message="2"))
    memory.add(message("question!", message="1", edit="1"))
    memory.add(message("answer", message="3", thread="1"))
    assert texts(memory) == ["question!", "other"]
    assert texts(memory, thread="1") == ["question!", "answer"]
