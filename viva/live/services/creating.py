"""An interview made by another program or a person's form, with its session where it has a room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db import transaction

from viva.accounts.models import User
from viva.ai.types import Question
from viva.interviews.enums import Mode, Purpose
from viva.interviews.given import GivenQuestion, question_from
from viva.interviews.models import Interview, InterviewQuestion
from viva.interviews.services.creation import Setting, create_interview
from viva.live.conductor.script import State
from viva.live.models import InterviewSession
from viva.scheduling.services.scheduling import schedule_at
from viva.scheduling.services.times import Who


@dataclass(frozen=True, slots=True)
class Wanted:
    """What was asked for. `given` questions are used as they are; without them `total` are generated.

    `own` are the company's questions, which generated ones are chosen from beside the bank's.
    """

    title: str
    description: str
    interview_type: str
    difficulty: str
    job_role: str
    skills: tuple[str, ...]
    minutes: int
    language: str
    total: int
    given: tuple[GivenQuestion, ...] = ()
    own: tuple[Question, ...] = ()
    setting: Setting = field(default_factory=Setting)


@transaction.atomic
def create_wanted(user: User, *, wanted: Wanted, generated: Sequence[Question]) -> Interview:
    """The interview, with a room (status `preparing`) where it is the user's own and an engine holds it.

    A company's that has a time is scheduled: session, secret link and mail. Raises TimePassed.
    """
    asked = wanted.setting
    setting = replace(asked, scheduled_at=None) if asked.company else replace(asked, adaptive=True)
    interview = create_interview(
        user,
        title=wanted.title,
        description=wanted.description,
        interview_type=wanted.interview_type,
        difficulty=wanted.difficulty,
        mode=Mode.REAL if setting.company else Mode.PRACTICE,
        purpose=Purpose.HIRING if setting.company else Purpose.PRACTICE,
        job_role=wanted.job_role,
        duration_minutes=wanted.minutes,
        coding_language=wanted.language,
        questions=[question_from(given) for given in wanted.given] or generated,
        required_skills=wanted.skills,
        setting=setting,
        are_generated=not wanted.given,
    )
    for order, given in enumerate(wanted.given, start=1):
        InterviewQuestion.objects.filter(interview=interview, order=order).update(question_type=given.type)
    if setting.use_ai and setting.company is None and interview.total_questions:
        InterviewSession.objects.create(interview=interview, conductor=State().to_json())
    if asked.company and asked.scheduled_at:
        schedule_at(interview, starts_at=asked.scheduled_at, who=Who(user.pk))
        interview.refresh_from_db()
    return interview
