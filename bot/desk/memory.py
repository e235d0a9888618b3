"""What the bot remembers of a conversation: in memory only, bounded, gone with the process."""

from __future__ import annotations

from collections import OrderedDict, deque
from datetime import timedelta

from bot.messages import Message

MESSAGES = 12
SPAN = timedelta(minutes=30)
CHATS = 5_000


class Memory:
    """The last messages of the chats heard most recently."""

    def __init__(self, messages: int = MESSAGES, span: timedelta = SPAN, chats: int = CHATS) -> None:
        self._messages, self._span, self._chats = messages, span, chats
        self._heard: OrderedDict[tuple[str, str], deque[Message]] = OrderedDict()

    def before(self, message: Message) -> list[Message]:
        """What was said shortly before in the same thread, oldest first; not the message itself."""
        said = self._heard.get((message.platform, message.chat), ())
        return [one for one in said if _is_near(one, message) and message.at - one.at <= self._span]

    def add(self, message: Message) -> None:
        """Remember a message; an edited one takes the place of its first version."""
        key = (message.platform, message.chat)
        said = self._heard.setdefault(key, deque(maxlen=self._messages))
        self._heard.move_to_end(key)
        for place, one in enumerate(said):
            if one.message == message.message:
                said[place] = message
                break
        else:
            said.append(message)
        if len(self._heard) > self._chats:
            self._heard.popitem(last=False)

    def forget(self, platform: str, chat: str) -> None:
        self._heard.pop((platform, chat), None)


def _is_near(one: Message, message: Message) -> bool:
    """In the same thread, or the message that the thread hangs on."""
    is_other = one.message != message.message
    return is_other and message.thread in (one.thread, one.message)
