"""Webhooks, deliveries and mail in the administration; what webhooks sent is not shown: it may be of practice."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from viva.accounts.admin.read_only import ReadOnly
from viva.notifications.models import Delivery, Mail, MailAttempt, Webhook

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


@admin.register(Mail)
class MailAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """The text as it is stored: with a place for the link, without what would make it."""

    list_display = (
        "kind",
        "to_email",
        "company",
        "status",
        "attempts",
        "next_attempt_at",
        "sent_at",
        "created_at",
    )
    list_filter = ("status", "kind", "created_at")
    search_fields = ("to_email", "to_name", "subject", "message_id", "company__name")
    date_hierarchy = "created_at"
    list_select_related = ("company",)
    fields = (
        "company", "kind", "to_name", "to_email", "reply_to", "subject", "text", "calendar", "message_id",
        "status", "error", "attempts", "next_attempt_at", "not_after", "queued_by", "created_at", "sent_at",
    )  # fmt: skip


@admin.register(MailAttempt)
class MailAttemptAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("mail", "number", "at", "sent", "code", "detail")
    list_filter = ("sent", "code", "at")
    search_fields = ("mail__to_email", "detail")
    date_hierarchy = "at"
    list_select_related = ("mail",)
    fields = ("mail", "number", "at", "sent", "code", "detail")
