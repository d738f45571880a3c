"""What an interview holds is given back before an administrator erases it, or its booking alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from viva.interviews.enums import Status
from viva.interviews.models import Interview
from viva.notifications.models import MailKind
from viva.notifications.services.outbox import abort_mail
from viva.scheduling import letters
from viva.scheduling.models import InterviewSchedule, ScheduleStatus
from viva.scheduling.services import times
from viva.scheduling.services.scheduling import latest_begin


def leave_nothing_behind(interview_id: int) -> None:
    """Of an interview that is erased in this transaction: its place is free, and no mail promises it any more.

    A candidate who still expects it is told that it does not take place.
    """
    times.end_booking(interview_id, status=ScheduleStatus.CANCELLED)
    abort_mail(interview_id, kinds=list(MailKind), why=_("The interview was erased."))
    interview = Interview.objects.select_related("candidate").get(pk=interview_id)
    is_ahead = interview.scheduled_at is None or interview.scheduled_at >= latest_begin()
    if interview.company_id and interview.status == Status.SCHEDULED and is_ahead:
        interview.calendar_sequence += 1
        letters.tell_cancelled(interview, reason="", by=None)


@transaction.atomic
def erase_bookings(ids: Iterable[int]) -> None:
    """Rows of the record; one that stands gives its place back, and its interview keeps the time without it."""
    for schedule in InterviewSchedule.objects.filter(pk__in=list(ids)).order_by("pk"):
        if schedule.status == ScheduleStatus.BOOKED:
            times.end_booking(schedule.interview_id, status=ScheduleStatus.RELEASED)
        schedule.delete()
