"""The fork server: small, with what solutions import already imported, and it never sees a submission.

Each order forks one box, twice over: the box becomes the daemon's child, or, in a container, the first process of
namespaces of its own; and this process has none."""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import socket
import sys
from contextlib import suppress
from typing import Any

from viva.sandbox import confine, containing, inside, seccomp

# Not random and nothing that imports threading: both have something to do after every fork, in every child.
_LIKELY = """
abc array bisect collections collections.abc copy dataclasses datetime enum functools heapq io itertools json
linecache math operator re string struct textwrap time traceback types typing
"""
_ORDER_BYTES = 1 << 18


def serve(control_text: str) -> None:
    """Fork a box per message until the daemon hangs up."""
    control = socket.socket(fileno=int(control_text))
    confine.die_with_parent()
    confine.give_up_privileges()
    confine.bound_capabilities()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _warm_up()
    while True:
        message, fds, _, _ = socket.recv_fds(control, _ORDER_BYTES, 1)
        if not message:
            return
        with suppress(OSError):
            _fork_box(json.loads(message), channel=fds[0])
        for fd in fds:
            os.close(fd)


def _warm_up() -> None:
    os.environ.clear()
    for name in _LIKELY.split():
        importlib.import_module(name)
    confine.interpreter_rules()
    for calls in (seccomp.Calls(), seccomp.Calls(threads=True, programs=True)):
        seccomp.filter_for(calls)
    _forget_own_modules()
    sys.dont_write_bytecode = True
    gc.collect()
    gc.freeze()
    gc.disable()  # for the runners, which end before they have much to collect; strangers' code gets it back


def _forget_own_modules() -> None:
    """The stranger's imports find the standard library alone."""
    for name in [name for name in sys.modules if name == "viva" or name.startswith("viva.")]:
        del sys.modules[name]
    sys.path[:] = [entry for entry in sys.path if not entry.startswith("/proc/")]
    sys.path_importer_cache.clear()


def _fork_box(order: dict[str, Any], *, channel: int) -> None:
    between = os.fork()
    if between:
        os.waitpid(between, 0)
        return
    try:
        orders = inside.Orders(**order)
        if orders.is_contained:
            containing.part()
        if os.fork() == 0:
            inside.live(orders, channel=channel)
    finally:
        os._exit(0)
