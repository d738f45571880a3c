"""Unix sockets at paths of any length: the kernel takes 107 bytes, a data folder may be deeper."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_MOST_BYTES = 100


@contextmanager
def reachable(path: Path) -> Iterator[str]:
    """A short name for the socket, good inside the `with`. Raises OSError where its folder does not exist."""
    if len(os.fsencode(path)) <= _MOST_BYTES:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)
