"""Times that a company offers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import Company
from viva.jobs.models import Job


class SlotStatus(models.TextChoices):
    """`booked` means full: the server's own figure, from the places taken."""

    AVAILABLE = "available", _("Available")
    BOOKED = "booked", _("Fully booked")
    CANCELLED = "cancelled", _("Cancelled")


class WeeklyHours(models.Model):
    """Hours of a week that slots are made from: `weekday` 0 is Monday, the times are of `time_zone`'s clocks.

    Slots of `slot_minutes` with `buffer_minutes` between them, from `first_day` to `last_day`.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="weekly_hours")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    weekday = models.PositiveSmallIntegerField()
    opens_at = models.TimeField()
    closes_at = models.TimeField()
    time_zone = models.CharField(max_length=64)
    slot_minutes = models.PositiveIntegerField(default=45)
    buffer_minutes = models.PositiveIntegerField(default=0)
    max_candidates = models.PositiveIntegerField(default=1)
    first_day = models.DateField()
    last_day = models.DateField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["weekday", "opens_at", "pk"]
        verbose_name_plural = "weekly hours"

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens_at}-{self.closes_at} {self.time_zone}"


class InterviewSlot(models.Model):
    """`current_bookings` of `max_candidates` places are taken; it and `status` are the server's own figures."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="slots")
    job = models.ForeignKey(Job, on_delete=models.CASCADE, null=True, blank=True, related_name="slots")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    hours = models.ForeignKey(WeeklyHours, on_delete=models.SET_NULL, null=True, blank=True, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    max_candidates = models.PositiveIntegerField(default=1)
    current_bookings = models.PositiveIntegerField(default=0)
    status = models.CharField(max_length=16, choices=SlotStatus, default=SlotStatus.AVAILABLE)
    notes = models.TextField(max_length=2000, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "pk"]
        indexes = [
            models.Index(fields=["company", "starts_at"]),
            models.Index(fields=["job", "status", "starts_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(current_bookings__lte=models.F("max_candidates")), name="slot_never_oversold"
            ),
            models.CheckConstraint(condition=models.Q(ends_at__gt=models.F("starts_at")), name="slot_has_length"),
            models.CheckConstraint(condition=models.Q(max_candidates__gte=1), name="slot_has_places"),
            models.UniqueConstraint(fields=["hours", "starts_at"], name="slot_of_hours_once"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M} ({self.current_bookings}/{self.max_candidates})"
