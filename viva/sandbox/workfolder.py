"""Where the boxes' folders are made: one place per daemon, and none of a dead daemon stays."""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
from pathlib import Path

from viva.sandbox.boxes import remove_folder


def claim(name: str) -> Path:
    """A private folder, empty, locked for as long as this process lives. Those of the dead are cleared away."""
    prefix = f"viva-sandbox-{os.getuid()}-"
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*"):
        _remove_if_dead(left)
    while True:
        folder = Path(tempfile.mkdtemp(prefix=f"{prefix}{name}-"))
        with contextlib.suppress(OSError):
            _lock(folder)
            if folder.exists():  # another daemon that starts may have taken it for a dead one's until the lock
                return folder


def remove(folder: Path) -> None:
    """With all that is in it, two levels deep: a box makes files only."""
    with contextlib.suppress(OSError):
        for entry in folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():
                remove_folder(entry)
            else:
                entry.unlink()
        folder.rmdir()


def _remove_if_dead(folder: Path) -> None:
    with contextlib.suppress(OSError):
        facts = folder.lstat()
        if facts.st_uid == os.getuid() and facts.st_mode == 0o40700:
            os.close(_lock(folder))
            remove(folder)


def _lock(folder: Path) -> int:
    """The descriptor that holds the lock. Raises OSError where another process holds it."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(fd)
        raise
    return fd
