"""*Run*, of the samples or the candidate's own input: beside the conversation, without the interviewer's turn."""

from __future__ import annotations

import asyncio
import logging

from django.db import DatabaseError

from viva.core.realtime.database import in_database, write_in_database
from viva.live.judging import judge_submission, owner_of, verdict_message
from viva.live.models import CodeSubmission
from viva.live.models.code import SubmissionMode
from viva.live.publish import publish_messages, publish_trouble
from viva.live.scripts import problem_of
from viva.live.services.turns import store_run

log = logging.getLogger(__name__)

BESIDE = (SubmissionMode.RUN, SubmissionMode.TRY)
RUN_TROUBLE = "Your code is stored, but its result could not be. It will follow."


class RunRunner:
    """Judges each session's waiting runs one after the other. What waits stands in the database."""

    def __init__(self) -> None:
        self._tasks: dict[int, asyncio.Task[None]] = {}
        self._again: set[int] = set()

    def wake(self, session_id: int) -> None:
        if session_id in self._tasks:
            self._again.add(session_id)
            return
        self._tasks[session_id] = asyncio.create_task(self._work(session_id))

    async def drain(self, session_id: int, *, timeout: float) -> None:
        if task := self._tasks.get(session_id):
            await asyncio.wait([task], timeout=timeout)

    async def stop(self) -> None:
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _work(self, session_id: int) -> None:
        """What fails stays waiting: the next run, the next tab or the clock takes it up again."""
        try:
            while True:
                self._again.discard(session_id)
                for submission in await in_database(_waiting, session_id):
                    await self._judge(submission)
                if session_id not in self._again:
                    return
        except DatabaseError as error:
            log.warning("a run could not be stored (%s)", type(error).__name__)
            await publish_trouble(session_id, RUN_TROUBLE)
        except Exception:
            log.exception("a run failed")
            await publish_trouble(session_id, RUN_TROUBLE)
        finally:
            del self._tasks[session_id]

    async def _judge(self, submission: CodeSubmission) -> None:
        problem = problem_of(submission.question)
        if problem is None:
            return
        judged = await judge_submission(submission, problem, owner=owner_of(submission))
        message = verdict_message(submission, judged)
        stored = await write_in_database(store_run, submission.session_id, judged, message)
        await publish_messages(submission.session_id, stored)


def _waiting(session_id: int) -> list[CodeSubmission]:
    waiting = CodeSubmission.objects.filter(session_id=session_id, mode__in=BESIDE, verdict="")
    return list(waiting.select_related("question__tests", "session__interview").order_by("number"))


run_runner = RunRunner()
