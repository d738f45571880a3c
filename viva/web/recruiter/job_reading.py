"""What a job's description tells: required skills, seniority, and questions that a recruiter may take over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from viva.accounts import limits
from viva.accounts.lines import distinct_lines
from viva.accounts.models import User
from viva.ai.bank import load_bank
from viva.ai.profile import Level, Planned, Profile, Source, find_asked, plan_interview, read_profile
from viva.core.errors import VivaError
from viva.core.time import now
from viva.interviews.enums import InterviewType
from viva.interviews.models.hiring import QuestionSource
from viva.interviews.services.question_sets import QuestionSetWords, set_questions
from viva.jobs.models import Job
from viva.jobs.resumes import LARGEST_BYTES
from viva.jobs.texts import NoText, text_of
from viva.web.recruiter.job_forms import LONGEST_DESCRIPTION, MOST_SKILLS, JobForm
from viva.web.recruiter.question_forms import MOST_QUESTIONS, entry_of

DEFAULT_MINUTES = 30


@dataclass(frozen=True, slots=True)
class Reading:
    description: str
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


def read_into(form: JobForm, *, user_id: int) -> Reading | None:
    """What the file or the description says; None with the error at its field. Raises TooManyAttempts.

    What is wrong with the other fields is told when the job is saved, not before.
    """
    for name in form.errors.keys() - {"description", "file"}:
        del form.errors[name]
    upload, description = form.cleaned_data.get("file"), form.cleaned_data.get("description", "")
    if not form.errors and not upload and not description:
        form.add_error("description", _("Write or paste the description first, or choose a file."))
    if form.errors:
        return None
    limits.spend([limits.Attempt(limits.FILE_READING, str(user_id))])
    try:
        return read_description(form.data, _words_of(upload) if upload else description)
    except VivaError as error:
        form.add_error("file", error.detail)
        return None


def _words_of(upload: Any) -> str:
    """Raises NoText; longer than a description may be, too, since only a part would look like all of it."""
    text = text_of(upload.read(LARGEST_BYTES + 1)).strip()
    if len(text) > LONGEST_DESCRIPTION:
        raise NoText(
            _("The text is longer than a description may be (%(most)s characters).")
            % {"most": number_format(LONGEST_DESCRIPTION, force_grouping=True)},
            _("Choose a shorter one, or paste the part that matters."),
        )
    return text


def read_description(typed: Any, description: str) -> Reading | None:
    """Of the description and what is typed beside it; None where there is nothing to read."""
    if not description.strip():
        return None
    text = f"{typed.get('title', '')}\n\n{description}"
    profile = read_profile(text, source=Source.JOB, this_year=now().year)
    planned = plan_interview(profile, load_bank(), minutes=_minutes(typed.get("duration_minutes", "")))
    left = frozenset[str]()
    if "take_over" in typed:
        left = frozenset(each.question.id for each in planned) - set(typed.getlist("picked"))
    return Reading(description, profile, planned[:MOST_QUESTIONS], left)


def filled_from(reading: Reading, typed: Any) -> JobForm:
    """The form with what was typed in it, and what the text tells beside that: nothing typed is lost."""
    given = {name: typed.get(name, "") for name in JobForm.base_fields if name != "file"}
    given["description"] = reading.description
    given["title"] = given["title"].strip() or reading.profile.title
    given["required_skills"] = ", ".join(_skills(str(given["required_skills"]), reading.profile))
    if reading.profile.tells_level:
        given["seniority"] = reading.profile.level.value
    return JobForm(initial=given)


def _skills(typed: str, profile: Profile) -> list[str]:
    """Those typed, and those that the text requires unless one of them is named already, by whatever name."""
    named = distinct_lines(typed.replace("\n", ",").split(","))
    labels = {label for each in find_asked("", named) for label in each.labels}
    found = [skill.label for skill in profile.wanted if skill.label not in labels]
    return distinct_lines([*named, *found])[: max(MOST_SKILLS, len(named))]


def _minutes(typed: Any) -> int:
    text = str(typed).strip()
    return min(max(int(text), 5), 480) if text.isdecimal() and len(text) < 5 else DEFAULT_MINUTES
