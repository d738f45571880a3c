"""What a job's description tells: required skills, seniority, and questions that a recruiter may take over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _

from viva.accounts.lines import distinct_lines
from viva.accounts.models import User
from viva.ai.bank import load_bank
from viva.ai.profile import Level, Planned, Profile, Source, plan_interview, read_profile
from viva.core.time import now
from viva.interviews.enums import InterviewType
from viva.interviews.models.hiring import QuestionSource
from viva.interviews.services.question_sets import QuestionSetWords, set_questions
from viva.jobs.models import Job
from viva.web.recruiter.job_forms import LONGEST_SKILL, MOST_SKILLS, JobForm
from viva.web.recruiter.question_forms import MOST_QUESTIONS, entry_of

DEFAULT_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Reading:
    profile: Profile
    questions: tuple[Planned, ...]
    left_out: frozenset[str]
    """Ids of those that were not ticked when the form was last sent."""


class TakeOverForm(forms.Form):
    """The suggested questions that are to become the job's."""

    picked = forms.MultipleChoiceField()

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        bank = [(question.id, question.id) for question in load_bank()]
        field = cast(forms.MultipleChoiceField, self.fields["picked"])
        field.choices = bank
        field.error_messages["required"] = _("Tick at least one question, or save without them.")

    def take_over(self, job: Job, *, by: User) -> None:
        """The ticked ones are what the job's interviews ask, in the order in which they were suggested."""
        bank = load_bank().by_id
        words: QuestionSetWords = {
            "source": QuestionSource.CHOSEN,
            "interview_type": InterviewType.TECHNICAL,
            "difficulty": Level(job.seniority).difficulty.value,
            "total_questions": len(self.ids),
            "template": None,
            "questions": [entry_of(bank[name]) for name in self.ids],
        }
        set_questions(job, words=words, by=by)

    @property
    def ids(self) -> list[str]:
        return list(dict.fromkeys(self.cleaned_data["picked"]))[:MOST_QUESTIONS]


def read_description(typed: Any) -> Reading | None:
    """Of the title and the description as they are typed; None where there is nothing to read."""
    description = str(typed.get("description", "")).strip()
    if not description:
        return None
    text = f"{typed.get('title', '')}\n\n{description}"
    profile = read_profile(text, source=Source.JOB, this_year=now().year)
    planned = plan_interview(profile, load_bank(), minutes=_minutes(typed.get("duration_minutes", "")))
    left = frozenset[str]()
    if "take_over" in typed:
        left = frozenset(each.question.id for each in planned) - set(typed.getlist("picked"))
    return Reading(profile, planned[:MOST_QUESTIONS], left)


def filled_from(reading: Reading, typed: Any) -> JobForm:
    """The form with what was typed in it; the skills that the text requires beside those named already."""
    given = {name: typed.get(name, "") for name in JobForm.base_fields}
    named = str(given["required_skills"]).replace("\n", ",").split(",")
    found = [skill.label for skill in reading.profile.wanted]
    skills = [name for name in distinct_lines([*named, *found]) if len(name) <= LONGEST_SKILL][:MOST_SKILLS]
    given["required_skills"] = ", ".join(skills)
    if reading.profile.tells_level:
        given["seniority"] = reading.profile.level.value
    return JobForm(initial=given)


def _minutes(typed: Any) -> int:
    text = str(typed).strip()
    return min(max(int(text), 5), 480) if text.isdecimal() and len(text) < 5 else DEFAULT_MINUTES
