"""Creating an interview with its questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from viva.accounts.models import Company, User
from viva.ai.codec import to_json
from viva.ai.types import Kind, Question
from viva.core.time import now
from viva.interviews.enums import Mode, Purpose, QuestionType
from viva.interviews.events import INTERVIEW_CREATED, tell
from viva.interviews.models import Interview, InterviewQuestion, InterviewTemplate
from viva.interviews.services.candidates import account_of
from viva.interviews.services.problem_tests import keep_tests, without_tests
from viva.interviews.trail import note
from viva.jobs.models import Job

_QUESTION_TYPES = {
    Kind.TECHNICAL: QuestionType.TECHNICAL,
    Kind.BEHAVIORAL: QuestionType.BEHAVIORAL,
    Kind.CODING: QuestionType.CODING,
    Kind.SYSTEM_DESIGN: QuestionType.SYSTEM_DESIGN,
    Kind.HR: QuestionType.GENERAL,
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What an interview has beside its questions: for whom it is, and how it is held."""

    company_name: str = ""
    job_description: str = ""
    use_ai: bool = True
    enable_video: bool = False
    enable_audio: bool = False
    company: Company | None = None
    job: Job | None = None
    candidate: User | None = None
    candidate_name: str = ""
    candidate_email: str = ""
    scheduled_at: datetime | None = None
    template: InterviewTemplate | None = None
    extra_minutes: int = 0
    adaptive: bool = False
    uuid: UUID = field(default_factory=uuid4)


@transaction.atomic
def create_interview(
    user: User,
    *,
    title: str,
    interview_type: str,
    difficulty: str,
    mode: Mode,
    job_role: str,
    duration_minutes: int,
    coding_language: str,
    questions: Sequence[Question],
    required_skills: Sequence[str] = (),
    purpose: Purpose = Purpose.PRACTICE,
    description: str = "",
    setting: Setting | None = None,
    are_generated: bool = True,
) -> Interview:
    """One interview and its questions, in the order given, in one transaction."""
    setting = setting or Setting()
    interview = Interview.objects.create(
        user=user,
        purpose=purpose,
        title=title,
        description=description,
        interview_type=interview_type,
        difficulty=difficulty,
        mode=mode,
        job_role=job_role,
        duration_minutes=duration_minutes,
        total_questions=len(questions),
        coding_language=coding_language,
        required_skills=list(required_skills),
        company_name=setting.company_name,
        job_description=setting.job_description,
        use_ai=setting.use_ai,
        adaptive=setting.adaptive and are_generated,
        enable_video=setting.enable_video,
        enable_audio=setting.enable_audio,
        company=setting.company,
        job=setting.job,
        candidate=setting.candidate or (account_of(setting.candidate_email) if setting.company else None),
        candidate_name=setting.candidate_name,
        candidate_email=setting.candidate_email,
        scheduled_at=setting.scheduled_at,
        template=setting.template,
        extra_minutes=setting.extra_minutes,
        uuid=setting.uuid,
        created_at=now(),
    )
    InterviewQuestion.objects.bulk_create(
        [
            question_row(interview, order, question, is_generated=are_generated)
            for order, question in enumerate(questions, start=1)
        ]
    )
    note(INTERVIEW_CREATED, interview, by=user)
    tell(INTERVIEW_CREATED, interview.pk)
    return interview


def question_row(interview: Interview, order: int, question: Question, *, is_generated: bool) -> InterviewQuestion:
    """The question as a row of the interview, not yet stored (the tests of its problem are)."""
    return InterviewQuestion(
        interview=interview, order=order, is_ai_generated=is_generated, **question_fields(question)
    )


def question_fields(question: Question) -> dict[str, Any]:
    """Of a row, what the question itself decides (the tests of its problem are stored)."""
    return {
        "question_text": question.text,
        "question_type": _QUESTION_TYPES[question.kind],
        "difficulty": question.difficulty.value,
        "expected_duration_minutes": question.minutes,
        "expected_answer": question.expected_answer,
        "evaluation_criteria": [point.text for point in question.key_points],
        "bank_id": question.id,
        "skills": list(question.skills),
        "title": question.problem.title if question.problem else "",
        "spec": to_json(without_tests(question)),
        "tests": keep_tests(question.problem) if question.problem else None,
    }
