"""The fork server: small, with what solutions import already imported, and it never sees a submission.

Each order forks one box, twice over, so that the box becomes the daemon's child and this process has none."""

from __future__ import annotations

import gc
import importlib
import json
import os
import socket
import sys
from contextlib import suppress
from typing import Any

from viva.sandbox import confine, inside, landlock, seccomp

_LIKELY = """
abc array bisect collections collections.abc copy csv dataclasses datetime decimal enum fractions functools
heapq io itertools json linecache math operator queue random re statistics string struct textwrap time
traceback types typing zlib
"""
_ORDER_BYTES = 65536


def serve(control_text: str) -> None:
    """Fork a box per message until the daemon hangs up."""
    control = socket.socket(fileno=int(control_text))
    confine.die_with_parent()
    confine.give_up_privileges()
    readable = confine.readable_folders()
    _warm_up()
    while True:
        message, fds, _, _ = socket.recv_fds(control, _ORDER_BYTES, 4)
        if not message:
            return
        with suppress(OSError):
            _fork_box(json.loads(message), fds=fds, readable=readable)
        for fd in fds:
            os.close(fd)


def _warm_up() -> None:
    os.environ.clear()
    for name in _LIKELY.split():
        importlib.import_module(name)
    _ = landlock.NEEDED_ABI, seccomp.PLAIN
    sys.dont_write_bytecode = True
    gc.collect()
    gc.freeze()


def _fork_box(order: dict[str, Any], *, fds: list[int], readable: tuple[str, ...]) -> None:
    between = os.fork()
    if between:
        os.waitpid(between, 0)
        return
    try:
        if os.fork() == 0:
            job, out, err, result = fds
            guards = confine.Guards(**order["guards"])
            inside.live(
                inside.Orders(
                    folder=order["folder"],
                    daemon_pid=order["daemon_pid"],
                    guards=guards,
                    readable=readable,
                    job=job,
                    out=out,
                    err=err,
                    result=result,
                )
            )
    finally:
        os._exit(0)
