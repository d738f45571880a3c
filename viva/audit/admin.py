"""The audit trail in the administration: to be read, by nobody changed or erased."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from viva.audit.models import Entry


@admin.register(Entry)
class EntryAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("at", "action", "subject", "subject_id", "actor_id", "by_link", "company_id")
    list_filter = ("action", "subject", "by_link", "at")
    search_fields = ("action", "subject", "subject_id", "actor_id")
    date_hierarchy = "at"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False
