"""Sample interviews: made and held through the services that make and hold them in earnest, with past times."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from viva.accounts.models import User
from viva.ai.engines.base import AnsweredQuestion, ConcludeRequest
from viva.ai.engines.base import Mode as EngineMode
from viva.ai.feedback.conclude import conclude
from viva.ai.feedback.scores import score_interview
from viva.ai.types import Difficulty, Kind
from viva.interviews.enums import Mode, Outcome, Purpose, Status
from viva.interviews.models import Interview
from viva.interviews.services import complete_interview, record_response
from viva.interviews.services.creation import Setting, create_interview
from viva.live.conductor.script import State
from viva.live.models import InterviewSession
from viva.live.services.sessions import PRACTICE_TITLE
from viva.web.sample.answers import answered
from viva.web.sample.content import question, scheduled_at, uuid_of
from viva.web.sample.transcript import write_transcript

BREAK = timedelta(seconds=20)  # between two questions


def make_interview(user: User, entry: dict[str, Any], *, moment: datetime) -> None:
    """The interview of a YAML entry, unless an earlier load made it. `moment` is the present."""
    uuid = uuid_of(entry["key"])
    if Interview.objects.filter(uuid=uuid).exists():
        return
    given = [answered(each) for each in entry.get("answers", [])]
    interview = _interview(user, entry, given)
    begun = moment - timedelta(days=entry["days_ago"], minutes=entry["duration_minutes"])
    Interview.objects.filter(pk=interview.pk).update(
        uuid=uuid, created_at=begun - timedelta(minutes=2), scheduled_at=scheduled_at(entry, moment)
    )
    session = InterviewSession.objects.create(interview=interview, conductor=State().to_json())
    if entry["status"] == Status.IN_PROGRESS:
        Interview.objects.filter(pk=interview.pk).update(status=Status.IN_PROGRESS, started_at=begun)
    elif entry["status"] == Status.COMPLETED:
        hold_interview(interview, session, entry, given, begun=begun)


def _interview(user: User, entry: dict[str, Any], given: list[AnsweredQuestion]) -> Interview:
    questions = [each.question for each in given] or [question(name) for name in entry["questions"]]
    setting = Setting(company_name=entry.get("company_name", ""), job_description=entry.get("job_description", ""))
    return create_interview(
        user,
        title=entry.get("title", PRACTICE_TITLE),
        description=entry.get("description", ""),
        interview_type=entry["interview_type"],
        difficulty=entry["difficulty"],
        mode=Mode.PRACTICE,
        purpose=Purpose.PRACTICE,
        job_role=entry["job_role"],
        duration_minutes=entry["duration_minutes"],
        coding_language="python",
        questions=questions,
        required_skills=entry["required_skills"],
        setting=setting,
    )


def hold_interview(
    interview: Interview,
    session: InterviewSession,
    entry: dict[str, Any],
    given: list[AnsweredQuestion],
    *,
    begun: datetime,
) -> None:
    """All of it: started, answered, completed, with its transcript."""
    Interview.objects.filter(pk=interview.pk).update(status=Status.IN_PROGRESS, started_at=begun)
    ids = list(interview.questions.order_by("order").values_list("pk", flat=True))
    at = begun
    times: list[datetime] = []
    for question_id, each, words in zip(ids, given, entry["answers"], strict=True):
        at += BREAK + timedelta(seconds=words["seconds"])
        times.append(at)
        record_response(
            interview_id=interview.pk,
            question_id=question_id,
            outcome=Outcome.ANSWERED,
            text=words["text"],
            seconds=words["seconds"],
            hints_used=each.hints_used,
            code=each.code,
            evaluation=each.evaluation,
            at=at,
        )
    write_transcript(session, given, ids=ids, times=times, begun=begun)
    _complete(interview, entry, given, at=at + BREAK)


def _complete(interview: Interview, entry: dict[str, Any], given: list[AnsweredQuestion], *, at: datetime) -> None:
    request = ConcludeRequest(
        role=interview.job_role,
        kind=Kind(interview.interview_type),
        difficulty=Difficulty(interview.difficulty),
        mode=EngineMode(interview.mode),
        answered=tuple(given),
    )
    problem = next((each.question.problem for each in given if each.question.problem), None)
    complete_interview(
        interview.pk,
        title=entry.get("title") or (f"AI Interview - {problem.title}" if problem else PRACTICE_TITLE),
        description=entry.get("description") or (problem.statement if problem else ""),
        conclusion=conclude(request),
        scores=score_interview(given),
        at=at,
    )
