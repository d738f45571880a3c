"""The life of a box: fresh from the fork server, it confines itself, waits for one job, runs it and ends."""

from __future__ import annotations

import io
import os
import signal
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, NoReturn

from viva.sandbox import confine, frames, harness, seccomp
from viva.sandbox.types import Limits

_NULL, _OUT, _ERR, _RESULT, _JOB, _FIRST_FREE = 0, 1, 2, 3, 4, 5
_ABOVE_ALL = 100
_PARENT_SECONDS = 5.0
NICENESS = 5


@dataclass(frozen=True, slots=True)
class Orders:
    """What the fork server tells a new box; `job`, `out`, `err`, `result` are descriptors."""

    folder: str
    daemon_pid: int
    guards: confine.Guards
    readable: tuple[str, ...]
    job: int
    out: int
    err: int
    result: int


def live(orders: Orders) -> NoReturn:
    """Never returns. Ends with 70 where the box itself failed, saying why: the daemon then tries another."""
    try:
        _settle(orders)
        _forget_own_modules()
        filter_alone, mapped = seccomp.assemble(threads=False), confine.mapped_bytes()
        if orders.guards.landlock:
            confine.limit_files(orders.folder, readable=orders.readable)
        frames.write_whole(_RESULT, {"pid": os.getpid()})
        job = _read_job()
        _run(job, guards=orders.guards, filter_alone=filter_alone, mapped=mapped)
    except Exception as error:
        with suppress(OSError):
            frames.write_whole(_RESULT, {"failed": repr(error)})
    finally:
        os._exit(70)


def _settle(orders: Orders) -> None:
    os.setsid()
    _arrange_descriptors(orders)
    _await_daemon(orders.daemon_pid)
    confine.give_up_privileges()
    os.umask(0o077)
    os.nice(NICENESS)
    os.chdir(orders.folder)
    for number in (signal.SIGPIPE, signal.SIGXFSZ):
        signal.signal(number, signal.SIG_IGN)


def _arrange_descriptors(orders: Orders) -> None:
    """0 to 4 as named above and nothing else open, whatever numbers came with the orders."""
    import fcntl

    given = (orders.out, orders.err, orders.result, orders.job)
    parked = [fcntl.fcntl(fd, fcntl.F_DUPFD, _ABOVE_ALL) for fd in given]
    for fd, place in zip(parked, (_OUT, _ERR, _RESULT, _JOB), strict=True):
        os.dup2(fd, place)
    os.closerange(_FIRST_FREE, 1 << 16)
    sys.stdout, sys.stderr = _text_writer(_OUT), _text_writer(_ERR)
    sys.__stdout__, sys.__stderr__ = sys.stdout, sys.stderr  # type: ignore[misc]


def _text_writer(fd: int) -> io.TextIOWrapper:
    """Straight to the pipe: what was printed before a kill is kept."""
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


def _read_job() -> dict[str, Any]:
    buffer = bytearray()
    while chunk := os.read(_JOB, 1 << 16):
        buffer += chunk
    os.close(_JOB)
    job = frames.unpack_from(buffer)
    if job is None:
        raise EOFError("no job came")
    return job


def _run(job: dict[str, Any], *, guards: confine.Guards, filter_alone: bytes, mapped: int) -> None:
    limits = Limits(**job["limits"])
    if guards.rlimits:
        confine.limit_resources(limits, mapped=mapped)
    if guards.seccomp:
        confine.limit_calls(limits, alone=filter_alone)
    mark = {"nonce": job["nonce"]}
    frames.write_whole(_RESULT, {**mark, "cpu": time.process_time(), "at": time.monotonic()})
    outcome = harness.judge_call(source=job["source"], entry_point=job["entry_point"], arguments=job["arguments"])
    frames.write_whole(_RESULT, {**mark, **outcome})
    os._exit(0)


def _forget_own_modules() -> None:
    """The stranger's imports find the standard library alone."""
    for name in [name for name in sys.modules if name == "viva" or name.startswith("viva.")]:
        del sys.modules[name]
    sys.path[:] = [entry for entry in sys.path if not entry.startswith("/proc/")]
    sys.path_importer_cache.clear()
