"""Webhooks and what they are owed."""

from __future__ import annotations

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import Company
from viva.core.time import now


class EventName(models.TextChoices):
    INTERVIEW_CREATED = "interview.created", _("Interview created")
    INTERVIEW_SCHEDULED = "interview.scheduled", _("Interview scheduled")
    INTERVIEW_STARTED = "interview.started", _("Interview started")
    INTERVIEW_COMPLETED = "interview.completed", _("Interview completed")
    INTERVIEW_CANCELLED = "interview.cancelled", _("Interview cancelled")
    RESPONSE_EVALUATED = "response.evaluated", _("Response evaluated")


class Webhook(models.Model):
    """An address that hears of `events`: a company's, or without one those of the user's own interviews.

    A company's outlives who made it. The signing secret is derived from `nonce` and the server's key, so that
    a stolen database signs nothing.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, blank=True, related_name="webhooks")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="webhooks"
    )
    url = models.CharField(max_length=500)
    events = models.JSONField(default=list)
    is_active = models.BooleanField(default=True)
    nonce = models.UUIDField(default=uuid4, editable=False)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["company", "is_active"]), models.Index(fields=["user", "is_active"])]

    def __str__(self) -> str:
        return self.url

    @property
    def secret(self) -> str:
        """64 hexadecimal digits."""
        return salted_hmac("viva.notifications.webhook", str(self.nonce), algorithm="sha256").hexdigest()


class DeliveryStatus(models.TextChoices):
    PENDING = "pending", _("Pending")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Given up")


class Delivery(models.Model):
    """One event for one webhook, written with the change it tells of, sent until it arrives or is given up.

    Whoever sends it holds it until `leased_until` by the token `lease`. `key` is sent along and the same at each
    attempt, so that a receiver can tell a repetition; `response_status` is that of the last attempt.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    event = models.CharField(max_length=40, choices=EventName)
    payload = models.JSONField(default=dict)
    status = models.CharField(max_length=16, choices=DeliveryStatus, default=DeliveryStatus.PENDING)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    leased_until = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    response_status = models.PositiveIntegerField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(fields=["next_attempt_at"], condition=models.Q(status="pending"), name="delivery_due"),
            models.Index(fields=["webhook", "-created_at"]),
            models.Index(fields=["created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.event} to {self.webhook_id}"
