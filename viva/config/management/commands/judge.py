"""`manage.py judge --in FILE --out FILE`: judge a submission for each line; docs/judge.md has the format."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import os
import signal
import sys
import tempfile
import threading
from collections.abc import AsyncIterator
from concurrent.futures import Future
from pathlib import Path
from typing import IO, Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from viva.sandbox.batch import judge_in_order
from viva.sandbox.languages.registry import LANGUAGES
from viva.sandbox.lines import Asked, is_judged, read_line, write_line
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Judge, Judgement, Limits

NOT_ALL, NOT_BEGUN, STOPPED = 1, 2, 130
MOST_JOBS = 64


class Command(BaseCommand):
    help = (
        "Judge a submission for each line of JSON and write a line of JSON with its verdict, in the same order. "
        "Ends with 0 if every line was judged, 1 if some were not, 2 if it could not begin."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--in", dest="source", metavar="FILE", required=True, help="the lines; - is stdin")
        parser.add_argument(
            "--out", dest="target", metavar="FILE", required=True, help="the verdicts; - is stdout"
        )
        jobs = "how many at once; by default as many as there are cores"
        parser.add_argument("--jobs", type=_jobs, default=_cores(), metavar="N", help=jobs)

    def handle(self, *, source: str, target: str, jobs: int, **options: Any) -> None:
        _refuse_one_file(source, target)
        try:
            taken = _judge_file(source, target, jobs=jobs)
        except BrokenPipeError:  # whoever read the verdicts has had enough of them
            raise SystemExit(NOT_ALL) from None
        except OSError as error:
            raise CommandError(f"Stopped: {error}", returncode=NOT_ALL) from None
        except (KeyboardInterrupt, asyncio.CancelledError):
            raise CommandError("Stopped before the last line.", returncode=STOPPED) from None
        if taken.not_judged:
            raise CommandError(taken.total(), returncode=NOT_ALL)


class _Taken:
    """The verdicts as they are written and counted."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._is_shown = sys.stderr.isatty() and not file.isatty()
        self.lines = self.not_judged = 0

    async def write(self, asked: Asked, judgement: Judgement | None) -> None:
        await asyncio.to_thread(self._put, write_line(asked, judgement))
        self.lines += 1
        self.not_judged += not is_judged(judgement)
        self._show(f"\r{self.lines} line{'s' if self.lines > 1 else ''} judged")

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
        return f"{self.lines - self.not_judged} of {self.lines} lines were judged; the others say why not."


def _judge_file(source: str, target: str, *, jobs: int) -> _Taken:
    given = _open(source, "rb", descriptor=0)
    with _open(target, "wb", descriptor=1) as file:
        taken = _Taken(file)
        try:
            asyncio.run(_judge_all(given, taken, jobs=jobs))
        finally:
            taken.end()
    given.close()  # never while a line is still awaited: closing would wait for it
    return taken


async def _judge_all(given: IO[bytes], taken: _Taken, *, jobs: int) -> None:
    ours = asyncio.current_task()
    if ours is not None:
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ours.cancel)
    async with _runner() as judge:
        await judge_in_order(_asked(given), judge, jobs=jobs, write=taken.write)


@contextlib.asynccontextmanager
async def _runner() -> AsyncIterator[Judge]:
    """A code runner of this command alone, whatever the server's does. CommandError where code cannot be held."""
    with tempfile.TemporaryDirectory(prefix="viva-judge-") as folder:
        supervisor = Supervisor(Path(folder, "runner.sock"))
        await supervisor.start()
        try:
            status = await supervisor.status()
            if not status["safe"]:
                raise CommandError(f"Code cannot be run safely here: {status['reason']}", returncode=NOT_BEGUN)
            yield supervisor.client
        finally:
            await supervisor.stop()


async def _asked(given: IO[bytes]) -> AsyncIterator[Asked]:
    number = 0
    while line := await _next_line(given):
        number += 1
        asked = read_line(line, number=number, limits_of=limits_of)
        if asked is not None:
            yield asked


def limits_of(language: str) -> Limits:
    """Those of a test, where a line has only some of its own. A language that is unknown is refused later."""
    return LANGUAGES[language].limits if language in LANGUAGES else Limits()


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
