"""An interview made from a template."""

from __future__ import annotations

from django.db import transaction

from viva.accounts.models import User
from viva.interviews.given import GivenQuestion
from viva.interviews.models import Interview, InterviewTemplate
from viva.interviews.services.creation import Setting
from viva.interviews.services.question_sets import questions_from
from viva.interviews.services.templates import count_use
from viva.live.services.creating import Wanted, create_wanted


@transaction.atomic
def use_template(template_id: int, *, user: User, job_role: str, company_name: str = "") -> Interview:
    """A scheduled interview with copies of the template's questions under the template's title.

    From a company's template it is one of that company's for hiring, else the user's own practice. Raises
    StateForbids where the template is switched off or gone.
    """
    template = count_use(template_id)
    company = template.company
    wanted = Wanted(
        title=template.title,
        description=template.description,
        interview_type=template.interview_type,
        difficulty=template.difficulty,
        job_role=job_role,
        skills=(),
        minutes=template.duration_minutes,
        language="python",
        total=len(template.questions),
        given=_given(template),
        setting=Setting(
            company=company, company_name=company_name or (company.name if company else ""), template=template
        ),
    )
    return create_wanted(user, wanted=wanted, generated=())


def _given(template: InterviewTemplate) -> tuple[GivenQuestion, ...]:
    """Picked ones whole, as they stand now; the others by their words."""
    whole = questions_from(template.questions, company_id=template.company_id)
    return tuple(
        GivenQuestion(
            text=entry["question"],
            type=entry["type"],
            difficulty=entry["difficulty"],
            expected_answer=entry["expected_answer"],
            whole=question if question.id else None,
        )
        for entry, question in zip(template.questions, whole, strict=True)
    )
