"""Clips that were made, as files named by their key: whole or not there, and not more than fit."""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from pathlib import Path

from viva.speech.tts.base import Clip

_KEY = re.compile(r"[0-9a-f]{64}")
PRUNE_TO = 0.8
PRUNE_EVERY = 64
"""Writes between two looks at how much there is."""


class ClipCache:
    """At most about `largest` bytes under `folder`; what was not used for longest goes first. Blocking calls."""

    def __init__(self, folder: Path, *, largest: int) -> None:
        self._folder = folder
        self._largest = largest
        self._writes = 0

    def get(self, key: str) -> Clip | None:
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        with contextlib.suppress(OSError):
            os.utime(path)
        return Clip(data)

    def renew(self, key: str) -> bool:
        """Whether it is there; then it counts as used now."""
        try:
            os.utime(self._path(key))
        except OSError:
            return False
        return True

    def put(self, key: str, clip: Clip) -> None:
        """A full or lost disk is no trouble: the clip is made again when it is wanted again."""
        with contextlib.suppress(OSError):
            path = self._path(key)
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            descriptor, fresh = tempfile.mkstemp(dir=path.parent, prefix=".")
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(clip.data)
                Path(fresh).replace(path)
            except OSError:
                Path(fresh).unlink(missing_ok=True)
                raise
            self._writes += 1
            if self._writes % PRUNE_EVERY == 1:
                self.prune()

    def prune(self) -> None:
        """Down to four fifths where there is too much."""
        found = [(stat.st_mtime, stat.st_size, path) for path, stat in self._files()]
        total = sum(size for _, size, _ in found)
        if total <= self._largest:
            return
        for _, size, path in sorted(found, key=lambda each: each[0]):
            if total <= self._largest * PRUNE_TO:
                return
            path.unlink(missing_ok=True)
            total -= size

    def _files(self) -> list[tuple[Path, os.stat_result]]:
        found = []
        for path in self._folder.glob("*/*"):
            with contextlib.suppress(OSError):
                found.append((path, path.stat()))
        return found

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise ValueError("no key of a clip")
        return self._folder / key[:2] / f"{key}.wav"
