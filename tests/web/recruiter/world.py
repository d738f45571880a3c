"""A company with one of everything, its people, and those who must be kept out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid4

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.jobs import make_application, make_job
from tests.factories.own_questions import make_own_question
from viva.accounts.models import Company, Invitation, MemberRole, Membership, User
from viva.accounts.services import invite
from viva.core.time import now
from viva.interviews.models import Interview, OwnQuestion
from viva.interviews.services.question_sets import AskedQuestions, questions_from
from viva.jobs.models import Application, Job
from viva.live.services.inviting import Invitee, Occasion, When, create_invited
from viva.scheduling.models import InterviewSlot
from viva.scheduling.services.slots import create_slot
from viva.scheduling.services.times import Who

QUESTION = {
    "question": "What does an index cost?",
    "type": "technical",
    "difficulty": "easy",
    "expected_answer": "Space.",
}


@dataclass
class World:
    company: Company
    owner: User
    recruiter: User
    reviewer: User
    foreigner: User
    candidate: User
    job: Job
    application: Application
    interview: Interview
    slot: InterviewSlot
    invitation: Invitation
    membership: Membership
    own_question: OwnQuestion


def make_slot(company: Company, *, places: int = 1, job: Job | None = None, days: float = 3) -> InterviewSlot:
    starts_at = now().replace(microsecond=0) + timedelta(days=days)
    words = {
        "job": job,
        "starts_at": starts_at,
        "ends_at": starts_at + timedelta(minutes=45),
        "max_candidates": places,
        "notes": "",
    }
    return create_slot(company, words=words, who=Who())


def make_invited(
    job: Job, by: User, *, name: str = "Samira Haddad", email: str = "s@x.org", when: When | None = None
) -> Interview:
    questions = tuple(questions_from([QUESTION]))
    occasion = Occasion(
        company=job.company,
        title=job.title,
        job_role=job.title,
        asked=AskedQuestions("technical", "medium", 1, questions),
        minutes=45,
        job=job,
    )
    return create_invited(
        by,
        occasion=occasion,
        invitee=Invitee(name, email),
        when=when or When(starts_at=now() + timedelta(days=2)),
        questions=questions,
        extra_minutes=0,
        uuid=uuid4(),
    ).interview


def make_world() -> World:
    company = make_company()
    owner, recruiter, reviewer = (make_member(company, role) for role in MemberRole)
    job = make_job(company)
    application = make_application(job)
    return World(
        company=company,
        owner=owner,
        recruiter=recruiter,
        reviewer=reviewer,
        foreigner=make_member(make_company("Elsewhere"), MemberRole.OWNER),
        candidate=UserFactory(),
        job=job,
        application=application,
        interview=make_invited(job, recruiter),
        slot=make_slot(company),
        invitation=invite(company, email="new@x.org", role=MemberRole.RECRUITER, by=owner),
        membership=Membership.objects.get(company=company, user=reviewer),
        own_question=make_own_question(company),
    )
