"""What the calls take. Every field has its bounds and says by its name what is wrong; fields unknown here are
passed over, so nothing else is ever written."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from rest_framework import serializers as fields

from viva.api.v1.common.fields import FlagField, NumberField, TextField
from viva.core.time import now
from viva.interviews.enums import Difficulty, InterviewType, QuestionType, Status
from viva.interviews.given import GivenQuestion
from viva.interviews.services.changes import MOST_QUESTIONS
from viva.live.services.over_api import Answer
from viva.scheduling.services.extra_time import MOST_EXTRA

LONGEST_ANSWER, LONGEST_CODE, LONGEST_TEXT = 20_000, 50_000, 20_000
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
_web_address = URLValidator(schemes=["http", "https"])


def _line(longest: int, **more: Any) -> TextField:
    return TextField(max_length=longest, **more)


def _text(longest: int = LONGEST_TEXT, **more: Any) -> TextField:
    return TextField(max_length=longest, required=False, allow_blank=True, trim_whitespace=False, **more)


class Moment(fields.DateTimeField):
    """A time without an offset is one in VIVA_DISPLAY_TIME_ZONE; it lies within EARLIEST and LATEST."""

    def default_timezone(self) -> ZoneInfo:
        """Looked up when a time is read: a zone that does not exist is the settings' check's to tell."""
        return ZoneInfo(settings.VIVA_DISPLAY_TIME_ZONE)

    def to_internal_value(self, value: Any) -> datetime:
        try:
            moment: datetime = super().to_internal_value(value).astimezone(UTC)
        except OverflowError:
            moment = datetime.max.replace(tzinfo=UTC)
        if not EARLIEST <= moment <= LATEST:
            raise fields.ValidationError([_("Give a time between the years 2000 and 2200.")])
        return moment


def refuse_passed(moment: datetime | None) -> None:
    """Of a company's interview, whose candidate is told of it."""
    if moment is not None and moment <= now():
        raise fields.ValidationError({"scheduled_at": [_("Choose a time that lies ahead.")]})


def refuse_extra(minutes: int | None) -> None:
    """Of practice, where nobody grants it."""
    if minutes:
        raise fields.ValidationError({"extra_minutes": [_("Only a company gives its candidates extra time.")]})


class Skills(fields.ListField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=_line(60), max_length=50, required=False, **kwargs)


