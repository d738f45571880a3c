"""What a box says of a build or a test, from how its process ended."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from viva.sandbox.languages.language import Plan
from viva.sandbox.types import Verdict
from viva.sandbox.verdicts import Facts, Stop, decide
from viva.sandbox.watch import Ended
from viva.sandbox.wire import Finding
from viva.sandbox.work import Work

_MOST_MESSAGE = 8000
_FINDING = tuple(field.name for field in fields(Finding))


def as_message(finding: Finding | None) -> dict[str, Any] | None:
    return None if finding is None else {name: getattr(finding, name) for name in _FINDING}


def of_build(ended: Ended, folder: str, plan: Plan) -> Finding | None:
    if ended.stop is None and ended.status == 0:
        return None
    said = (ended.errors + ended.prints).replace(f"{folder}/", "")
    if ended.stop in (Stop.CPU, Stop.WALL):
        said = "the compiler took too long"
    elif ended.stop is Stop.OUTPUT:
        said = said[: _MOST_MESSAGE // 2]
    return Finding(Verdict.CE, message=said.strip()[:_MOST_MESSAGE] or "the compiler failed without a word")


def of_test(ended: Ended, work: Work, *, room_kb: int) -> Finding:
    facts = Facts(
        kind=work.kind,
        limits=work.limits,
        answer=ended.answer,
        stop=ended.stop,
        status=ended.status,
        cpu_ms=ended.spent * 1000,
        memory_kb=ended.memory_kb,
        room_kb=room_kb,
        threads=max(work.plan.threads, work.limits.processes),
        stderr=ended.errors,
        memory_words=work.plan.memory_words,
    )
    verdict, message = decide(facts)
    value = ended.answer[1:] if verdict is None and ended.answer else None
    return Finding(
        verdict=verdict,
        cpu_ms=round(ended.spent * 1000, 3),
        wall_ms=round(ended.wall * 1000, 3),
        memory_kb=ended.memory_kb,
        stdout=ended.prints,
        stderr=ended.errors,
        value=value,
        message=message,
    )
