"""What scheduling hears of a company's interviews, within the transaction of the change: it becomes mail."""

from __future__ import annotations

from viva.core.events import Event, subscribe
from viva.interviews.events import INTERVIEW_COMPLETED
from viva.interviews.models import Interview
from viva.scheduling import letters

INTERVIEW_RELEASED = "interview.released"


def subscribe_to_interviews() -> None:
    subscribe(INTERVIEW_COMPLETED, _completed, within=True)
    subscribe(INTERVIEW_RELEASED, _released, within=True)


def _completed(event: Event) -> None:
    if interview := _of_a_company(event):
        letters.tell_completed(interview)
        letters.tell_result_ready(interview)


def _released(event: Event) -> None:
    if interview := _of_a_company(event):
        letters.tell_released_result(interview)


def _of_a_company(event: Event) -> Interview | None:
    """None for practice, which is nobody else's affair."""
    if event.company_id is None:
        return None
    related = Interview.objects.select_related("company", "job", "candidate", "user")
    return related.filter(pk=event.data["interview"]["id"]).first()
