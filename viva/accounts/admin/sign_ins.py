"""Sign-ins of programs: seen and ended here, never what their tokens are."""

from __future__ import annotations

from django.contrib import admin

from viva.accounts.admin.read_only import ReadOnly
from viva.accounts.models import TokenFamily


@admin.register(TokenFamily)
class TokenFamilyAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("user", "created_at", "expires_at", "revoked_at")
    fields = ("user", "created_at", "expires_at", "revoked_at")
    list_filter = ("created_at",)
    search_fields = ("user__username", "user__email")
    list_select_related = ("user",)
