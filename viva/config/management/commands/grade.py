"""`manage.py grade --in FILE --out FILE`: judge an answer for each line; docs/grade.md has the format."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator

from django.core.management.base import CommandError

from viva.ai.grading.errors import GradingError
from viva.ai.grading.lines import Asked, read_line, write_line
from viva.ai.grading.pool import GraderPool
from viva.ai.types import Evaluation, EvaluationRequest
from viva.config.management.line_command import NOT_BEGUN, LineCommand
from viva.core.in_order import Do

DEADLINE = 120.0
"""Seconds for one answer, which takes a few hundredths: a backstop."""


class Command(LineCommand[EvaluationRequest, Evaluation]):
    help = (
        "Judge an answer for each line of JSON with the embedded grader and write a line of JSON with its score, "
        "in the same order. Ends with 0 if every line was graded, 1 if some were not, 2 if it could not begin."
    )
    done = "graded"
    about_out = "the scores; - is stdout"

    @contextlib.asynccontextmanager
    async def ready(self, *, jobs: int) -> AsyncIterator[Do[EvaluationRequest, Evaluation]]:
        pool = GraderPool(workers=jobs)
        try:
            await pool.start()
        except GradingError as error:
            raise CommandError(error.detail, returncode=NOT_BEGUN) from None

        async def grade(request: EvaluationRequest) -> Evaluation:
            try:
                return await pool.grade(request, deadline=DEADLINE)
            except GradingError as error:
                return Evaluation(score=None, metrics=None, reason=error.detail)

        try:
            yield grade
        finally:
            await pool.stop()

    def read_line(self, line: bytes, *, number: int) -> Asked | None:
        return read_line(line, number=number)

    def write_line(self, asked: Asked, answer: Evaluation | None) -> bytes:
        return write_line(asked, answer)

    def is_done(self, answer: Evaluation | None) -> bool:
        """An answer that cannot be assessed is done too: the line says why it has no score."""
        return answer is not None and bool(answer.engine)
