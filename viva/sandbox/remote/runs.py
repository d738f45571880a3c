"""What both kinds of service are asked for, and what comes of one run."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from viva.sandbox.remote.recipes import Recipe
from viva.sandbox.types import Limits, Verdict

BUILD_SECONDS = 60.0
MOST_BUILD_BYTES = 16 * 1024
_MEMORY_SIGNALS = {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGKILL}
_MEMORY_SHARE = 0.8


@dataclass(frozen=True, slots=True)
class Job:
    """`files` by name, the one that is run first. `out_bytes`: how much stdout may come back. `wrapped`: what is
    run is a wrapper of ours, which finds by itself what is wrong with the source."""

    recipe: Recipe
    files: Mapping[str, str]
    limits: Limits
    out_bytes: int
    wrapped: bool = False


@dataclass(frozen=True, slots=True)
class Ran:
    """One run. `verdict` None: it ended by itself with status 0, and what it printed is to be compared."""

    verdict: Verdict | None
    message: str = ""
    stdout: str = ""
    stderr: str = ""
    cpu_ms: float = 0.0
    wall_ms: float = 0.0
    memory_kb: int = 0


class BuildError(Exception):
    """The source does not compile; the text is the compiler's."""


class Built(Protocol):
    """What was built of a job, ready to run."""

    async def run(self, stdin: str) -> Ran:
        """Raises RemoteError; BuildError where building and running are one."""


class Kind(Protocol):
    """A kind of service. `title` for people."""

    title: str

    async def versions(self) -> dict[str, str]:
        """The version of each language that is there, by our name for it. Raises RemoteError."""

    def build(self, job: Job) -> AbstractAsyncContextManager[Built]:
        """Raises RemoteError, BuildError. Leaving it clears away what was kept there."""


def over_cpu(limits: Limits) -> tuple[Verdict, str]:
    return Verdict.TLE, f"it used more than {limits.cpu_seconds:g} s of processor time"


def over_wall(limits: Limits) -> tuple[Verdict, str]:
    return Verdict.TLE, f"it took more than {limits.wall_seconds:g} s"


def over_memory(limits: Limits) -> tuple[Verdict, str]:
    return Verdict.MLE, f"it needed more than {limits.memory_mb} MiB"


def over_output(limits: Limits) -> tuple[Verdict, str]:
    return (
        Verdict.OLE,
        f"it printed more than {limits.output_bytes} bytes, or more than the remote code runner takes",
    )


def by_exit(code: int, *, stderr: str, recipe: Recipe, limits: Limits) -> tuple[Verdict, str]:
    """Of an exit status that is not 0."""
    if any(word in stderr for word in recipe.memory_words):
        return over_memory(limits)
    return Verdict.RE, f"it ended with exit status {code}"


def by_signal(number: int, *, memory_kb: int, limits: Limits) -> tuple[Verdict, str]:
    if number == signal.SIGXCPU:
        return over_cpu(limits)
    if number == signal.SIGXFSZ:
        return over_output(limits)
    if number in _MEMORY_SIGNALS and memory_kb > limits.memory_mb * 1024 * _MEMORY_SHARE:
        return over_memory(limits)
    return Verdict.RE, f"it was ended by {_signal_name(number)}"


def _signal_name(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
