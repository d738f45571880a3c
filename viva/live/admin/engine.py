"""What a language model was asked for and what it took, for reading; no interview is told by it."""

from __future__ import annotations

from django.contrib import admin

from viva.accounts.admin.read_only import ReadOnly
from viva.live.models import EngineCall, EngineSpending


@admin.register(EngineCall)
class CallAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = (
        "created_at",
        "kind",
        "model",
        "company",
        "failure",
        "prompt_tokens",
        "completion_tokens",
        "cost",
        "latency_ms",
    )
    fields = (*list_display, "prompt_version", "requests", "status", "first_ms")
    list_filter = ("kind", "failure", "created_at")
    search_fields = ("model", "kind", "failure")
    date_hierarchy = "created_at"
    list_select_related = ("company",)


@admin.register(EngineSpending)
class SpendingAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("scope", "tokens", "cost")
    search_fields = ("scope",)
