"""An interview of one problem and a judge that knows two languages: what the code says is what becomes of it."""

from __future__ import annotations

import asyncio
from typing import Any

from viva.ai.engines.scripted import ScriptedEngine, default_questions
from viva.ai.types import Difficulty, Kind, Problem, Question, TestCase
from viva.sandbox.types import Judgement, Submission, TestResult, Verdict, Waiting

NUMBERS = list(range(1, 31))
EVENS = Question(
    id="evens",
    text="Let us write some code.",
    kind=Kind.CODING,
    difficulty=Difficulty.EASY,
    expected_answer="Keep what leaves no rest.",
    skills=("lists",),
    problem=Problem(
        title="Even numbers",
        statement="Return the even ones of `numbers`, in order.",
        entry_point="evens",
        starters={"python": "def evens(numbers: list[int]) -> list[int]:\n    pass\n"},
        samples=(TestCase((NUMBERS,), [n for n in NUMBERS if n % 2 == 0]), TestCase(([],), [])),
        hidden=(TestCase(([4, 5],), [4]),),
    ),
)


class OneProblem(ScriptedEngine):
    def __init__(self) -> None:
        super().__init__(questions=(EVENS, *default_questions()))


class ObedientJudge:
    """`wait` in the source: two come before it, for ever. `wrong`: every tenth number from 1 is taken too, and
    none above twenty. Anything else is right."""

    async def status(self) -> dict[str, Any]:
        told = {"python": "Python", "javascript": "JavaScript", "java": "Java"}
        return {"safe": True, "languages": [{"name": name, "title": told[name], "version": "1"} for name in told]}

    async def judge(self, submission: Submission, *, waiting: Waiting | None = None) -> Judgement:
        if "wait" in submission.source:
            assert waiting
            waiting(2)
            await asyncio.Event().wait()
        results = tuple(_result(submission.source, *test.args, test.expected) for test in submission.tests)
        first = next((result.verdict for result in results if result.verdict is not Verdict.AC), Verdict.AC)
        return Judgement(first, results)


def _result(source: str, numbers: list[int], expected: Any) -> TestResult:
    value = [n for n in numbers if n % 2 == 0]
    if "wrong" in source:
        value = [n for n in numbers if (n % 2 == 0 or n % 10 == 1) and n <= 20]
    verdict = Verdict.AC if value == expected else Verdict.WA
    return TestResult(verdict, 1.0, 1.0, 9_000, stdout=f"{len(numbers)} given\n", value=value)
