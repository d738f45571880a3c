"""One process for one test, or one step of a build: made by a box's runner, confined by itself, then something
else.

The runner stays outside of what a child gives up. Between them are pipes: 0 the test's input, 1 and 2 prints, 3
the answer, 4 the arguments (`languages.language` says what goes over 3 and 4), and 5, which ends when all guards
are up and what was to begin has begun: an exit status could be anybody's."""

from __future__ import annotations

import ctypes
import fcntl
import os
import select
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import NoReturn

from viva.sandbox import confine, landlock, seccomp

_READY, _FIRST_FREE = 5, 6
_PIPES = 6
_START_SECONDS = 20.0
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Start:
    """How a child begins. `become` ends in a program or in the harness; it is called confined, in `folder`.

    `path` is the address of the program's path, 0 where it becomes none. `limit` fixes what is known before the
    job comes. `has_capabilities`: those over the box's namespaces are still to be dropped.
    """

    folder: str
    filter: seccomp.Filter
    become: Callable[[], None]
    path: int
    limit: Callable[[], None]
    guards: confine.Guards
    ruleset: landlock.Ruleset | None
    has_capabilities: bool


@dataclass(slots=True)
class Child:
    """A started child; the descriptors are the runner's ends, -1 once they are closed."""

    pid: int
    pidfd: int
    stdin: int
    job: int
    out: int
    err: int
    result: int
    ready: int

    def end(self) -> tuple[int, float, int]:
        """Kill it with its group and reap it: status as waitpid gives it, CPU seconds, peak KiB."""
        for kill in (os.killpg, os.kill):
            with suppress(ProcessLookupError):
                kill(self.pid, signal.SIGKILL)
        _, status, usage = os.wait4(self.pid, 0)
        return status, usage.ru_utime + usage.ru_stime, usage.ru_maxrss

    def await_ready(self) -> None:
        """Until it is what it should become. Raises OSError where it could not, with its words."""
        if self.ready < 0:
            return
        if not select.select([self.ready], [], [], _START_SECONDS)[0]:
            raise OSError("it did not begin in time")
        failure = os.read(self.ready, 4096)
        self.close_end("ready")
        if failure:
            raise OSError(failure.decode("utf-8", "replace"))

    def close(self) -> None:
        for name in ("stdin", "job", "out", "err", "result", "ready", "pidfd"):
            self.close_end(name)

    def close_end(self, name: str) -> None:
        fd = getattr(self, name)
        if fd >= 0:
            os.close(fd)
            setattr(self, name, -1)


def begin(start: Start) -> Child:
    """Raises OSError where there can be no more processes or descriptors."""
    return begin_all(start, count=1)[0]


def begin_all(start: Start, *, count: int) -> list[Child]:
    """As many, with nothing between the forks: after each, this process copies anew every page that it writes to.

    Raises OSError where there can be no more processes or descriptors; then none is left.
    """
    pipes = [[os.pipe() for _ in range(_PIPES)] for _ in range(count)]
    given = [
        (stdin[0], out[1], err[1], result[1], job[0], ready[1]) for stdin, job, out, err, result, ready in pipes
    ]
    os.chdir(start.folder)
    pids: list[int] = []
    try:
        for fds in given:
            pid = os.fork()
            if pid == 0:
                _live(start, fds=fds)
            pids.append(pid)
    except OSError:
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        raise
    return [_ours(pid, ends, fds) for pid, ends, fds in zip(pids, pipes, given, strict=True)]


def _ours(pid: int, pipes: list[tuple[int, int]], given: tuple[int, ...]) -> Child:
    for fd in given:
        os.close(fd)
    (_, stdin), (_, job), (out, _), (err, _), (result, _), (ready, _) = pipes
    for fd in (stdin, job, out, err, result):
        os.set_blocking(fd, False)
    return Child(pid, os.pidfd_open(pid), stdin, job, out, err, result, ready)


def _live(start: Start, *, fds: tuple[int, ...]) -> NoReturn:
    """Says so on `ready` where a guard could not be put up: then nothing of a stranger has run."""
    ready = fds[_READY]
    try:
        os.setpgid(0, 0)
        confine.die_with_parent()
        _confine(start)
        _arrange(fds)
        ready = _READY
        if start.guards.rlimits:
            start.limit()
        if start.guards.seccomp:
            start.filter.install(os.getpid(), path=start.path)
        start.become()
    except BaseException as error:
        with suppress(BaseException):
            os.write(ready, f"{error!r}\n".encode())
    finally:
        os._exit(1)


def _confine(start: Start) -> None:
    """What comes before limits and the filter of calls. No new privileges: the runner has seen to that."""
    if start.has_capabilities:
        confine.drop_capabilities()
    if start.ruleset is not None:
        start.ruleset.enforce()


def _arrange(fds: tuple[int, ...]) -> None:
    """`fds` become 0 to 5, of which a program inherits 0 to 4, and nothing else stays open."""
    for place, fd in enumerate([_above(fd) for fd in fds]):
        os.dup2(fd, place, inheritable=place != _READY)
    os.closerange(_FIRST_FREE, 1 << 16)


def _above(fd: int) -> int:
    """The same where none of the places is."""
    return fd if fd >= _FIRST_FREE else fcntl.fcntl(fd, fcntl.F_DUPFD, _FIRST_FREE)


def tell_ready() -> None:
    """Of a child that does not become a program: what comes next is the stranger's."""
    os.close(_READY)


class Program:
    """What `command` and `environment` are to execve, made before the fork: see `seccomp.build_filter`."""

    def __init__(self, command: tuple[str, ...], environment: tuple[tuple[str, str], ...] = ()) -> None:
        self._path = ctypes.create_string_buffer(os.fsencode(command[0]))
        self._words = _texts(command)
        self._environment = _texts(tuple(f"{name}={value}" for name, value in environment))
        self.address = ctypes.addressof(self._path)

    def become(self) -> None:
        """Raises OSError. What was set for this interpreter alone is undone: handled signals are."""
        for number in (signal.SIGPIPE, signal.SIGXFSZ):
            signal.signal(number, signal.SIG_DFL)
        _libc.execve(self._path, self._words, self._environment)
        raise OSError(ctypes.get_errno(), "execve")


def _texts(texts: tuple[str, ...]) -> ctypes.Array[ctypes.c_char_p]:
    return (ctypes.c_char_p * (len(texts) + 1))(*(os.fsencode(text) for text in texts), None)
