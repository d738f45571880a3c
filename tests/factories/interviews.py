"""Interviews for the API, made through the services that make them in earnest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.factories.accounts import RecruiterFactory, UserFactory
from tests.factories.rooms import TALK
from viva.accounts.models import Company, MemberRole, Membership, User
from viva.ai.types import Question
from viva.interviews.models import Interview, InterviewQuestion
from viva.interviews.services.creation import Setting
from viva.live.services.creating import Wanted, create_wanted
from viva.live.services.over_api import Answer, begin_over_api, submit_answer


def make_interview(user: User | None = None, *, questions: Sequence[Question] = TALK, **setting: Any) -> Interview:
    """Scheduled, with these questions."""
    wanted = Wanted(
        title="Backend interview",
        description="",
        interview_type="technical",
        difficulty="medium",
        job_role="Backend engineer",
        skills=("SQL",),
        minutes=30,
        language="python",
        total=len(questions),
        setting=Setting(**setting),
    )
    return create_wanted(user or UserFactory(), wanted=wanted, generated=questions)


def make_running(user: User | None = None, **fields: Any) -> Interview:
    """In progress over the API."""
    interview = make_interview(user, **fields)
    begin_over_api(interview.pk)
    interview.refresh_from_db()
    return interview


def question_of(interview: Interview, order: int = 1) -> InterviewQuestion:
    return interview.questions.get(order=order)


def answer_by_service(interview: Interview, text: str = "An answer.", *, order: int = 1) -> int:
    """The response's id; nobody has judged it yet."""
    return submit_answer(interview.pk, question=question_of(interview, order), answer=Answer(text=text)).pk


def make_company(*people: tuple[User, str], name: str = "Acme", strictness: str = "standard") -> Company:
    """A company with these members, each with a role."""
    company = Company.objects.create(name=name, strictness=strictness)
    for user, role in people:
        Membership.objects.create(company=company, user=user, role=role)
    return company


def make_hiring(**fields: Any) -> tuple[Interview, User, User]:
    """(interview, recruiter, candidate): for a company, with a candidate who has an account."""
    recruiter, candidate = RecruiterFactory(), UserFactory()
    company = make_company((recruiter, MemberRole.OWNER))
    interview = make_interview(recruiter, company=company, candidate=candidate, **fields)
    return interview, recruiter, candidate
