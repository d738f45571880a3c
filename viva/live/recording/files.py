"""The bytes of recordings in Django's default storage: under random names, synced before anybody is told."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

# Left free on the disk of the files, which most often is the database's too.
RESERVE = 512 * 1024 * 1024
BLOCK = 256 * 1024


class NoRoom(OSError):
    """The disk is full, or as full as it may get."""


def keep(folder: str, content: bytes | Path, *, suffix: str = "part") -> str:
    """The name that it is stored under, once it would survive a power cut. Raises NoRoom and OSError."""
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    _check_room(size)
    name = f"{folder}/{uuid4().hex}.{suffix}"
    try:
        stored = _save(name, content)
        _sync(stored)
    except OSError as error:
        discard(name)
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise NoRoom(str(error)) from error
        raise
    return stored


def _save(name: str, content: bytes | Path) -> str:
    if isinstance(content, bytes):
        return default_storage.save(name, ContentFile(content))
    with content.open("rb") as source:
        return default_storage.save(name, File(source))


def discard(name: str) -> None:
    """What is not there is gone."""
    if name:
        with contextlib.suppress(FileNotFoundError):
            default_storage.delete(name)


def clear_folder(folder: str) -> None:
    """Delete what is in it, and itself. Raises OSError where something stays."""
    for name in names_in(folder):
        discard(name)
    with contextlib.suppress(OSError, NotImplementedError):
        default_storage.delete(folder)


def names_in(folder: str) -> list[str]:
    """With the folder before each."""
    try:
        return [f"{folder}/{name}" for name in default_storage.listdir(folder)[1]]
    except (FileNotFoundError, NotADirectoryError):
        return []


@dataclass(frozen=True, slots=True)
class Spliced:
    """Several files read as if they were one; (name, size) of each, in order."""

    pieces: Sequence[tuple[str, int]]

    @property
    def size(self) -> int:
        return sum(size for _name, size in self.pieces)

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """The bytes from `start` up to `end`, in blocks. Raises FileNotFoundError."""
        before = 0
        for name, size in self.pieces:
            low, high = max(start, before), min(end, before + size)
            if low < high:
                yield from _blocks(name, low - before, high - low)
            before += size


def _blocks(name: str, offset: int, length: int) -> Iterator[bytes]:
    with default_storage.open(name) as file:
        file.seek(offset)
        while length > 0 and (block := file.read(min(BLOCK, length))):
            length -= len(block)
            yield block


def _check_room(size: int) -> None:
    """Of a storage on this machine; another one says so itself."""
    with contextlib.suppress(NotImplementedError, FileNotFoundError):
        folder = Path(default_storage.path(""))
        folder = folder if folder.exists() else Path(settings.VIVA_DATA_DIR)
        if shutil.disk_usage(folder).free < RESERVE + size:
            raise NoRoom(errno.ENOSPC, "less is free than the database needs")


def _sync(name: str) -> None:
    """File and folder, so that both outlive a power cut; a storage elsewhere looks after its own."""
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        return
    for each in (path, path.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
