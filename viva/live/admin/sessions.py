"""The administrator's view of the live rooms, for reading."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from viva.accounts.actors import user_of
from viva.accounts.admin.read_only import ReadOnly
from viva.interviews.enums import Purpose
from viva.live.models import ChatMessage, CodeBuffer, CodeSubmission, EditBatch, InterviewSession, Recording
from viva.live.services.recording_erasing import erase_recording


@admin.register(InterviewSession)
class SessionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("id", "interview", "status", "begun_at", "ends_at", "last_number")
    fields = ("interview", "status", "begun_at", "ends_at", "version", "last_number", "handled_number")
    list_filter = ("status",)
    search_fields = ("interview__uuid", "interview__user__username")
    date_hierarchy = "begun_at"
    list_select_related = ("interview",)

    def delete_model(self, request: HttpRequest, obj: InterviewSession) -> None:
        """Its recording goes by its own service, which sees to the files."""
        for recording in Recording.objects.filter(session=obj):
            erase_recording(recording, why="by_hand", by=user_of(request))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[InterviewSession]) -> None:
        for each in queryset:
            self.delete_model(request, each)


@admin.register(CodeSubmission)
class SubmissionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("session", "question", "mode", "language", "verdict", "passed", "total", "created_at")
    list_filter = ("mode", "verdict", "language")
    search_fields = ("session__interview__uuid", "question__title")
    list_select_related = ("session__interview", "question")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CodeSubmission]:
        """Without practice, which is nobody else's to read."""
        return super().get_queryset(request).exclude(session__interview__purpose=Purpose.PRACTICE)


@admin.register(ChatMessage)
class MessageAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("session", "number", "speaker", "kind", "question", "created_at")
    list_filter = ("speaker", "kind")
    search_fields = ("session__interview__uuid", "text")
    date_hierarchy = "created_at"
    list_select_related = ("session__interview", "question")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ChatMessage]:
        return super().get_queryset(request).exclude(session__interview__purpose=Purpose.PRACTICE)


@admin.register(CodeBuffer)
class BufferAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("session", "question", "seq")
    search_fields = ("session__interview__uuid", "question__title")
    list_select_related = ("session__interview", "question")

    def get_queryset(self, request: HttpRequest) -> QuerySet[CodeBuffer]:
        return super().get_queryset(request).exclude(session__interview__purpose=Purpose.PRACTICE)


@admin.register(EditBatch)
class EditsAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("buffer", "seq", "created_at")
    search_fields = ("buffer__session__interview__uuid",)
    date_hierarchy = "created_at"
    list_select_related = ("buffer__session",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[EditBatch]:
        return super().get_queryset(request).exclude(buffer__session__interview__purpose=Purpose.PRACTICE)
