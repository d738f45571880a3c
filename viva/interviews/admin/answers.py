"""Answers and all that was judged of them: for reading, and without practice, which is nobody else's to read."""

from __future__ import annotations

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from viva.accounts.admin.read_only import ReadOnly
from viva.interviews.enums import Purpose
from viva.interviews.models import (
    EarlierAnswer,
    InterviewResponse,
    PendingEvaluation,
    ResponseEvaluation,
    ScoreOverride,
)


class EvaluationInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = ResponseEvaluation
    fields = ("created_at", "score", "confidence", "needs_review", "engine", "model", "rubric_version")
    extra = 0


class OverrideInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = ScoreOverride
    fields = ("created_at", "by", "score_before", "score", "reason")
    extra = 0


class EarlierInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = EarlierAnswer
    fields = ("revision", "text_response", "code_response", "score", "replaced_at")
    extra = 0


@admin.register(InterviewResponse)
class ResponseAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("question", "interview", "outcome", "score", "confidence", "needs_review", "submitted_at")
    list_filter = ("outcome", "needs_review", "is_evaluated")
    search_fields = ("interview__title", "interview__user__username", "interview__candidate_email")
    date_hierarchy = "submitted_at"
    list_select_related = ("question", "interview")
    inlines = (EvaluationInline, OverrideInline, EarlierInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[InterviewResponse]:
        return super().get_queryset(request).exclude(interview__purpose=Purpose.PRACTICE)


class OfResponse(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """What hangs on an answer."""

    search_fields = ("response__interview__uuid", "response__interview__title")
    list_select_related: ClassVar[tuple[str, ...]] = ("response",)

    def get_queryset(self, request: HttpRequest) -> QuerySet:  # type: ignore[type-arg]
        return super().get_queryset(request).exclude(response__interview__purpose=Purpose.PRACTICE)


@admin.register(ResponseEvaluation)
class EvaluationAdmin(OfResponse):
    list_display = ("response", "score", "confidence", "needs_review", "engine", "model", "created_at")
    list_filter = ("engine", "fallback", "needs_review", "created_at")
    date_hierarchy = "created_at"


@admin.register(ScoreOverride)
class OverrideAdmin(OfResponse):
    list_display = ("response", "by", "score_before", "score", "created_at")
    list_filter = ("created_at",)
    date_hierarchy = "created_at"
    list_select_related = ("response", "by")


@admin.register(EarlierAnswer)
class EarlierAdmin(OfResponse):
    list_display = ("response", "revision", "score", "submitted_at", "replaced_at")
    list_filter = ("replaced_at",)


@admin.register(PendingEvaluation)
class PendingAdmin(OfResponse):
    list_display = ("response", "attempts", "next_attempt_at", "created_at")
    list_filter = ("attempts",)
