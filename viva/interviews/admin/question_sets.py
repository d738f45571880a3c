"""What the interviews of a job ask, in the administration."""

from __future__ import annotations

from django.contrib import admin

from viva.accounts.admin.read_only import ReadOnly
from viva.interviews.models import OwnQuestion, QuestionSet


@admin.register(QuestionSet)
class QuestionSetAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Recruiters change it on the job's page, which holds it to its shape."""

    list_display = ("job", "source", "interview_type", "difficulty", "total_questions", "template")
    list_filter = ("source", "interview_type", "difficulty")
    search_fields = ("job__title", "job__company__name")
    list_select_related = ("job", "template")


@admin.register(OwnQuestion)
class OwnQuestionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Recruiters change it on its page, where the linter looks at it."""

    list_display = ("slug", "company", "kind", "difficulty", "archived_at", "changed_at")
    list_filter = ("kind", "difficulty")
    search_fields = ("slug", "text", "company__name")
    list_select_related = ("company",)
