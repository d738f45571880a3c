"""`manage.py judge --in FILE --out FILE`: judge a submission for each line; docs/judge.md has the format."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from django.core.management.base import CommandError

from viva.config.management.line_command import NOT_BEGUN, LineCommand
from viva.core.in_order import Do
from viva.sandbox.languages.registry import LANGUAGES
from viva.sandbox.lines import Asked, is_judged, read_line, write_line
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Judgement, Limits, Submission


class Command(LineCommand[Submission, Judgement]):
    help = (
        "Judge a submission for each line of JSON and write a line of JSON with its verdict, in the same order. "
        "Ends with 0 if every line was judged, 1 if some were not, 2 if it could not begin."
    )
    done = "judged"
    about_out = "the verdicts; - is stdout"

    @contextlib.asynccontextmanager
    async def ready(self, *, jobs: int) -> AsyncIterator[Do[Submission, Judgement]]:
        """A code runner of this command alone, whatever the server's does."""
        with tempfile.TemporaryDirectory(prefix="viva-judge-") as folder:
            supervisor = Supervisor(Path(folder, "runner.sock"))
            await supervisor.start()
            try:
                status = await supervisor.status()
                if not status["safe"]:
                    reason = f"Code cannot be run safely here: {status['reason']}"
                    raise CommandError(reason, returncode=NOT_BEGUN)
                yield supervisor.client.judge
            finally:
                await supervisor.stop()

    def read_line(self, line: bytes, *, number: int) -> Asked | None:
        return read_line(line, number=number, limits_of=limits_of)

    def write_line(self, asked: Asked, answer: Judgement | None) -> bytes:
        return write_line(asked, answer)

    def is_done(self, answer: Judgement | None) -> bool:
        return is_judged(answer)


def limits_of(language: str) -> Limits:
    """Those of a test, where a line has only some of its own. A language that is unknown is refused later."""
    return LANGUAGES[language].limits if language in LANGUAGES else Limits()