class QuestionInput(fields.Serializer):  # type: ignore[type-arg]
    """`question` and `type`, as templates have them, read the same as `question_text` and `question_type`."""

    question_text = _line(5000, required=False)
    question = _line(5000, required=False, help_text="The same as `question_text`.")
    question_type = fields.ChoiceField(QuestionType.choices, required=False, help_text="`general` if not given.")
    type = fields.ChoiceField(QuestionType.choices, required=False, help_text="The same as `question_type`.")
    difficulty = fields.ChoiceField(Difficulty.choices, required=False, help_text="`medium` if not given.")
    expected_answer = _text(10_000)
    evaluation_criteria = fields.ListField(child=_line(500), max_length=20, required=False)
    expected_duration_minutes = fields.IntegerField(min_value=1, max_value=120, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not (attrs.get("question_text") or attrs.get("question")):
            raise fields.ValidationError({"question_text": [_("This field is required.")]})
        return attrs


def given_question(data: dict[str, Any]) -> GivenQuestion:
    return GivenQuestion(
        text=data.get("question_text") or data["question"],
        type=data.get("question_type") or data.get("type") or QuestionType.GENERAL,
        difficulty=data.get("difficulty", Difficulty.MEDIUM),
        expected_answer=data.get("expected_answer", ""),
        criteria=tuple(data.get("evaluation_criteria", ())),
        minutes=data.get("expected_duration_minutes", 5),
    )


class Changeable(fields.Serializer):  # type: ignore[type-arg]
    """What may be given at first and changed until the interview begins."""

    title = _line(200, required=False)
    description = _text()
    job_role = _line(120, required=False)
    company_name = TextField(max_length=200, required=False, allow_blank=True)
    job_description = _text()
    required_skills = Skills()
    duration_minutes = fields.IntegerField(min_value=1, max_value=480, required=False)
    extra_minutes = fields.IntegerField(
        min_value=0,
        max_value=MOST_EXTRA,
        required=False,
        help_text="More time for its candidate, an accommodation beside `duration_minutes`; the interviewer is as "
        "much more patient. Of a company's interview alone.",
    )
    enable_video = FlagField(required=False)
    enable_audio = FlagField(required=False)
    candidate_name = _line(200, required=False)
    candidate_email = fields.EmailField(required=False)
    scheduled_at = Moment(required=False, allow_null=True)


class InterviewInput(Changeable):
    """Without `job_id`, `title` and `job_role` are required."""

    interview_type = fields.ChoiceField(InterviewType.choices, default=InterviewType.TECHNICAL)
    difficulty = fields.ChoiceField(Difficulty.choices, default=Difficulty.MEDIUM)
    total_questions = fields.IntegerField(min_value=1, max_value=MOST_QUESTIONS, default=5)
    use_ai = FlagField(default=True)
    candidate_id = fields.IntegerField(min_value=1, required=False, allow_null=True)
    job_id = fields.IntegerField(min_value=1, required=False, allow_null=True)
    questions = QuestionInput(many=True, required=False, max_length=MOST_QUESTIONS)  # type: ignore[call-arg]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        missing = [name for name in ("title", "job_role") if not attrs.get(name)]
        if missing and not attrs.get("job_id"):
            raise fields.ValidationError({name: [_("This field is required.")] for name in missing})
        pair = ("candidate_name", "candidate_email")
        alone = [name for name in pair if not attrs.get(name)]
        if len(alone) == 1:
            raise fields.ValidationError({alone[0]: [_("Give candidate_name and candidate_email together.")]})
        return attrs


class InterviewChange(Changeable):
    """All fields may be left out. What else an interview has is not changed by this call."""


class CancelInput(fields.Serializer):  # type: ignore[type-arg]
    reason = TextField(
        max_length=500, required=False, allow_blank=True, default="", help_text="Stands in the mail."
    )


class AnswerInput(fields.Serializer):  # type: ignore[type-arg]
    """`text_response`, `code_response` or both."""

    question_id = fields.IntegerField(min_value=1)
    text_response = _text(LONGEST_ANSWER, allow_null=True)
    audio_url = TextField(max_length=500, required=False, allow_blank=True, allow_null=True)
    video_url = TextField(max_length=500, required=False, allow_blank=True, allow_null=True)
    code_response = _text(LONGEST_CODE, allow_null=True)
    language = TextField(max_length=16, required=False, allow_blank=True, allow_null=True)
    time_taken_seconds = fields.IntegerField(min_value=0, max_value=7 * 24 * 3600, required=False, default=0)

    def validate_audio_url(self, value: str | None) -> str | None:
        return _checked_address(value)

    def validate_video_url(self, value: str | None) -> str | None:
        return _checked_address(value)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not any((attrs.get(name) or "").strip() for name in ("text_response", "code_response")):
            message = _("Give text_response, code_response or both.")
            raise fields.ValidationError({"text_response": [message]})
        return attrs


def _checked_address(value: str | None) -> str | None:
    if value:
        _web_address(value)
    return value


def given_answer(data: dict[str, Any], *, language: str) -> Answer:
    """`language` where the client names none."""
    return Answer(
        text=data.get("text_response") or "",
        code=data.get("code_response") or "",
        language=data.get("language") or language,
        audio_url=data.get("audio_url") or "",
        video_url=data.get("video_url") or "",
        seconds=data["time_taken_seconds"],
    )


class ScoreInput(fields.Serializer):  # type: ignore[type-arg]
    score = NumberField(min_value=0.0, max_value=10.0)
    reason = _line(2000)


class ListQuery(fields.Serializer):  # type: ignore[type-arg]
    status = fields.ChoiceField(Status.choices, required=False)
    type = fields.ChoiceField(InterviewType.choices, required=False)
    difficulty = fields.ChoiceField(Difficulty.choices, required=False)
