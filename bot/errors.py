"""The one exception tree. Every message tells its reader what to do next."""

from __future__ import annotations

from pathlib import Path


class VigieError(Exception):
    """Something the operator can mend. The command line prints the message and exits with ``exit_code``."""

    exit_code = 2


class SettingsError(VigieError):
    """A setting is missing, empty, unknown or out of range."""


class PatternError(VigieError):
    """A file of patterns/ is missing or invalid: names the file, the entry and what is wrong."""


class DatabaseError(VigieError):
    """The database cannot be opened, written or migrated."""


class PortError(VigieError):
    """The address to listen on is taken or not allowed."""


class CandidateError(VigieError):
    """A candidate for the corpus does not exist, or is half labelled."""


class AdapterError(VigieError):
    """A platform refuses to work with us at all (bad token): the program stops."""


class SendError(Exception):
    """A reply was not sent. This class itself means a passing trouble: it is tried again, for ever.

    The text must hold no token and no word of a message: it is logged.
    """


class RateLimited(SendError):  # noqa: N818 - the trade's own name
    """The platform asks to wait. Only the chat concerned waits."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"rate limited for {retry_after:g} s")
        self.retry_after = retry_after


class Refused(SendError):  # noqa: N818
    """The platform will never take this reply (removed from the chat, message gone): it is given up."""


class Unreachable(Refused):
    """The person cannot be written to in private (has not opened a private chat, or blocked the bot).

    ``link`` is where a private chat with the bot opens, "" where there is no such address.
    """

    def __init__(self, text: str = "", link: str = "") -> None:
        super().__init__(text)
        self.link = link


class Moved(SendError):  # noqa: N818
    """The chat has a new id: its rows move, and the reply is sent again there."""

    def __init__(self, new_chat: str) -> None:
        super().__init__("the chat moved")
        self.new_chat = new_chat


def where(error: BaseException) -> dict[str, str]:
    """What may be logged of an error that met a message: its kind and its place, never its text."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "unknown"
    return {"error": type(error).__name__, "place": place}
