"""The administrator's view of interviews. What the machine wrote is for reading."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from viva.interviews.enums import Purpose
from viva.interviews.models import Interview, InterviewQuestion, InterviewResponse, ResponseEvaluation


class ReadOnly:
    """What a run of an interview wrote is evidence: nobody adds or changes it here."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class QuestionInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = InterviewQuestion
    fields = ("order", "question_type", "difficulty", "question_text", "bank_id")
    extra = 0


# What an administrator sees of practice, which is nobody else's to read: that it took place.
_OF_PRACTICE = ("uuid", "user", "purpose", "interview_type", "status", "created_at", "started_at", "completed_at")


@admin.register(Interview)
class InterviewAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("uuid", "user", "purpose", "interview_type", "difficulty", "status", "created_at")
    list_filter = ("purpose", "status", "interview_type", "difficulty", "mode")
    search_fields = ("uuid", "user__username", "job_role")
    date_hierarchy = "created_at"
    list_select_related = ("user",)
    inlines = (QuestionInline,)

    def get_fields(self, request: HttpRequest, obj: Interview | None = None) -> Any:
        if obj and obj.purpose == Purpose.PRACTICE:
            return _OF_PRACTICE
        return super().get_fields(request, obj)

    def get_inlines(self, request: HttpRequest, obj: Interview | None) -> Any:
        if obj and obj.purpose == Purpose.PRACTICE:
            return ()
        return self.inlines


class EvaluationInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = ResponseEvaluation
    fields = ("created_at", "score", "confidence", "needs_review", "engine", "model", "rubric_version")
    extra = 0


@admin.register(InterviewResponse)
class ResponseAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("question", "interview", "outcome", "score", "confidence", "needs_review", "submitted_at")
    list_filter = ("outcome", "needs_review", "is_evaluated")
    search_fields = ("interview__title", "interview__user__username")
    list_select_related = ("question", "interview")
    inlines = (EvaluationInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[InterviewResponse]:
        return super().get_queryset(request).exclude(interview__purpose=Purpose.PRACTICE)
