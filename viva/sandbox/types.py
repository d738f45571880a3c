"""What crosses the seam of the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Protocol


class Verdict(StrEnum):
    AC = "AC"  # accepted
    WA = "WA"  # wrong answer
    TLE = "TLE"  # time limit exceeded (CPU or wall)
    MLE = "MLE"  # memory limit exceeded
    OLE = "OLE"  # output limit exceeded
    RE = "RE"  # runtime error (exception, exit, signal)
    CE = "CE"  # does not compile
    IE = "IE"  # internal error: never the candidate's fault, never counts


class Kind(StrEnum):
    """What a submission is."""

    FUNCTION = "function"  # a function that is called with a test's arguments
    PROGRAM = "program"  # a program that reads a test's input and prints


class Checker(StrEnum):
    """How what a program printed is compared with what was expected."""

    LINES = "lines"  # white space at the end of lines and of the whole does not count
    FLOATS = "floats"  # word by word; numbers agree within 1e-6, relative or absolute


@dataclass(frozen=True, slots=True)
class Limits:
    """Per test. Seconds, MiB, bytes; `processes` counts threads too."""

    cpu_seconds: float = 2.0
    wall_seconds: float = 5.0
    memory_mb: int = 256
    output_bytes: int = 64 * 1024
    processes: int = 1
    file_bytes: int = 1024 * 1024


@dataclass(frozen=True, slots=True)
class JudgeTest:
    """`expected` stays with the judge; only `args` (of a function) or `stdin` (of a program) enter the box.

    A program's `expected` is the text that it has to print.
    """

    args: tuple[Any, ...] = ()
    expected: Any = None
    stdin: str = ""


@dataclass(frozen=True, slots=True)
class Submission:
    """`limits` None are those of its language. `owner` is whose turn it takes in the queue."""

    source: str
    entry_point: str
    tests: tuple[JudgeTest, ...]
    language: str = "python"
    limits: Limits | None = None
    id: str = ""
    kind: Kind = Kind.FUNCTION
    checker: Checker = Checker.LINES
    owner: str = ""


@dataclass(frozen=True, slots=True)
class TestResult:
    """One test's verdict; times in ms, memory in KiB; `message` is for a person.

    `value` is what the function returned (JSON; non-finite numbers as strings), None where nothing was."""

    __test__: ClassVar[bool] = False  # pytest: its name begins with Test, and it is none

    verdict: Verdict
    cpu_ms: float = 0.0
    wall_ms: float = 0.0
    memory_kb: int = 0
    stdout: str = ""
    stderr: str = ""
    value: Any = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """`verdict` is AC when all tests are, else the first other one. `message` is for a person."""

    verdict: Verdict
    tests: tuple[TestResult, ...] = ()
    message: str = ""

    @property
    def passed(self) -> int:
        return sum(test.verdict is Verdict.AC for test in self.tests)


Waiting = Callable[[int], None]


class Judge(Protocol):
    """Whatever can judge: the client of the daemon, or the scripted one of tests.

    `waiting` is told how many come before this one, whenever that changes. Cancelling gives up what waits or runs.
    """

    async def judge(self, submission: Submission, *, waiting: Waiting | None = None) -> Judgement: ...
