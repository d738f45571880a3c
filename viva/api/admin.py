"""Repeated calls in the administration: that there were such, not what they said."""

from __future__ import annotations

from django.contrib import admin

from viva.accounts.admin.read_only import ReadOnly
from viva.api.models import StoredAnswer


@admin.register(StoredAnswer)
class StoredAnswerAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = fields = ("key", "status", "created_at")
    list_filter = ("status", "created_at")
    search_fields = ("key",)
