"""The child's side of `viva.core.worker_process`: requests on stdin, replies on stdout, until stdin closes."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Callable
from typing import BinaryIO

from viva.core.frames import frame, read_frame

NICENESS = 5
"""Below the web process, which must stay quick while workers work."""


def standard_pipes() -> tuple[BinaryIO, BinaryIO]:
    """For requests and for replies. From here on whatever a library prints goes to standard error."""
    source, target = sys.stdin.buffer, os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with contextlib.suppress(OSError):
        os.nice(NICENESS)
    return source, target


def serve_requests(source: BinaryIO, target: BinaryIO, reply: Callable[[bytes], bytes]) -> None:
    """Say hello (an empty message), then `reply` to each request."""
    _send(target, b"")
    while (data := read_frame(source)) is not None:
        _send(target, reply(data))


def _send(target: BinaryIO, data: bytes) -> None:
    target.write(frame(data))
    target.flush()
