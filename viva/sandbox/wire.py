"""What client and daemon say to each other. No expected answer is ever in it: the client compares."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from viva.sandbox.types import Kind, Limits, Submission, Verdict

MOST_SOURCE_CHARS = 256 * 1024
MOST_TESTS = 500
_BOUNDS = {
    "cpu_seconds": (0.05, 60),
    "wall_seconds": (0.05, 120),
    "memory_mb": (8, 4096),
    "output_bytes": (0, 4 * 1024 * 1024),
    "processes": (1, 64),
    "file_bytes": (0, 64 * 1024 * 1024),
}


class OrderError(ValueError):
    """The order cannot be run; the text says why."""


@dataclass(frozen=True, slots=True)
class Order:
    """One submission as the daemon sees it: `inputs` holds, per test, a JSON array or a program's stdin."""

    source: str
    entry_point: str
    language: str
    limits: Limits | None
    inputs: tuple[str, ...]
    kind: Kind = Kind.FUNCTION
    owner: str = ""

    @classmethod
    def of(cls, submission: Submission) -> Order:
        """Raises OrderError where arguments are not JSON or a bound is broken."""
        order = cls(
            submission.source,
            submission.entry_point,
            submission.language,
            submission.limits,
            _inputs_of(submission),
            submission.kind,
            submission.owner,
        )
        order.check()
        return order

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Order:
        try:
            limits = None if message["limits"] is None else Limits(**message["limits"])
            changed = {"limits": limits, "inputs": tuple(message["inputs"]), "kind": Kind(message["kind"])}
            order = cls(**{**message, **changed})
            order.check()
        except (KeyError, TypeError, ValueError) as error:
            raise OrderError(f"not an order: {error}") from error
        return order

    def to_message(self) -> dict[str, Any]:
        limits = None if self.limits is None else asdict(self.limits)
        return {field.name: getattr(self, field.name) for field in fields(self)} | {"limits": limits}

    def check(self) -> None:
        """Raises OrderError."""
        if len(self.inputs) > MOST_TESTS:
            raise OrderError(f"{len(self.inputs)} tests; at most {MOST_TESTS} are taken")
        for name, (least, most) in _BOUNDS.items() if self.limits is not None else ():
            value = getattr(self.limits, name)
            if type(value) not in (int, float) or not least <= value <= most:
                raise OrderError(f"limit {name} is {value}; it must be {least} to {most}")


def _inputs_of(submission: Submission) -> tuple[str, ...]:
    if submission.kind is Kind.PROGRAM:
        return tuple(test.stdin for test in submission.tests)
    try:
        return tuple(json.dumps(list(test.args)) for test in submission.tests)
    except (TypeError, ValueError, RecursionError) as error:
        raise OrderError(f"a test's arguments are not JSON: {error}") from error


@dataclass(frozen=True, slots=True)
class Finding:
    """What came of one test, nothing compared yet: `verdict` None where there is something to compare.

    That is `value` (JSON text) of a function and `stdout` of a program.
    """

    verdict: Verdict | None
    cpu_ms: float = 0.0
    wall_ms: float = 0.0
    memory_kb: int = 0
    stdout: str = ""
    stderr: str = ""
    value: str | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """The daemon's reply. `verdict` is CE or IE where that holds for the submission as a whole."""

    findings: tuple[Finding, ...] = ()
    verdict: Verdict | None = None
    message: str = ""

    def to_message(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_message(cls, message: dict[str, Any]) -> Report:
        """Raises KeyError, TypeError, ValueError on what is no report."""
        findings = tuple(
            Finding(**{**finding, "verdict": _verdict(finding["verdict"])}) for finding in message["findings"]
        )
        return cls(findings, _verdict(message["verdict"]), message["message"])


def _verdict(text: str | None) -> Verdict | None:
    return None if text is None else Verdict(text)
