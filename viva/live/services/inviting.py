"""An interview of a company from the recruiter's wish to the mail in the outbox: one transaction.

Its questions are chosen before, outside of it (`live.inviting`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from viva.accounts.models import Company, User
from viva.ai.types import Question
from viva.core.errors import StateForbids
from viva.interviews.enums import Mode, Purpose, Status
from viva.interviews.models import Interview
from viva.interviews.services.creation import Setting, create_interview
from viva.interviews.services.question_sets import AskedQuestions, note_use
from viva.jobs.models import Application, Job, Stage
from viva.jobs.services import advance_applications
from viva.notifications.models import Mail
from viva.scheduling import letters
from viva.scheduling.models import InterviewSlot
from viva.scheduling.services import times
from viva.scheduling.services.booking import book_slot
from viva.scheduling.services.scheduling import schedule_at
from viva.scheduling.services.times import Who

_OPEN = [Status.SCHEDULED, Status.IN_PROGRESS]


@dataclass(frozen=True, slots=True)
class Invitee:
    """`candidate` is the account of whoever applied with one; `application` where there is one."""

    name: str
    email: str
    candidate: User | None = None
    application: Application | None = None


@dataclass(frozen=True, slots=True)
class Occasion:
    """What the interview is about, the same for everybody who is invited. `minutes` without the extra ones."""

    company: Company
    title: str
    job_role: str
    asked: AskedQuestions
    minutes: int
    job: Job | None = None
    skills: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A slot, or a time; with neither the candidate chooses."""

    slot: InterviewSlot | None = None
    starts_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Invited:
    """`mail` is None where nobody could be written to."""

    interview: Interview
    mail: Mail | None


@transaction.atomic
def create_invited(
    user: User,
    *,
    occasion: Occasion,
    invitee: Invitee,
    when: When,
    questions: Sequence[Question],
    extra_minutes: int,
    uuid: UUID,
) -> Invited:
    """All of it or nothing: no interview stands without the time it was made for.

    Raises StateForbids for a candidate whose interview for this job is still open, and what booking and
    scheduling raise.
    """
    if occasion.job is not None:
        _refuse_second(occasion.job, invitee)
    interview = _create(
        user, occasion=occasion, invitee=invitee, questions=questions, extra_minutes=extra_minutes, uuid=uuid
    )
    note_use(occasion.asked.template)
    if occasion.job is not None:
        _advance(occasion.job, invitee)
    return _give_time(interview, when=when, who=Who(user.pk))


def _create(
    user: User,
    *,
    occasion: Occasion,
    invitee: Invitee,
    questions: Sequence[Question],
    extra_minutes: int,
    uuid: UUID,
) -> Interview:
    """Raises StateForbids where the same form came twice at once."""
    try:
        with transaction.atomic():
            return create_interview(
                user,
                title=occasion.title,
                interview_type=occasion.asked.interview_type,
                difficulty=occasion.asked.difficulty,
                mode=Mode.REAL,
                purpose=Purpose.HIRING,
                job_role=occasion.job_role,
                duration_minutes=occasion.minutes,
                coding_language="python",
                questions=questions,
                required_skills=occasion.skills,
                setting=_setting(occasion, invitee, extra_minutes=extra_minutes, uuid=uuid),
                are_generated=not occasion.asked.questions,
            )
    except IntegrityError:
        raise StateForbids(_("This interview has just been made.")) from None


def _setting(occasion: Occasion, invitee: Invitee, *, extra_minutes: int, uuid: UUID) -> Setting:
    return Setting(
        company_name=occasion.company.name,
        job_description=occasion.description,
        company=occasion.company,
        job=occasion.job,
        candidate=invitee.candidate,
        candidate_name=invitee.name,
        candidate_email=invitee.email,
        template=occasion.asked.template,
        adaptive=occasion.asked.adaptive,
        extra_minutes=extra_minutes,
        uuid=uuid,
    )


def _refuse_second(job: Job, invitee: Invitee) -> None:
    """With the job locked: of two who invite the same candidate at once, the second is told."""
    Job.objects.select_for_update().get(pk=job.pk)
    same = Q(candidate_email__iexact=invitee.email)
    if invitee.candidate is not None:
        same |= Q(candidate=invitee.candidate)
    if Interview.objects.filter(same, job=job, status__in=_OPEN).exists():
        raise StateForbids(_("%(name)s has an interview for this job already.") % {"name": invitee.name})


def _advance(job: Job, invitee: Invitee) -> None:
    advance_applications(
        job.pk,
        email=invitee.email,
        candidate_id=invitee.candidate.pk if invitee.candidate else None,
        stage=Stage.INVITED,
    )


def _give_time(interview: Interview, *, when: When, who: Who) -> Invited:
    if when.slot is not None:
        booking = book_slot(when.slot, interview=interview, who=who)
        return Invited(booking.interview, booking.mail)
    if when.starts_at is not None:
        mail = schedule_at(interview, starts_at=when.starts_at, who=who)
    else:
        mail = letters.tell_choose_time(times.hold(interview), by=who.user_id)
    interview.refresh_from_db()
    return Invited(interview, mail)
