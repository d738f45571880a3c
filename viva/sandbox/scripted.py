"""A judge that says what it was told to, for the tests of other rooms."""

from __future__ import annotations

from collections.abc import Iterable

from viva.sandbox.types import Judgement, Submission, TestResult, Verdict, Waiting


class ScriptedJudge:
    """Gives `judgements` in order and then `after`; keeps what it was asked in `asked`.

    `after` None: every test is AC with its own expected value."""

    def __init__(self, judgements: Iterable[Judgement] = (), *, after: Judgement | None = None) -> None:
        self._left, self._after = list(judgements), after
        self.asked: list[Submission] = []

    async def judge(self, submission: Submission, *, waiting: Waiting | None = None) -> Judgement:
        self.asked.append(submission)
        if self._left:
            return self._left.pop(0)
        return self._after or accept(submission)


def accept(submission: Submission) -> Judgement:
    """AC on every test."""
    results = tuple(
        TestResult(Verdict.AC, cpu_ms=1.0, wall_ms=1.0, value=test.expected) for test in submission.tests
    )
    return Judgement(Verdict.AC, results)
