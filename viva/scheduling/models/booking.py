"""An interview's place in a slot."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from viva.interviews.models import Interview
from viva.scheduling.models.slot import InterviewSlot


class ScheduleStatus(models.TextChoices):
    BOOKED = "booked", _("Booked")
    MOVED = "moved", _("Moved to another time")
    RELEASED = "released", _("Released")
    CANCELLED = "cancelled", _("Cancelled")
    NO_SHOW = "no_show", _("Did not come")


class InterviewSchedule(models.Model):
    """One booking; an interview holds one `booked` place at most. `ended_at` is when it was no longer booked."""

    slot = models.ForeignKey(InterviewSlot, on_delete=models.CASCADE, related_name="schedules")
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="schedules")
    status = models.CharField(max_length=16, choices=ScheduleStatus, default=ScheduleStatus.BOOKED)
    booking_notes = models.TextField(max_length=2000, blank=True)
    booked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["slot", "status"])]
        constraints = [
            models.UniqueConstraint(
                fields=["interview"], condition=models.Q(status="booked"), name="interview_booked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interview_id} in {self.slot_id} ({self.status})"
