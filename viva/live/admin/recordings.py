"""Recordings, incidents and system checks in the administration: what there is, never what is heard."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from viva.accounts.actors import user_of
from viva.accounts.admin.read_only import ReadOnly
from viva.live.models import (
    DoomedFolder,
    Incident,
    Recording,
    RecordingChunk,
    RecordingPart,
    RecordingSpace,
    SystemCheck,
    Utterance,
)
from viva.live.services.recording_erasing import erase_recording


class Kept(ReadOnly):
    """Erased by its service, which sees to the files too: with its interview or its recording, never by itself."""

    opts: Any

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Asked too on the pages of what it hangs on, which may be erased with it."""
        here = request.resolver_match.url_name if request.resolver_match else ""
        return not (here or "").startswith(f"{self.opts.app_label}_{self.opts.model_name}_")


@admin.register(Recording)
class RecordingAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("session", "size", "created_at", "keep_until", "erased_at", "next_attempt_at", "attempts")
    search_fields = ("session__interview__uuid",)
    date_hierarchy = "created_at"
    list_select_related = ("session",)

    def delete_model(self, request: HttpRequest, obj: Recording) -> None:
        erase_recording(obj, why="by_hand", by=user_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Recording]) -> None:
        for each in queryset:
            self.delete_model(request, each)


@admin.register(RecordingPart)
class PartAdmin(Kept, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("recording", "kind", "container", "started_at", "total", "made_of", "file_size")
    fields = ("recording", "key", "kind", "container", "started_at", "total", "ended_ms", "made_of", "file_size")
    list_filter = ("kind", "container")
    search_fields = ("recording__session__interview__uuid",)
    list_select_related = ("recording",)


@admin.register(RecordingChunk)
class ChunkAdmin(Kept, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("part", "number", "size", "from_ms", "to_ms", "created_at")
    fields = ("part", "number", "sha256", "size", "from_ms", "to_ms", "created_at")
    search_fields = ("part__recording__session__interview__uuid", "sha256")
    list_select_related = ("part",)


@admin.register(RecordingSpace)
class SpaceAdmin(Kept, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("company", "used")
    search_fields = ("company__name",)
    list_select_related = ("company",)


@admin.register(DoomedFolder)
class DoomedAdmin(Kept, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("folder", "created_at", "next_attempt_at")
    search_fields = ("folder",)


@admin.register(Incident)
class IncidentAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("session", "kind", "times", "created_at", "last_at")
    list_filter = ("kind",)
    search_fields = ("session__interview__uuid",)
    date_hierarchy = "created_at"
    list_select_related = ("session",)


@admin.register(Utterance)
class UtteranceAdmin(Kept, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("session", "begun_at", "ended_at", "missing", "engine", "rough", "written_at", "attempts")
    fields = (
        "session",
        "question",
        "message",
        "begun_at",
        "ended_at",
        "missing",
        "engine",
        "version",
        "rough",
        "quality",
        "written_at",
        "next_attempt_at",
        "attempts",
    )
    list_filter = ("engine", "rough")
    search_fields = ("session__interview__uuid",)
    date_hierarchy = "begun_at"
    list_select_related = ("session",)


@admin.register(SystemCheck)
class SystemCheckAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("interview", "browser", "checked_at")
    search_fields = ("interview__uuid", "browser")
    date_hierarchy = "checked_at"
    list_select_related = ("interview",)
