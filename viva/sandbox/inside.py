"""The life of a box: fresh from the fork server, it confines itself, is the runner of one submission, and ends."""

from __future__ import annotations

import fcntl
import io
import os
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from viva.sandbox import confine, containing, frames, landlock, runner, syscalls
from viva.sandbox.starting import Place
from viva.sandbox.work import plan_of

_CHANNEL, _PROC, _FIRST_FREE = 3, 4, 5
_ABOVE_ALL = 100
_PARENT_SECONDS = 5.0
_PR_SET_CHILD_SUBREAPER = 36
NICENESS = 5


@dataclass(frozen=True, slots=True)
class Orders:
    """What the daemon tells a new box, as JSON. `warm` is a plan's message; `abi` 0: no Landlock."""

    folder: str
    daemon_pid: int
    guards: dict[str, bool]
    abi: int
    readable: list[str]
    is_contained: bool
    warm: dict[str, Any] | None
    memory_mb: int
    spares: int


def live(orders: Orders, *, channel: int) -> NoReturn:
    """Never returns. Where the box itself failed it says why: the daemon then tries another."""
    try:
        place = _settle(orders, channel)
        warm = plan_of(orders.warm) if orders.warm else None
        connection = socket.socket(fileno=_CHANNEL)
        work = runner.Runner(
            connection, place, proc=_PROC, warm=warm, memory_mb=orders.memory_mb, spares=orders.spares
        )
        pidfd = os.pidfd_open(os.getpid())
        socket.send_fds(connection, [frames.pack({"pid": os.getpid()})], [pidfd])
        os.close(pidfd)
        work.serve()
        os._exit(0)
    except BaseException as error:
        with suppress(OSError):
            frames.write_whole(_CHANNEL, {"failed": f"{error!r} {getattr(error, 'filename', '')}"})
    finally:
        os._exit(70)


def _settle(orders: Orders, channel: int) -> Place:
    guards = confine.Guards(**orders.guards)
    place = Place(orders.folder, guards, orders.abi, tuple(orders.readable), orders.is_contained)
    os.setsid()
    os.umask(0o077)
    syscalls.prctl(_PR_SET_CHILD_SUBREAPER, 1)
    proc = _enter(place, daemon_pid=orders.daemon_pid)
    _arrange_descriptors(channel, proc)
    confine.give_up_privileges()
    with suppress(OSError):
        os.nice(NICENESS)
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_IGN)
    for folder in (place.build, place.tmp):
        os.makedirs(folder, 0o700, exist_ok=True)
    if guards.rlimits:
        confine.limit_box()
    if guards.landlock:
        landlock.Ruleset(place.runner_rules(), abi=place.abi).enforce()
    return place


def _enter(place: Place, *, daemon_pid: int) -> int:
    """The descriptor of /proc; then what is around the box stands.

    A container's first process dies with the daemon, and all namespaces within it with that.
    """
    if place.has_capabilities:
        return containing.enter(place.folder)
    _await_daemon(daemon_pid)
    return os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)


def _arrange_descriptors(channel: int, proc: int) -> None:
    """0 to 2 nowhere, the channel, /proc, and nothing else open."""
    parked = [fcntl.fcntl(fd, fcntl.F_DUPFD, _ABOVE_ALL) for fd in (channel, proc)]
    null = os.open("/dev/null", os.O_RDWR)
    for place, fd in enumerate((null, null, null, *parked)):
        os.dup2(fd, place, inheritable=False)
    os.closerange(_FIRST_FREE, 1 << 16)
    # Of the children: what is printed goes straight to the pipe, so that it is kept whatever ends them.
    sys.stdin = io.TextIOWrapper(io.FileIO(0, "r", closefd=False), encoding="utf-8")
    sys.stdout, sys.stderr = _text_writer(1), _text_writer(2)
    sys.__stdin__, sys.__stdout__, sys.__stderr__ = sys.stdin, sys.stdout, sys.stderr  # type: ignore[misc]


def _text_writer(fd: int) -> io.TextIOWrapper:
    raw = io.FileIO(fd, "w", closefd=False)
    return io.TextIOWrapper(raw, encoding="utf-8", errors="backslashreplace", write_through=True)


def _await_daemon(daemon_pid: int) -> None:
    """Once the process between has ended the daemon (a subreaper) is the parent, and we can die with it."""
    deadline = time.monotonic() + _PARENT_SECONDS
    while os.getppid() != daemon_pid:
        if time.monotonic() > deadline:
            raise TimeoutError("the daemon did not become the parent")
        time.sleep(0.0002)
    confine.die_with_parent()
    if os.getppid() != daemon_pid:
        raise TimeoutError("the daemon is gone")
