"""Webhooks and deliveries in the administration; what was sent is not shown, for it may be of practice."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from viva.accounts.admin.read_only import ReadOnly
from viva.notifications.models import Delivery, Webhook

_ATTEMPTS = (
    "event",
    "status",
    "attempts",
    "next_attempt_at",
    "response_status",
    "error",
    "created_at",
    "delivered_at",
)


@admin.register(Webhook)
class WebhookAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """To see, switch off and remove them; an address is given over the API, which judges it."""

    list_display = ("url", "company", "user", "is_active", "created_at")
    list_filter = ("is_active", "created_at")
    search_fields = ("url", "company__name", "user__username")
    list_select_related = ("company", "user")
    fields = ("url", "company", "user", "events", "is_active", "created_at")
    readonly_fields = ("url", "company", "user", "events", "created_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False


@admin.register(Delivery)
class DeliveryAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("webhook", *_ATTEMPTS)
    list_filter = ("status", "event", "created_at")
    search_fields = ("key", "webhook__url")
    date_hierarchy = "created_at"
    list_select_related = ("webhook",)
    fields = ("webhook", "key", *_ATTEMPTS)
