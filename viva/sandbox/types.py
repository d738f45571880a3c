"""What crosses the seam of the sandbox."""

from __future__ import annotations

from dataclasses import dataclass, field
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
    """`expected` stays with the judge; only `args` enter the box."""

    args: tuple[Any, ...]
    expected: Any


@dataclass(frozen=True, slots=True)
class Submission:
    source: str
    entry_point: str
    tests: tuple[JudgeTest, ...]
    language: str = "python"
    limits: Limits = field(default_factory=Limits)
    id: str = ""


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


class Judge(Protocol):
    """Whatever can judge: the client of the daemon, or the scripted one of tests."""

    async def judge(self, submission: Submission) -> Judgement: ...
