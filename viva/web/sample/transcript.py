"""What was said and submitted in a sample interview, numbered as the room numbers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from viva.ai.engines.base import AnsweredQuestion
from viva.ai.types import TestCase
from viva.interviews.enums import Mode
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.models.code import SubmissionMode
from viva.live.models.session import MessageKind, SessionStatus, Speaker

_HELLO = "Hello, good to have you here. I ask, you answer in your own words"
GREETINGS = {
    Mode.PRACTICE: f"{_HELLO}, and a hint is yours to ask for.",
    Mode.REAL: f"{_HELLO}; people of the company read them.",
}
GOODBYE = "That was my last question. Thank you for your time and for your answers; your result is being written."


class Transcript:
    """Collects the rows of one session in order; `number` is the last one given."""

    def __init__(self, session: InterviewSession) -> None:
        self._session = session
        self.messages: list[ChatMessage] = []
        self.submissions: list[CodeSubmission] = []

    @property
    def number(self) -> int:
        return len(self.messages)

    def add(self, speaker: Speaker, text: str, *, at: datetime, **more: Any) -> None:
        self.messages.append(
            ChatMessage(
                session=self._session, number=self.number + 1, speaker=speaker, text=text, created_at=at, **more
            )
        )

    def submit(self, each: AnsweredQuestion, *, question_id: int, at: datetime) -> None:
        """The submission under its message's number, as in the room."""
        code, problem = each.code, each.question.problem
        if code is None or problem is None:
            return
        kind = MessageKind.SUBMIT
        self.add(Speaker.CANDIDATE, "", at=at, kind=kind, question_id=question_id)
        tests = [(case, False) for case in problem.samples] + [(case, True) for case in problem.hidden]
        self.submissions.append(
            CodeSubmission(
                session=self._session,
                question_id=question_id,
                number=self.number,
                mode=SubmissionMode.SUBMIT,
                source=code.source,
                verdict=code.verdict,
                passed=code.passed,
                total=code.total,
                results=[_passed(case, hidden=hidden) for case, hidden in tests],
                created_at=at,
                judged_at=at,
            )
        )


def write_transcript(
    session: InterviewSession,
    given: Sequence[AnsweredQuestion],
    *,
    ids: Sequence[int],
    times: Sequence[datetime],
    begun: datetime,
) -> None:
    """All messages and submissions, and the session as it is after its end. `times`: when each was answered."""
    said = Transcript(session)
    said.add(Speaker.INTERVIEWER, GREETINGS[Mode(session.interview.mode)], at=begun)
    asked_at = begun
    for each, question_id, at in zip(given, ids, times, strict=True):
        text = each.question.problem.statement if each.question.problem else each.question.text
        said.add(Speaker.INTERVIEWER, text, at=asked_at, kind=MessageKind.QUESTION, question_id=question_id)
        said.add(Speaker.CANDIDATE, each.answers[0], at=at, question_id=question_id)
        said.submit(each, question_id=question_id, at=at)
        asked_at = at + timedelta(seconds=5)
    said.add(Speaker.INTERVIEWER, GOODBYE, at=asked_at, kind=MessageKind.CLOSING)
    ChatMessage.objects.bulk_create(said.messages)
    CodeSubmission.objects.bulk_create(said.submissions)
    InterviewSession.objects.filter(pk=session.pk).update(
        status=SessionStatus.COMPLETED,
        begun_at=begun,
        ends_at=asked_at,
        last_number=said.number,
        handled_number=said.number,
    )


def _passed(case: TestCase, *, hidden: bool) -> dict[str, Any]:
    """A test that passed, in the shape in which the room keeps results."""
    shown: dict[str, Any] = {"verdict": "AC", "cpu_ms": 1.0, "wall_ms": 1.2, "memory_kb": 9_200, "hidden": hidden}
    if not hidden:
        shown |= {"stdout": "", "stderr": "", "args": list(case.args)}
        shown |= {"expected": case.expected, "value": case.expected}
    return shown
