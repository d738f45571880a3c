"""What is taken and given of slots and bookings."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers as fields
from rest_framework.exceptions import ValidationError

from viva.api.v1.common.fields import TextField
from viva.api.v1.interviews.described import LinkedInterview
from viva.api.v1.interviews.inputs import Moment
from viva.core.time import now
from viva.jobs.models import Job
from viva.scheduling.models import InterviewSchedule, InterviewSlot, SlotStatus
from viva.scheduling.services.slots import SlotWords

LARGEST_ID = 2**63 - 1
LONGEST = timedelta(hours=24)
USUAL_MINUTES = 30  # without a job, whose interviews have a length
_IN_ZONE = "Without an offset it is a time in VIVA_DISPLAY_TIME_ZONE."


class SlotInput(fields.Serializer[Any]):
    """`current_bookings` and `status` are the server's own figures: they may be sent, and have no effect."""

    job = fields.IntegerField(
        min_value=1,
        max_value=LARGEST_ID,
        required=False,
        allow_null=True,
        help_text="null: for every interview of the company.",
    )
    starts_at = Moment(help_text=_IN_ZONE)
    ends_at = Moment(required=False, help_text=f"{_IN_ZONE} If not given: by the length of the job's interviews.")
    max_candidates = fields.IntegerField(min_value=1, max_value=1000, default=1)
    notes = TextField(max_length=2000, allow_blank=True, default="", help_text="Candidates do not see them.")


class SlotChange(SlotInput):
    """Whatever is left out stays as it is; a new `starts_at` alone keeps the length."""

    starts_at = Moment(required=False, help_text=_IN_ZONE)


class NewSlotInput(SlotInput):
    company = fields.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_ID,
        help_text="Without it the job's, else the first company that you act for.",
    )


class SlotQuery(fields.Serializer[Any]):
    job = fields.IntegerField(min_value=1, max_value=LARGEST_ID, required=False)
    status = fields.ChoiceField(SlotStatus.choices, required=False, allow_blank=True)
    to = Moment(required=False, help_text="Those that start before it.")

    def get_fields(self) -> dict[str, Any]:
        """With `from`, which Python keeps for itself."""
        return {
            "from": Moment(required=False, help_text="Those that start then or later."),
            **super().get_fields(),
        }


class CancelQuery(fields.Serializer[Any]):
    reason = TextField(max_length=500, required=False, help_text="Stands in the mails.")


class BookingInput(fields.Serializer[Any]):
    interview_id = fields.IntegerField(min_value=1, max_value=LARGEST_ID)
    booking_notes = TextField(max_length=2000, allow_blank=True, allow_null=True, default="")


class ReleaseInput(fields.Serializer[Any]):
    interview_id = fields.IntegerField(min_value=1, max_value=LARGEST_ID)
    reason = TextField(max_length=500, allow_blank=True, default="", help_text="Stands in the mail.")


class SlotSerializer(fields.ModelSerializer[InterviewSlot]):
    notes = fields.CharField(help_text="Empty for candidates.")

    class Meta:
        model = InterviewSlot
        fields = (
            "id",
            "job",
            "starts_at",
            "ends_at",
            "max_candidates",
            "current_bookings",
            "status",
            "notes",
        )
        read_only_fields = fields


class ScheduleSerializer(fields.ModelSerializer[InterviewSchedule]):
    class Meta:
        model = InterviewSchedule
        fields = ("id", "slot", "interview", "status", "booking_notes", "booked_at")
        read_only_fields = fields


class MailTold(fields.Serializer[Any]):
    status = fields.CharField(
        help_text="As it stands when the call is answered, mostly `queued`: it is sent a moment later. Then "
        "`sending`, `sent`, `retrying`, `failed`, `aborted`; `none` without an address. The same call tells anew."
    )
    detail = fields.CharField(help_text="The same for a person, with the cause where it failed.")


class SlotBooked(fields.Serializer[Any]):
    message = fields.CharField()
    schedule = ScheduleSerializer()
    interview = LinkedInterview()
    email = MailTold()


class SlotReleased(fields.Serializer[Any]):
    message = fields.CharField()
    slot = SlotSerializer()
    interview = LinkedInterview()


class SlotTold(fields.Serializer[Any]):
    message = fields.CharField()
    slot = SlotSerializer()


def stands(slot: InterviewSlot) -> dict[str, Any]:
    """What its company decided, as it would be sent, but for the end."""
    return {
        "job": slot.job_id,
        "starts_at": slot.starts_at.isoformat(),
        "max_candidates": slot.max_candidates,
        "notes": slot.notes,
    }


def words_in(data: dict[str, Any], *, job: Job | None, length: timedelta, before: datetime | None) -> SlotWords:
    """A validated body, key by key. `length` is for one without an end, `before` when the slot begins until now.

    Raises ValidationError for times that make no sense.
    """
    starts_at = data["starts_at"]
    ends_at = data.get("ends_at", starts_at + length)
    if starts_at != before and starts_at <= now():
        raise ValidationError({"starts_at": [_("Choose a time that lies ahead.")]})
    if not starts_at < ends_at <= starts_at + LONGEST:
        raise ValidationError({"ends_at": [_("A slot ends after it begins, within 24 hours.")]})
    return {
        "job": job,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "max_candidates": data["max_candidates"],
        "notes": data["notes"],
    }
