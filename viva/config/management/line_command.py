"""What `manage.py judge` and `manage.py grade` have in common: lines of JSON in and, in their order, out."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import threading
from abc import abstractmethod
from collections.abc import AsyncIterator
from concurrent.futures import Future
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import IO, Any, Generic, TypeVar

from django.core.management.base import BaseCommand, CommandError, CommandParser

from viva.core.in_order import Do, do_in_order
from viva.core.lines import Asked

NOT_ALL, NOT_BEGUN, STOPPED = 1, 2, 130
MOST_JOBS = 64
Work = TypeVar("Work")
Answer = TypeVar("Answer")


class LineCommand(BaseCommand, Generic[Work, Answer]):
    """Ends with 0 if every line was done, 1 if some were not, 2 if it could not begin. `done` says what happens to
    a line: "judged"."""

    requires_system_checks = []
    done: str
    about_in = "the lines; - is stdin"
    about_out = "the answers; - is stdout"

    @abstractmethod
    def ready(self, *, jobs: int) -> AbstractAsyncContextManager[Do[Work, Answer]]:
        """What does the work, for as long as it is needed. CommandError with NOT_BEGUN where it cannot be done."""

    @abstractmethod
    def read_line(self, line: bytes, *, number: int) -> Asked[Work] | None:
        """None for a blank one. Never raises."""

    @abstractmethod
    def write_line(self, asked: Asked[Work], answer: Answer | None) -> bytes: ...

    @abstractmethod
    def is_done(self, answer: Answer | None) -> bool: ...

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--in", dest="source", metavar="FILE", required=True, help=self.about_in)
        parser.add_argument("--out", dest="target", metavar="FILE", required=True, help=self.about_out)
        jobs = "how many at once; by default as many as there are cores"
        parser.add_argument("--jobs", type=_jobs, default=_cores(), metavar="N", help=jobs)

    def handle(self, *, source: str, target: str, jobs: int, **options: Any) -> None:
        _refuse_one_file(source, target)
        try:
            taken = self._do_file(source, target, jobs=jobs)
        except BrokenPipeError:  # whoever read the answers has had enough of them
            raise SystemExit(NOT_ALL) from None
        except OSError as error:
            raise CommandError(f"Stopped: {error}", returncode=NOT_ALL) from None
        except (KeyboardInterrupt, asyncio.CancelledError):
            raise CommandError("Stopped before the last line.", returncode=STOPPED) from None
        if taken.not_done:
            raise CommandError(taken.total(), returncode=NOT_ALL)

    def _do_file(self, source: str, target: str, *, jobs: int) -> _Taken[Work, Answer]:
        given = _open(source, "rb", descriptor=0)
        with _open(target, "wb", descriptor=1) as file:
            taken = _Taken(self, file)
            try:
                asyncio.run(self._do_all(given, taken, jobs=jobs))
            finally:
                taken.end()
        given.close()  # never while a line is still awaited: closing would wait for it
        return taken

    async def _do_all(self, given: IO[bytes], taken: _Taken[Work, Answer], *, jobs: int) -> None:
        ours = asyncio.current_task()
        if ours is not None:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ours.cancel)
        async with self.ready(jobs=jobs) as do:
            await do_in_order(self._asked(given), do, jobs=jobs, write=taken.write)

    async def _asked(self, given: IO[bytes]) -> AsyncIterator[Asked[Work]]:
        number = 0
        while line := await _next_line(given):
            number += 1
            asked = self.read_line(line, number=number)
            if asked is not None:
                yield asked


class _Taken(Generic[Work, Answer]):
    """The answers as they are written and counted."""

    def __init__(self, command: LineCommand[Work, Answer], file: IO[bytes]) -> None:
        self._command, self._file = command, file
        self._is_shown = sys.stderr.isatty() and not file.isatty()
        self.lines = self.not_done = 0

    async def write(self, asked: Asked[Work], answer: Answer | None) -> None:
        await asyncio.to_thread(self._put, self._command.write_line(asked, answer))
        self.lines += 1
        self.not_done += not self._command.is_done(answer)
        self._show(f"\r{self.lines} line{'s' if self.lines > 1 else ''} {self._command.done}")

    def _show(self, text: str) -> None:
        if self._is_shown:
            sys.stderr.write(text)
            sys.stderr.flush()

    def end(self) -> None:
        if self.lines:
            self._show("\n")

    def _put(self, line: bytes) -> None:
        self._file.write(line)
        self._file.flush()

    def total(self) -> str:
        done = self.lines - self.not_done
        return f"{done} of {self.lines} lines were {self._command.done}; the others say why not."


async def _next_line(given: IO[bytes]) -> bytes:
    """Read by a thread that nobody waits for at the end: a terminal may never give another line."""
    read: Future[bytes] = Future()

    def run() -> None:
        try:
            line = given.readline()
        except OSError as error:
            read.set_exception(error)
        else:
            read.set_result(line)

    read.set_running_or_notify_cancel()  # whoever gives up waiting does not hinder the thread
    threading.Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(read)


def _open(name: str, mode: str, *, descriptor: int) -> IO[bytes]:
    """A file of our own for `-` too: one that a thread still reads may not be the interpreter's."""
    try:
        if name == "-":
            return open(descriptor, mode, closefd=False)
        return Path(name).open(mode)
    except OSError as error:
        raise CommandError(f"{name} cannot be opened: {error.strerror}", returncode=NOT_BEGUN) from None


def _refuse_one_file(source: str, target: str) -> None:
    with contextlib.suppress(OSError):
        if "-" not in (source, target) and Path(source).samefile(target):
            raise CommandError("--in and --out are the same file; it would be lost.", returncode=NOT_BEGUN)


def _jobs(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 1 <= number <= MOST_JOBS:
        raise argparse.ArgumentTypeError(f"it has to be a whole number from 1 to {MOST_JOBS}")
    return number


def _cores() -> int:
    found = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(MOST_JOBS, found)
