"""A company that hires, with its recruiter, an open job, and a candidate whose interview is scheduled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from viva.accounts.actors import LinkHolder
from viva.accounts.models import Company, Level, MemberRole, Membership, User
from viva.ai.types import Question
from viva.interviews.enums import Difficulty, InterviewType, Mode, Purpose
from viva.interviews.models import Consent, Interview
from viva.interviews.models.hiring import QuestionSource
from viva.interviews.question_files import Entry
from viva.interviews.services.consents import give_consent
from viva.interviews.services.creation import Setting, create_interview
from viva.interviews.services.own_questions import import_own_questions
from viva.interviews.services.question_sets import ChosenQuestion, QuestionSetWords, set_questions
from viva.jobs.models import Application, Job, Stage
from viva.live.conductor.script import State
from viva.live.models import InterviewSession
from viva.notifications.models import MailKind
from viva.notifications.services.outbox import abort_mail
from viva.scheduling.models import InterviewSlot
from viva.scheduling.services.booking import book_slot
from viva.scheduling.services.slots import SlotWords, create_slot
from viva.scheduling.services.times import Who
from viva.web.sample.answers import answered
from viva.web.sample.content import question, read, scheduled_at, uuid_of
from viva.web.sample.interviews import hold_interview


def make_hiring(recruiter: User, *, moment: datetime) -> None:
    """All of it, unless an earlier load made it: the interview tells."""
    words = read("hiring")
    uuid = uuid_of(words["interview"]["key"])
    if Interview.objects.filter(uuid=uuid).exists():
        return
    company = _company(recruiter, name=words["company"], at=moment - timedelta(days=30))
    import_own_questions(company, entries=[Entry(0, raw) for raw in read("own_questions")], by=recruiter)
    job = _job(recruiter, company, words["job"], at=moment - timedelta(days=9))
    application = _application(job, words["candidate"], at=moment - timedelta(days=4))
    asked = words["interview"]["questions"]
    _ask(recruiter, job, asked)
    interview = _interview(recruiter, job, application, [question(name) for name in asked], uuid=uuid)
    Interview.objects.filter(pk=interview.pk).update(created_at=moment - timedelta(days=2))
    slots = _slots(recruiter, job, words["slots"], moment=moment)
    _book(recruiter, interview, slots[scheduled_at(words["interview"], moment)])
    _held(recruiter, job, words["held"], moment=moment)


def _company(recruiter: User, *, name: str, at: datetime) -> Company:
    """The recruiter's own if there is one already."""
    membership = Membership.objects.select_related("company").filter(user=recruiter).order_by("pk").first()
    if membership:
        return membership.company
    company = Company.objects.create(name=name, created_at=at)
    Membership.objects.create(company=company, user=recruiter, role=MemberRole.OWNER, created_at=at)
    return company


def _job(recruiter: User, company: Company, words: dict[str, Any], *, at: datetime) -> Job:
    return Job.objects.create(
        company=company,
        created_by=recruiter,
        title=words["title"],
        description=words["description"],
        required_skills=words["required_skills"],
        seniority=Level(words["seniority"]),
        duration_minutes=words["duration_minutes"],
        created_at=at,
    )


def _application(job: Job, words: dict[str, Any], *, at: datetime) -> Application:
    return Application.objects.create(
        job=job,
        name=words["name"],
        email=words["email"],
        note=words["note"],
        stage=Stage.INVITED,
        created_at=at,
    )


def _ask(recruiter: User, job: Job, names: list[str]) -> None:
    """The job's interviews ask these."""
    chosen: list[ChosenQuestion] = [
        {
            "question": question(name).text,
            "type": question(name).kind.value,
            "difficulty": question(name).difficulty.value,
            "expected_answer": question(name).expected_answer,
            "bank_id": name,
        }
        for name in names
    ]
    words: QuestionSetWords = {
        "source": QuestionSource.CHOSEN,
        "interview_type": InterviewType.TECHNICAL,
        "difficulty": Difficulty.MEDIUM,
        "total_questions": len(chosen),
        "template": None,
        "questions": chosen,
    }
    set_questions(job, words=words, by=recruiter)


def _slots(
    recruiter: User, job: Job, words: dict[str, Any], *, moment: datetime
) -> dict[datetime | None, InterviewSlot]:
    """By the time at which they begin, those of tomorrow and of the days after it."""
    made: dict[datetime | None, InterviewSlot] = {}
    for days in range(1, words["days"] + 1):
        for clock in words["at"]:
            starts_at = scheduled_at({"scheduled": {"in_days": days, "at": clock}}, moment)
            if starts_at is None or starts_at <= moment:
                continue
            slot: SlotWords = {
                "job": job,
                "starts_at": starts_at,
                "ends_at": starts_at + timedelta(minutes=job.duration_minutes),
                "max_candidates": words["max_candidates"],
                "notes": "",
            }
            made[starts_at] = create_slot(job.company, words=slot, who=Who(recruiter.pk))
    return made


def _book(recruiter: User, interview: Interview, slot: InterviewSlot) -> None:
    book_slot(slot, interview=interview, who=Who(recruiter.pk))
    _mail_nobody(interview)


def _mail_nobody(interview: Interview) -> None:
    """Its candidate does not exist."""
    abort_mail(interview.pk, kinds=list(MailKind), why="Sample data is mailed to nobody.")


def _held(recruiter: User, job: Job, words: dict[str, Any], *, moment: datetime) -> None:
    """An interview of yesterday that waits for a person to review it."""
    entry = next(each for each in read("history") if each["key"] == words["answers_of"])
    given = [answered(each) for each in entry["answers"]]
    application = _application(job, words, at=moment - timedelta(days=6))
    asked = [each.question for each in given]
    interview = _interview(recruiter, job, application, asked, uuid=uuid_of(words["key"]))
    begun = moment - timedelta(days=1)
    Interview.objects.filter(pk=interview.pk).update(
        created_at=moment - timedelta(days=5), scheduled_at=begun, started_at=begun
    )
    session = InterviewSession.objects.create(interview=interview, conductor=State().to_json())
    _agree(interview, at=begun - timedelta(minutes=4))
    hold_interview(interview, session, {**entry, "title": interview.title}, given, begun=begun)
    _mail_nobody(interview)


def _agree(interview: Interview, *, at: datetime) -> None:
    """By the link, while the candidate waited for the time."""
    holder = LinkHolder(interview.pk)
    consent = give_consent(interview, actor=holder, locale="en", ai_evaluation=True, recording=True)
    Consent.objects.filter(pk=consent.pk).update(given_at=at)


def _interview(
    recruiter: User, job: Job, application: Application, questions: Sequence[Question], *, uuid: UUID
) -> Interview:
    return create_interview(
        recruiter,
        title=f"{job.title} at {job.company.name}",
        description=f"First interview with {application.name}.",
        interview_type=InterviewType.TECHNICAL,
        difficulty=Difficulty.MEDIUM,
        mode=Mode.REAL,
        purpose=Purpose.HIRING,
        job_role=job.title,
        duration_minutes=job.duration_minutes,
        coding_language="python",
        questions=questions,
        required_skills=job.required_skills,
        setting=Setting(
            company=job.company,
            company_name=job.company.name,
            job_description=job.description,
            job=job,
            candidate_name=application.name,
            candidate_email=application.email,
            uuid=uuid,
        ),
    )
