"""What scheduling hears of a company's interviews, in the transaction of the change: mail, and free places."""

from __future__ import annotations

from viva.core.events import Event, subscribe
from viva.interviews.events import INTERVIEW_COMPLETED, INTERVIEW_ERASED
from viva.interviews.models import Interview
from viva.scheduling import letters
from viva.scheduling.services.erasing import leave_nothing_behind

INTERVIEW_RELEASED = "interview.released"


def subscribe_to_interviews() -> None:
    subscribe(INTERVIEW_COMPLETED, _completed, within=True)
    subscribe(INTERVIEW_RELEASED, _released, within=True)
    subscribe(INTERVIEW_ERASED, _erased, within=True)


def _completed(event: Event) -> None:
    if interview := _of_a_company(event):
        letters.tell_completed(interview)
        letters.tell_result_ready(interview)


def _released(event: Event) -> None:
    if interview := _of_a_company(event):
        letters.tell_released_result(interview)


def _erased(event: Event) -> None:
    leave_nothing_behind(event.data["interview_id"])


def _of_a_company(event: Event) -> Interview | None:
    """None for practice, which is nobody else's affair."""
    if event.company_id is None:
        return None
    related = Interview.objects.select_related("company", "job", "candidate", "user")
    return related.filter(pk=event.data["interview"]["id"]).first()
