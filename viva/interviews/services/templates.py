"""Templates: making, changing and deleting them, and counting their use."""

from __future__ import annotations

from typing import NotRequired, TypedDict

from django.db.models import F
from django.utils.translation import gettext as _

from viva.accounts.models import Company, User
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.models import InterviewTemplate


class TemplateQuestion(TypedDict):
    """One entry of a template's `questions`; `type` and `difficulty` are values of the enums.

    `bank_id` names the question of the bank or of the template's company that is asked whole.
    """

    question: str
    type: str
    difficulty: str
    expected_answer: str
    bank_id: NotRequired[str]


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


def count_use(template_id: int) -> InterviewTemplate:
    """Count one more use, in the transaction of what is made from it, and give the template as it stands.

    Raises StateForbids where it is switched off or gone.
    """
    offered = InterviewTemplate.objects.filter(pk=template_id, is_active=True)
    if not offered.update(times_used=F("times_used") + 1):
        raise StateForbids(_("This template is not offered any more."))
    return InterviewTemplate.objects.select_related("company").get(pk=template_id)
