"""Folders and zip archives seen the same way: names and streams. An archive is never unpacked to the disk."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from bot.errors import VigieError

MAX_MEMBERS = 300_000
MAX_RATIO = 300  # chats as JSON shrink 10 to 30 times; a bomb a thousand times and more
MIN_BOMB = 8 << 20  # bytes unpacked: below, a high ratio harms nobody
MAX_FOLDERS = 2  # a day's file stands in the folder of its channel, and that maybe in one of the export
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)


class Container(Protocol):
    """The files of an export. Names are relative, with ``/``."""

    name: str

    def sizes(self) -> dict[str, int]: ...

    def open(self, name: str) -> IO[bytes]: ...


class Folder:
    """An export that was unpacked, or written as a folder by its program."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        self._path = path

    def sizes(self) -> dict[str, int]:
        found = {}
        for folder, folders, files in os.walk(self._path):
            if len(Path(folder).relative_to(self._path).parts) >= MAX_FOLDERS:
                folders.clear()
            for file in files:
                path = Path(folder, file)
                if path.is_file():
                    found[path.relative_to(self._path).as_posix()] = path.stat().st_size
        return found

    def open(self, name: str) -> IO[bytes]:
        return (self._path / name).open("rb")


class Archive:
    """A zip archive, checked against hostile names and bombs before anything is read. Close it after use."""

    def __init__(self, path: Path) -> None:
        self.name = str(path)
        with readable(self.name):
            self._zip = zipfile.ZipFile(path)
        try:
            self._check(path.stat().st_size)
        except VigieError:
            self.close()
            raise

    def sizes(self) -> dict[str, int]:
        return {info.filename: info.file_size for info in self._zip.infolist() if not info.is_dir()}

    def open(self, name: str) -> IO[bytes]:
        with readable(self.name):
            return self._zip.open(name)

    def close(self) -> None:
        self._zip.close()

    def _check(self, size: int) -> None:
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise VigieError(f"{self.name} holds more files than any chat export: it was not opened.")
        self._check_growth(size, sum(member.file_size for member in members))
        for member in members:
            self._check_member(member)

    def _check_growth(self, packed: int, unpacked: int) -> None:
        if unpacked > max(MIN_BOMB, packed * MAX_RATIO):
            raise VigieError(f"{self.name} would unpack to far more than a chat export: it was not opened.")

    def _check_member(self, member: zipfile.ZipInfo) -> None:
        path = PurePosixPath(member.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or ":" in member.filename[1:2]:
            raise VigieError(f"{self.name} holds names that lead out of it (../): it was not opened.")
        self._check_growth(member.compress_size, member.file_size)
        if member.flag_bits & 1:
            raise VigieError(f"{self.name} has a password: unpack it, then scan the folder.")


@contextmanager
def readable(name: str) -> Iterator[None]:
    """Turn what a damaged archive raises into a sentence."""
    try:
        yield
    except ZIP_ERRORS:
        raise VigieError(f"{name} is a damaged zip archive: download the export once more.") from None
