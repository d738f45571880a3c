"""Templates: making, changing and deleting them, and interviews made from them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from viva.accounts.models import Company, User
from viva.ai.types import Difficulty, Kind, Question
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.enums import Mode, Purpose, QuestionType
from viva.interviews.models import Interview, InterviewTemplate
from viva.interviews.services.creation import create_interview

_KINDS = {
    QuestionType.TECHNICAL: Kind.TECHNICAL,
    QuestionType.BEHAVIORAL: Kind.BEHAVIORAL,
    QuestionType.CODING: Kind.CODING,
    QuestionType.SYSTEM_DESIGN: Kind.SYSTEM_DESIGN,
    QuestionType.GENERAL: Kind.HR,
}


class TemplateQuestion(TypedDict):
    """One entry of a template's `questions`; `type` and `difficulty` are values of the enums."""

    question: str
    type: str
    difficulty: str
    expected_answer: str


class TemplateWords(TypedDict):
    """All of a template that its owner decides."""

    title: str
    description: str
    interview_type: str
    difficulty: str
    duration_minutes: int
    questions: list[TemplateQuestion]
    is_active: bool
    is_premium: bool


def create_template(
    user: User, *, company: Company | None, words: TemplateWords, is_shared: bool = False
) -> InterviewTemplate:
    """A template of the company, or of the user alone where there is none."""
    return InterviewTemplate.objects.create(
        created_by=user,
        company=company,
        title=words["title"],
        description=words["description"],
        interview_type=words["interview_type"],
        difficulty=words["difficulty"],
        duration_minutes=words["duration_minutes"],
        questions=list(words["questions"]),
        is_active=words["is_active"],
        is_premium=words["is_premium"],
        is_shared=is_shared,
        created_at=now(),
    )


def change_template(template: InterviewTemplate, *, words: TemplateWords) -> InterviewTemplate:
    """Replace what its owner decides; use and average are left, so are interviews made from it before."""
    InterviewTemplate.objects.filter(pk=template.pk).update(
        title=words["title"],
        description=words["description"],
        interview_type=words["interview_type"],
        difficulty=words["difficulty"],
        duration_minutes=words["duration_minutes"],
        questions=list(words["questions"]),
        is_active=words["is_active"],
        is_premium=words["is_premium"],
    )
    template.refresh_from_db()
    return template


def delete_template(template: InterviewTemplate) -> None:
    """Interviews made from it stay."""
    template.delete()


@transaction.atomic
def create_from_template(
    template: InterviewTemplate, *, user: User, job_role: str, company_name: str = ""
) -> Interview:
    """A scheduled interview with copies of the template's questions under the template's title.

    From a company's template it is one of that company's for hiring, else the user's own practice. Counts the
    use. Raises StateForbids where the template is switched off or gone.
    """
    offered = InterviewTemplate.objects.filter(pk=template.pk, is_active=True)
    if not offered.update(times_used=F("times_used") + 1):
        raise StateForbids(_("This template is not offered any more."))
    template.refresh_from_db()
    return create_interview(
        user,
        company=template.company,
        company_name=company_name or (template.company.name if template.company else ""),
        template=template,
        title=template.title,
        description=template.description,
        interview_type=template.interview_type,
        difficulty=template.difficulty,
        mode=Mode.REAL if template.company_id else Mode.PRACTICE,
        purpose=Purpose.HIRING if template.company_id else Purpose.PRACTICE,
        job_role=job_role,
        duration_minutes=template.duration_minutes,
        coding_language="python",
        questions=questions_of(template.questions),
    )


def questions_of(entries: Sequence[TemplateQuestion]) -> list[Question]:
    """As the engines take them; their key points are drawn from the expected answer when they are judged."""
    return [
        Question(
            id="",
            text=entry["question"],
            kind=_KINDS[QuestionType(entry["type"])],
            difficulty=Difficulty(entry["difficulty"]),
            expected_answer=entry["expected_answer"],
        )
        for entry in entries
    ]
