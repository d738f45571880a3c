"""What the interviews of a job ask, in the administration."""

from __future__ import annotations

from django.contrib import admin

from viva.accounts.admin.read_only import ReadOnly
from viva.interviews.models import QuestionSet


@admin.register(QuestionSet)
class QuestionSetAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Recruiters change it on the job's page, which holds it to its shape."""

    list_display = ("job", "source", "interview_type", "difficulty", "total_questions", "template")
    list_filter = ("source", "interview_type", "difficulty")
    search_fields = ("job__title", "job__company__name")
    list_select_related = ("job", "template")
