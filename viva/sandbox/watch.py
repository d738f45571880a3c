"""One child watched from within its box: pipes pumped, limits kept, its end told as facts."""

from __future__ import annotations

import os
import select
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from viva.sandbox import meters
from viva.sandbox.child import Child
from viva.sandbox.harness import VALUE_BYTES
from viva.sandbox.types import Limits
from viva.sandbox.verdicts import Stop

_CHUNK = 65536
_SHORTEST_TICK, _LONGEST_TICK = 0.004, 0.03
_SOME_KB = 8192
_PIECE = struct.Struct(">I")


@dataclass(slots=True)
class Ended:
    """`spent` are CPU seconds, `memory_kb` the peak; `prints` and `errors` what came on 1 and 2."""

    status: int
    spent: float
    wall: float
    memory_kb: int
    stop: Stop | None
    answer: str | None
    prints: str
    errors: str


@dataclass(slots=True)
class Allowed:
    """What one run may use. `ends_with_answer` is False for programs, which end by themselves.

    `inherited_kb`: the memory of the runner that the kernel books to a child which then becomes a program.
    """

    limits: Limits
    threads: int = 1
    folder: str | None = None
    ends_with_answer: bool = True
    inherited_kb: int = 0


@dataclass(slots=True)
class _Taken:
    """What came out of one pipe: at most `most` bytes are kept."""

    most: int
    data: bytearray = field(default_factory=bytearray)
    overflowed: bool = False
    ended: bool = False

    def take(self, fd: int) -> bool:
        """Some more; False where there is nothing just now, or nothing any more."""
        try:
            chunk = os.read(fd, _CHUNK)
        except BlockingIOError:
            return False
        room = self.most - len(self.data)
        self.data += chunk[:room]
        self.overflowed = self.overflowed or len(chunk) > room
        self.ended = not chunk
        return not self.ended and not self.overflowed

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", "replace").replace("\x00", "\ufffd")


