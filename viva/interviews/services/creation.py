"""Creating an interview with its questions."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from viva.accounts.models import Company, User
from viva.ai.codec import to_json
from viva.ai.types import Kind, Question
from viva.core.time import now
from viva.interviews.enums import Mode, Purpose, QuestionType
from viva.interviews.events import INTERVIEW_CREATED, tell
from viva.interviews.models import Interview, InterviewQuestion, InterviewTemplate
from viva.interviews.services.problem_tests import keep_tests, without_tests

_QUESTION_TYPES = {
    Kind.TECHNICAL: QuestionType.TECHNICAL,
    Kind.BEHAVIORAL: QuestionType.BEHAVIORAL,
    Kind.CODING: QuestionType.CODING,
    Kind.SYSTEM_DESIGN: QuestionType.SYSTEM_DESIGN,
    Kind.HR: QuestionType.GENERAL,
}


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
    company: Company | None = None,
    company_name: str = "",
    template: InterviewTemplate | None = None,
) -> Interview:
    """One interview and its questions, in the order given, in one transaction.

    A `template`'s questions are its maker's words, so not marked as generated.
    """
    interview = Interview.objects.create(
        user=user,
        company=company,
        company_name=company_name,
        template=template,
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
        created_at=now(),
    )
    InterviewQuestion.objects.bulk_create(
        [
            _row(interview, order, question, generated=template is None)
            for order, question in enumerate(questions, start=1)
        ]
    )
    tell(INTERVIEW_CREATED, interview.pk)
    return interview


def _row(interview: Interview, order: int, question: Question, *, generated: bool) -> InterviewQuestion:
    return InterviewQuestion(
        interview=interview,
        order=order,
        question_text=question.text,
        question_type=_QUESTION_TYPES[question.kind],
        difficulty=question.difficulty.value,
        expected_duration_minutes=question.minutes,
        expected_answer=question.expected_answer,
        evaluation_criteria=[point.text for point in question.key_points],
        is_ai_generated=generated,
        bank_id=question.id,
        skills=list(question.skills),
        title=question.problem.title if question.problem else "",
        spec=to_json(without_tests(question)),
        tests=keep_tests(question.problem) if question.problem else None,
    )
