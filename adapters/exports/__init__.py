"""The files that people have, read as items to scan. No network; nothing is written or unpacked."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path, PurePosixPath
from stat import S_ISREG
from typing import IO

from adapters.exports.containers import Archive, Container, Folder, readable
from adapters.exports.json_stream import drain, locating, parse
from adapters.exports.lines import BadLine, parse_line, read_json_lines, read_text
from adapters.exports.recognise import BOM, HEAD, SUPPORTED, Format, recognise
from adapters.exports.slack import Channel, is_slack, read_day, read_slack
from adapters.exports.streams import counted
from adapters.exports.telegram import read_telegram
from bot.errors import VigieError
from bot.scan import Item, Tally

__all__ = ["STANDARD_INPUT", "read"]

STANDARD_INPUT = "-"

Reopen = Callable[[], IO[bytes]] | None


def read(path: str, tally: Tally) -> Iterator[Item]:
    """The items of a file, folder, archive or the standard input (``-``), in order and one at a time.

    Bad lines go to ``tally``. Raises ``VigieError`` when the input cannot be used, or not to its end.
    """
    before, items = tally.bad, 0
    try:
        for item in _read(path, tally):
            items += 1
            yield item
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise VigieError(f"{path} cannot be read ({reason}): check the path and its rights.") from None
    if not items and tally.bad > before:
        raise VigieError(f"{path}: not one line or message could be read. Give {SUPPORTED}.")


def _read(path: str, tally: Tally) -> Iterator[Item]:
    if path == STANDARD_INPUT:
        yield from _read_stream(sys.stdin.buffer, "standard input", tally)
    elif Path(path).is_dir():
        yield from _read_container(Folder(Path(path)), tally)
    else:
        yield from _read_file(Path(path), tally)


def _read_file(path: Path, tally: Tally) -> Iterator[Item]:
    status = path.stat()
    is_regular = S_ISREG(status.st_mode)  # a pipe can be read once only
    with path.open("rb") as stream:
        is_zip = is_regular and stream.read(2) == b"PK"
        if is_regular:
            stream.seek(0)
        if not is_zip:
            tally.total += status.st_size
            reopen = (lambda: path.open("rb")) if is_regular else None
            yield from _read_stream(stream, str(path), tally, reopen)
            return
    with closing(Archive(path)) as archive:
        yield from _read_container(archive, tally)


def _read_container(container: Container, tally: Tally) -> Iterator[Item]:
    sizes = container.sizes()
    results = [name for name in sizes if PurePosixPath(name).name == "result.json" and name.count("/") <= 1]
    if is_slack(sizes):
        yield from read_slack(container, tally)
    elif results:
        tally.total += sum(sizes[name] for name in results)
        for name in results:
            yield from _read_member(container, name, tally)
    elif any(name.endswith("_chat.txt") or "WhatsApp Chat" in name for name in sizes):
        raise VigieError(
            f"{container.name} is an export of WhatsApp, which cannot be read. Give {SUPPORTED}."
        )
    else:
        raise VigieError(f"{container.name} holds no chat export. Give {SUPPORTED}.")


def _read_member(container: Container, name: str, tally: Tally) -> Iterator[Item]:
    with readable(container.name), container.open(name) as stream:
        shown = f"{container.name}, {name}"
        yield from _read_stream(stream, shown, tally, lambda: container.open(name), suffix=".json")


def _read_stream(
    stream: IO[bytes], name: str, tally: Tally, reopen: Reopen = None, suffix: str = ""
) -> Iterator[Item]:
    head = _head(stream).removeprefix(BOM)
    source = counted(stream, tally, head)
    match recognise(head, name, suffix or PurePosixPath(name).suffix.lower()):
        case Format.ZIP:
            raise VigieError(f"{name} is a zip archive: give its path, so that it can be read.")
        case Format.OTHER_JSON:
            with locating(name, reopen):
                drain(parse(source))
            raise VigieError(f"{name} is JSON, but no chat export known here. Give {SUPPORTED}.")
        case Format.TELEGRAM:
            with locating(name, reopen):
                yield from read_telegram(source, name, tally)
        case Format.SLACK_DAY:
            with locating(name, reopen):
                yield from read_day(source, name, Channel("", {}), tally)
        case Format.JSON_LINES:
            yield from read_json_lines(source, name, tally)
        case Format.TEXT:
            yield from read_text(source, name, tally)


def _head(stream: IO[bytes]) -> bytes:
    """Enough to recognise the format. A pipe whose first line says it is not waited for any longer."""
    read: Callable[[int], bytes] = getattr(stream, "read1", stream.read)
    head = b""
    while len(head) < HEAD and not _is_contract(head):
        piece = read(HEAD - len(head))
        if not piece:
            break
        head += piece
    return head


def _is_contract(head: bytes) -> bool:
    line, end, _ = head.partition(b"\n")
    if not end:
        return False
    try:
        parse_line(line.removeprefix(BOM))
    except BadLine:
        return False
    return True
