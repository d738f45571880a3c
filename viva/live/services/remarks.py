"""What was found out about a solution beside its verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from django.db import transaction
from django.db.models import QuerySet

from viva.ai.codec import from_json, to_json
from viva.ai.types import CodeGrowth
from viva.core.time import now
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.models.code import SubmissionMode
from viva.live.models.session import MessageKind, SessionStatus, Speaker


@dataclass(frozen=True, slots=True)
class Solution:
    """A source that was submitted to a question; submitted twice it is the same."""

    session_id: int
    question_id: int
    language: str
    source: str

    @classmethod
    def of(cls, submission: CodeSubmission) -> Self:
        return cls(submission.session_id, submission.question_id, submission.language, submission.source)


def read_growth(solution: Solution) -> CodeGrowth | None:
    """What was measured of it, in this process or another."""
    stored = _submitted(solution).filter(growth__isnull=False).values_list("growth", flat=True).first()
    return from_json(CodeGrowth, stored) if stored else None


def store_growth(solution: Solution, growth: CodeGrowth) -> CodeGrowth:
    """Keep it, unless it was measured before; gives what is kept, by which an answer may be judged already."""
    _submitted(solution).filter(growth__isnull=True).update(growth=to_json(growth))
    return read_growth(solution) or growth


def _submitted(solution: Solution) -> QuerySet[CodeSubmission]:
    return CodeSubmission.objects.filter(
        session_id=solution.session_id,
        question_id=solution.question_id,
        language=solution.language,
        source=solution.source,
        mode=SubmissionMode.SUBMIT,
    )


@transaction.atomic
def store_remark(session_id: int, *, number: int, text: str, aloud: bool) -> list[ChatMessage]:
    """Keep it with submission `number`; `aloud` it is said in the room too, while the interview goes on."""
    session = InterviewSession.objects.select_for_update().get(pk=session_id)
    submission = CodeSubmission.objects.filter(session_id=session_id, number=number).first()
    if submission is None or submission.remark:
        return []
    CodeSubmission.objects.filter(pk=submission.pk).update(remark=text)
    if not aloud or session.status != SessionStatus.IN_PROGRESS:
        return []
    InterviewSession.objects.filter(pk=session_id).update(last_number=session.last_number + 1)
    message = ChatMessage.objects.create(
        session_id=session_id,
        number=session.last_number + 1,
        speaker=Speaker.INTERVIEWER,
        kind=MessageKind.REMARK,
        question_id=submission.question_id,
        text=text,
        payload={"submission": number},
        created_at=now(),
    )
    return [message]
