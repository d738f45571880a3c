"""What is taken and given of jobs and applications."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as fields

from viva.accounts.models import Level
from viva.api.v1.common.fields import TextField
from viva.jobs.models import Application, Job, JobStatus, Stage
from viva.jobs.services import JobWords

LARGEST_ID = 2**63 - 1


class JobInput(fields.Serializer[Any]):
    title = TextField(max_length=200)
    description = TextField(max_length=20_000, allow_blank=True, default="")
    required_skills = fields.ListField(child=TextField(max_length=60), max_length=50, default=list)
    seniority = fields.ChoiceField(Level.choices, default=Level.MID.value)
    duration_minutes = fields.IntegerField(min_value=1, max_value=480, default=30)
    status = fields.ChoiceField(JobStatus.choices, default=JobStatus.OPEN.value)


class NewJobInput(JobInput):
    company = fields.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_ID,
        help_text="Without it the first company that you act for.",
    )


class JobSerializer(fields.ModelSerializer[Job]):
    company_name = fields.CharField(source="company.name")
    required_skills = fields.ListField(child=fields.CharField())

    class Meta:
        model = Job
        fields = (
            "id",
            "company",
            "company_name",
            "title",
            "description",
            "required_skills",
            "seniority",
            "duration_minutes",
            "status",
            "created_at",
        )
        read_only_fields = fields


class ApplicationInput(fields.Serializer[Any]):
    """A candidate applies in their own name; `name` and `email` are for the company's people."""

    job = fields.IntegerField(min_value=1, max_value=LARGEST_ID)
    name = TextField(max_length=200, required=False)
    email = fields.EmailField(max_length=254, required=False)
    note = TextField(max_length=5000, allow_blank=True, default="")


class StageInput(fields.Serializer[Any]):
    stage = fields.ChoiceField(Stage.choices)


class ApplicationSerializer(fields.ModelSerializer[Application]):
    job_title = fields.CharField(source="job.title")

    class Meta:
        model = Application
        fields = ("id", "job", "job_title", "candidate", "name", "email", "stage", "note", "created_at")
        read_only_fields = fields


class JobQuery(fields.Serializer[Any]):
    status = fields.ChoiceField(JobStatus.choices, required=False, allow_blank=True)


class ApplicationQuery(fields.Serializer[Any]):
    job = fields.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    stage = fields.ChoiceField(Stage.choices, required=False, allow_blank=True)


def words_of(job: Job) -> dict[str, Any]:
    """What its company decided, as it stands."""
    return {name: getattr(job, name) for name in JobWords.__annotations__}


def words_in(data: dict[str, Any]) -> JobWords:
    """A validated body, key by key."""
    return {
        "title": data["title"],
        "description": data["description"],
        "required_skills": data["required_skills"],
        "seniority": data["seniority"],
        "duration_minutes": data["duration_minutes"],
        "status": data["status"],
    }