class Watch:
    """`let_go` says whether whoever asked has gone; then the child is ended with what there is."""

    def __init__(
        self, child: Child, allowed: Allowed, *, books: meters.Books, channel: int, spent_before: float
    ) -> None:
        self._child, self._allowed, self._limits = child, allowed, allowed.limits
        self._books, self._channel, self._spent_before = books, channel, spent_before
        self._out, self._err = _Taken(self._limits.output_bytes), _Taken(self._limits.output_bytes)
        self._result = _Taken(VALUE_BYTES + 64)
        self._pending: dict[int, tuple[str, memoryview]] = {}
        self._stop: Stop | None = None
        self._answer: str | None = None
        self._gone = self.let_go = False
        self._peak_kb = 0
        self._poll = select.poll()
        self._began = time.monotonic()

    def run(self, *, stdin: bytes, job: bytes, meanwhile: Callable[[], None] | None = None) -> Ended:
        """Hand it `stdin` and `job` and see it to its end; `meanwhile` is called once, while it runs."""
        self._register(stdin, job)
        if meanwhile is not None:
            self._step(0)
            meanwhile()
        while not self._is_over():
            if not self._step(self._next_tick()):
                self._measure()
        return self._end()

    def _register(self, stdin: bytes, job: bytes) -> None:
        child = self._child
        for fd in (child.out, child.err, child.result, child.pidfd):
            self._poll.register(fd, select.POLLIN)
        self._poll.register(self._channel, select.POLLRDHUP)
        for name, data in (("stdin", stdin), ("job", job)):
            fd = getattr(child, name)
            self._pending[fd] = (name, memoryview(data))
            self._write(fd)
            if fd in self._pending:
                self._poll.register(fd, select.POLLOUT)

    def _write(self, fd: int) -> None:
        name, rest = self._pending[fd]
        try:
            while rest:
                rest = rest[os.write(fd, rest) :]
                self._pending[fd] = (name, rest)
        except BlockingIOError:
            return
        except BrokenPipeError:
            pass  # it does not want the rest
        self._finish(fd, name)

    def _finish(self, fd: int, name: str) -> None:
        del self._pending[fd]
        with suppress(KeyError):
            self._poll.unregister(fd)
        self._child.close_end(name)

    def _step(self, seconds: float) -> bool:
        """Whether anything happened."""
        happened = self._poll.poll(seconds * 1000)
        for fd, _ in happened:
            self._handle(fd)
        return bool(happened)

    def _handle(self, fd: int) -> None:
        if fd == self._child.pidfd:
            self._gone = True
        elif fd == self._channel:
            self.let_go = True
        elif fd in self._pending:
            self._write(fd)
        else:
            if self._allowed.inherited_kb and not self._peak_kb:
                self._look_at_memory()  # a short program may be gone by the next look
            taken = self._taken_of(fd)
            taken.take(fd)
            if taken.ended or taken.overflowed:
                self._poll.unregister(fd)

    def _taken_of(self, fd: int) -> _Taken:
        child = self._child
        return {child.out: self._out, child.err: self._err, child.result: self._result}[fd]

    def _is_over(self) -> bool:
        if self._answer is None and self._stop is None:
            self._take_answer()
        if self._stop is None and (self._out.overflowed or self._err.overflowed):
            self._stop = Stop.OUTPUT
        if self._stop is None and self._answer is None and not self._gone and self._is_late():
            self._stop = Stop.WALL
        answered = self._answer is not None and self._allowed.ends_with_answer
        return self._gone or self.let_go or answered or self._stop is not None

    def _is_late(self) -> bool:
        elapsed = time.monotonic() - self._began
        if elapsed <= self._limits.wall_seconds:
            return False
        starved = self._books.starved_seconds(self._child.pid)
        return meters.is_late(elapsed, starved=starved, limit=self._limits.wall_seconds)

    def _take_answer(self) -> None:
        data = self._result.data
        if len(data) < _PIECE.size:
            return
        end = _PIECE.size + _PIECE.unpack_from(data)[0]
        if end > VALUE_BYTES + 64 or (self._result.overflowed and len(data) < end):
            self._stop = Stop.TAMPERED
        elif len(data) >= end:
            self._answer = bytes(data[_PIECE.size : end]).decode("utf-8", "replace")

    def _next_tick(self) -> float:
        wall_left = self._began + self._limits.wall_seconds - time.monotonic()
        wall_left = wall_left if wall_left > 0 else _LONGEST_TICK  # late, but for want of a processor
        cpu_left = (self._limits.cpu_seconds - self._spent()) / max(1, self._allowed.threads)
        return max(_SHORTEST_TICK, min(_LONGEST_TICK, wall_left, cpu_left))

    def _measure(self) -> None:
        if self._spent() > self._limits.cpu_seconds:
            self._stop = Stop.CPU
        elif self._writes_too_much():
            self._stop = Stop.FILES
        elif self._allowed.threads > 1 and self._books.threads(self._child.pid) > self._allowed.threads:
            self._stop = Stop.THREADS
        self._look_at_memory()

    def _look_at_memory(self) -> None:
        if self._allowed.inherited_kb:
            self._peak_kb = max(self._peak_kb, self._books.peak_kb(self._child.pid))

    def _spent(self) -> float:
        return meters.cpu_seconds(self._child.pid) - self._spent_before

    def _writes_too_much(self) -> bool:
        folder = self._allowed.folder
        return folder is not None and meters.files_exceed(folder, most_bytes=self._limits.file_bytes)

    def _end(self) -> Ended:
        wall = time.monotonic() - self._began
        if not self._gone:
            self._look_at_memory()
        status, spent, memory_kb = self._child.end()
        self._gone = True
        self._take_rest()
        if self._stop is None and self._writes_too_much():
            self._stop = Stop.FILES
        if self._stop is None:
            self._is_over()
        return Ended(
            status=status,
            spent=max(0.0, spent - self._spent_before),
            wall=wall,
            memory_kb=self._peak_of(memory_kb),
            stop=self._stop,
            answer=self._answer,
            prints=self._out.text,
            errors=self._err.text,
        )

    def _peak_of(self, booked_kb: int) -> int:
        """The kernel's figure, unless that may be what the child had of the runner before it became a program."""
        is_own = booked_kb > self._allowed.inherited_kb + _SOME_KB or not self._allowed.inherited_kb
        return booked_kb if is_own else self._peak_kb or booked_kb

    def _take_rest(self) -> None:
        """What is still in the pipes of a dead child."""
        child = self._child
        for fd in (child.out, child.err, child.result):
            taken = self._taken_of(fd)
            while not taken.ended and not taken.overflowed and taken.take(fd):
                pass
