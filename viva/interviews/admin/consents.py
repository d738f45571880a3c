"""What candidates agreed to, and where they asked for a person. Written by them, so for reading."""

from __future__ import annotations

from django.contrib import admin

from viva.accounts.admin.read_only import ReadOnly
from viva.interviews.models import Consent, PersonRequest


@admin.register(Consent)
class ConsentAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("interview", "version", "locale", "ai_evaluation", "recording", "retention_days", "given_at")
    list_filter = ("version", "locale")
    search_fields = ("interview__uuid", "interview__candidate_email")
    date_hierarchy = "given_at"
    list_select_related = ("interview",)


@admin.register(PersonRequest)
class PersonRequestAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("interview", "created_at", "handled_by", "handled_at")
    list_filter = (("handled_at", admin.EmptyFieldListFilter),)
    search_fields = ("interview__uuid", "interview__candidate_email")
    date_hierarchy = "created_at"
    list_select_related = ("interview", "handled_by")
