"""What is taken and given of templates."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as fields

from viva.accounts.models import Company
from viva.api.v1.common.fields import FlagField, TextField
from viva.api.v1.templates.picked import with_picked
from viva.interviews.enums import Difficulty, InterviewType, QuestionType
from viva.interviews.models import InterviewTemplate
from viva.interviews.services.templates import TemplateQuestion, TemplateWords

MOST_QUESTIONS = 50


class TemplateQuestionSerializer(fields.Serializer[Any]):
    question = TextField(max_length=5000)
    type = fields.ChoiceField(QuestionType.choices, default=QuestionType.GENERAL.value)
    difficulty = fields.ChoiceField(Difficulty.choices, default=Difficulty.MEDIUM.value)
    expected_answer = TextField(max_length=10_000, allow_blank=True, default="")
    bank_id = TextField(
        max_length=80, required=False,
        help_text="Only in a company's template: a question of the bank, or one of the company's own by the id "
        "that its page shows. It is asked whole, with follow-ups; the other fields are then taken from it.",
    )  # fmt: skip


class TemplateInput(fields.Serializer[Any]):
    """`times_used`, `average_score` and `created_by` are the server's own."""

    title = TextField(max_length=200)
    description = TextField(max_length=20_000, allow_blank=True, default="")
    interview_type = fields.ChoiceField(InterviewType.choices, default=InterviewType.TECHNICAL.value)
    difficulty = fields.ChoiceField(Difficulty.choices, default=Difficulty.MEDIUM.value)
    duration_minutes = fields.IntegerField(min_value=1, max_value=480, default=30)
    questions = fields.ListField(child=TemplateQuestionSerializer(), min_length=1, max_length=MOST_QUESTIONS)
    is_active = FlagField(default=True)
    is_premium = FlagField(default=False)


class NewTemplateInput(TemplateInput):
    company = fields.IntegerField(
        required=False, allow_null=True, min_value=1, max_value=2**63 - 1,
        help_text="Whose it is; without it your first company's. null, or for those without one: your own.",
    )  # fmt: skip


class TemplateSerializer(fields.ModelSerializer[InterviewTemplate]):
    company: fields.PrimaryKeyRelatedField[Company] = fields.PrimaryKeyRelatedField(
        read_only=True, allow_null=True
    )
    questions = TemplateQuestionSerializer(many=True)
    average_score = fields.FloatField(help_text="Percent, of the completed interviews made from it.")

    class Meta:
        model = InterviewTemplate
        fields = (
            "id",
            "title",
            "description",
            "interview_type",
            "difficulty",
            "duration_minutes",
            "questions",
            "times_used",
            "average_score",
            "is_active",
            "is_premium",
            "created_by",
            "company",
            "created_at",
        )
        read_only_fields = fields


class UseInput(fields.Serializer[Any]):
    job_role = TextField(max_length=120)
    company_name = TextField(max_length=200, allow_blank=True, default="")


class TemplateQuery(fields.Serializer[Any]):
    type = fields.ChoiceField(InterviewType.choices, required=False, allow_blank=True)
    difficulty = fields.ChoiceField(Difficulty.choices, required=False, allow_blank=True)


def words_of(template: InterviewTemplate) -> TemplateWords:
    """What its owner decided, as it stands."""
    return {
        "title": template.title,
        "description": template.description,
        "interview_type": template.interview_type,
        "difficulty": template.difficulty,
        "duration_minutes": template.duration_minutes,
        "questions": template.questions,
        "is_active": template.is_active,
        "is_premium": template.is_premium,
    }


def words_in(data: dict[str, Any], *, company_id: int | None) -> TemplateWords:
    """A validated body, key by key. ValidationError for a picked question that is not there for this company."""
    return {
        "title": data["title"],
        "description": data["description"],
        "interview_type": data["interview_type"],
        "difficulty": data["difficulty"],
        "duration_minutes": data["duration_minutes"],
        "questions": with_picked([_question(each) for each in data["questions"]], company_id=company_id),
        "is_active": data["is_active"],
        "is_premium": data["is_premium"],
    }


def _question(data: dict[str, Any]) -> TemplateQuestion:
    picked: TemplateQuestion = {
        "question": data["question"],
        "type": data["type"],
        "difficulty": data["difficulty"],
        "expected_answer": data["expected_answer"],
    }
    if data.get("bank_id"):
        picked["bank_id"] = data["bank_id"]
    return picked
