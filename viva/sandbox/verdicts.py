"""From the facts of one run to its verdict: a pure table, so that each row can be tested."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from enum import StrEnum

from viva.sandbox.types import Kind, Limits, Verdict

_MEMORY_SIGNALS = {signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGKILL, signal.SIGTRAP, signal.SIGILL}
_MEMORY_SHARE = 0.8
_MOST_CHARS = 8000


class Stop(StrEnum):
    """Why the runner ended a child itself."""

    CPU = "cpu"
    WALL = "wall"
    OUTPUT = "output"
    FILES = "files"
    THREADS = "threads"
    TAMPERED = "tampered"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of one ended run.

    `answer` is what came from the harness, its letter first, None where nothing came. `stderr` is looked at for
    `memory_words`; `room_kb` is the memory that there was in all.
    """

    kind: Kind
    limits: Limits
    answer: str | None
    stop: Stop | None
    status: int
    cpu_ms: float
    memory_kb: int
    room_kb: int
    threads: int = 1
    stderr: str = ""
    memory_words: tuple[str, ...] = ()


def decide(facts: Facts) -> tuple[Verdict | None, str]:
    """The verdict and a sentence; None where there is something that is still to be compared."""
    if facts.stop is Stop.OUTPUT and _says_out_of_memory(facts):  # a runtime's last words can be many
        return _out_of_memory(facts)
    if facts.stop is not None or facts.cpu_ms > facts.limits.cpu_seconds * 1000:
        return _of_stop(facts.stop or Stop.CPU, facts)
    if facts.answer is None:
        return _of_exit(facts)
    return _of_answer(facts)


def _of_stop(stop: Stop, facts: Facts) -> tuple[Verdict, str]:
    limits = facts.limits
    table = {
        Stop.CPU: (Verdict.TLE, f"it used more than {limits.cpu_seconds:g} s of processor time"),
        Stop.WALL: (Verdict.TLE, f"it took more than {limits.wall_seconds:g} s"),
        Stop.OUTPUT: (Verdict.OLE, f"it printed more than {limits.output_bytes} bytes"),
        Stop.FILES: (Verdict.OLE, "it wrote more, or more files, than a test may"),
        Stop.THREADS: (Verdict.RE, f"it started more than {facts.threads} threads"),
        Stop.TAMPERED: (Verdict.RE, "it wrote to the judge's channel instead of returning an answer"),
    }
    return table[stop]


def _of_answer(facts: Facts) -> tuple[Verdict | None, str]:
    assert facts.answer is not None  # noqa: S101 - `decide` looks
    letter, text = facts.answer[:1], facts.answer[1:]
    if letter == "R" and facts.kind is Kind.FUNCTION:
        return None, ""
    table = {
        "C": (Verdict.CE, text),
        "M": _out_of_memory(facts),
        "F": (Verdict.OLE, f"it wrote a file of more than {facts.limits.file_bytes} bytes"),
        "X": (Verdict.RE, text),
        "U": (Verdict.RE, text),
    }
    verdict, message = table.get(letter) or _of_stop(Stop.TAMPERED, facts)
    return verdict, message[:_MOST_CHARS]


def _out_of_memory(facts: Facts) -> tuple[Verdict, str]:
    return Verdict.MLE, f"it needed more than {facts.limits.memory_mb} MiB"


def _of_exit(facts: Facts) -> tuple[Verdict | None, str]:
    code = os.waitstatus_to_exitcode(facts.status)
    if code == 0 and facts.kind is Kind.PROGRAM:
        return None, ""
    if code == -signal.SIGXCPU:
        return _of_stop(Stop.CPU, facts)
    if code == -signal.SIGXFSZ:
        return Verdict.OLE, f"it wrote a file of more than {facts.limits.file_bytes} bytes"
    if code != 0 and _ran_out_of_memory(facts, code):
        return _out_of_memory(facts)
    if code < 0:
        return Verdict.RE, f"it was ended by {_name_of(-code)}"
    if facts.kind is Kind.PROGRAM:
        return Verdict.RE, f"it ended with exit status {code}"
    return Verdict.RE, f"it ended itself (exit status {code}) instead of returning an answer"


def _ran_out_of_memory(facts: Facts, code: int) -> bool:
    """By the kernel's word, or by the runtime's own."""
    if -code in _MEMORY_SIGNALS and facts.memory_kb > facts.room_kb * _MEMORY_SHARE:
        return True
    return _says_out_of_memory(facts)


def _says_out_of_memory(facts: Facts) -> bool:
    return any(word in facts.stderr for word in facts.memory_words)


def _name_of(number: int) -> str:
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"
