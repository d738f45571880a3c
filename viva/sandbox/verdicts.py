"""From the facts of one run to its verdict: a pure table, so that each row can be tested."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from viva.sandbox.types import Limits, Verdict

_MEMORY_SIGNALS = {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGKILL}
_MEMORY_SHARE = 0.8


class Stop(StrEnum):
    """Why the daemon ended a box itself."""

    CPU = "cpu"
    WALL = "wall"
    OUTPUT = "output"
    FILES = "files"
    THREADS = "threads"
    TAMPERED = "tampered"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one ended run. `outcome` is the harness's word, None where none came."""

    limits: Limits
    outcome: dict[str, Any] | None
    stop: Stop | None
    status: int
    cpu_ms: float
    memory_kb: int


def decide(facts: Facts) -> tuple[Verdict | None, str]:
    """The verdict and a sentence; None where the run returned a value that is still to be compared."""
    if facts.stop is not None or facts.cpu_ms > facts.limits.cpu_seconds * 1000:
        return _of_stop(facts.stop or Stop.CPU, facts.limits)
    if facts.outcome is None:
        return _of_exit(facts)
    return _of_outcome(facts.outcome, facts.limits)


def _of_stop(stop: Stop, limits: Limits) -> tuple[Verdict, str]:
    table = {
        Stop.CPU: (Verdict.TLE, f"it used more than {limits.cpu_seconds:g} s of processor time"),
        Stop.WALL: (Verdict.TLE, f"it took more than {limits.wall_seconds:g} s"),
        Stop.OUTPUT: (Verdict.OLE, f"it printed more than {limits.output_bytes} bytes"),
        Stop.FILES: (Verdict.OLE, "it wrote more, or more files, than a test may"),
        Stop.THREADS: (Verdict.RE, f"it started more than {limits.processes} threads"),
        Stop.TAMPERED: (Verdict.RE, "it wrote to the judge's channel instead of returning an answer"),
    }
    return table[stop]


def _of_outcome(outcome: dict[str, Any], limits: Limits) -> tuple[Verdict | None, str]:
    kind, error = outcome.get("kind"), str(outcome.get("error", ""))
    if kind == "returned" and isinstance(outcome.get("value"), str):
        return None, ""
    if kind == "compile":
        return Verdict.CE, error
    if kind == "raised" and outcome.get("memory"):
        return Verdict.MLE, f"it needed more than {limits.memory_mb} MiB"
    if kind == "raised" and outcome.get("file"):
        return Verdict.OLE, f"it wrote a file of more than {limits.file_bytes} bytes"
    if kind in ("raised", "unfit"):
        return Verdict.RE, error
    return _of_stop(Stop.TAMPERED, limits)


def _of_exit(facts: Facts) -> tuple[Verdict, str]:
    if not os.WIFSIGNALED(facts.status):
        code = os.waitstatus_to_exitcode(facts.status)
        return Verdict.RE, f"it ended itself (exit status {code}) instead of returning an answer"
    number = os.WTERMSIG(facts.status)
    if number == signal.SIGXCPU:
        return _of_stop(Stop.CPU, facts.limits)
    if number in _MEMORY_SIGNALS and facts.memory_kb > facts.limits.memory_mb * 1024 * _MEMORY_SHARE:
        return Verdict.MLE, f"it needed more than {facts.limits.memory_mb} MiB"
    return Verdict.RE, f"it was ended by {signal.Signals(number).name}"
