"""The administrator's view of the live rooms, for reading."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from viva.interviews.admin import ReadOnly
from viva.interviews.enums import Purpose
from viva.live.models import CodeSubmission, InterviewSession


@admin.register(InterviewSession)
class SessionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "interview", "status", "begun_at", "ends_at", "last_number")
    fields = ("interview", "status", "begun_at", "ends_at", "version", "last_number", "handled_number")
    list_filter = ("status",)
    search_fields = ("interview__uuid", "interview__user__username")
    list_select_related = ("interview",)


@admin.register(CodeSubmission)
class SubmissionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("session", "question", "mode", "language", "verdict", "passed", "total", "created_at")
    list_filter = ("mode", "verdict", "language")
    list_select_related = ("session__interview", "question")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CodeSubmission]:
        """Without practice, which is nobody else's to read."""
        return super().get_queryset(request).exclude(session__interview__purpose=Purpose.PRACTICE)
