"""The record of a company's interview, from its making to its end. Practice is recorded nowhere.

What others publish is written down within their transaction; what is done through the services here is recorded
by them. Reading is not recorded: a page looked at changes nothing, and what leaves the house (a report) is.
"""

from __future__ import annotations

from typing import Any

from viva.accounts.models import User
from viva.audit.services import record
from viva.core.events import Event, subscribe
from viva.interviews.events import INTERVIEW_COMPLETED, INTERVIEW_CREATED, INTERVIEW_STARTED
from viva.interviews.models import Interview

SUBJECT = "interview"


def note(action: str, interview: Interview, *, by: User | None = None, **data: Any) -> None:
    """One entry for a company's interview; `data` without answers, comments and reasons of people."""
    if interview.company_id is None:
        return
    record(
        action,
        subject=SUBJECT,
        subject_id=interview.pk,
        actor_id=by.pk if by else None,
        company_id=interview.company_id,
        **data,
    )


def listen() -> None:
    for name in (INTERVIEW_CREATED, INTERVIEW_STARTED, INTERVIEW_COMPLETED):
        subscribe(name, _write_down, within=True)


def _write_down(event: Event) -> None:
    """Created by its maker, begun by its candidate, completed by nobody in particular: a clock may do it too."""
    if event.company_id is None:
        return
    interview_id = event.data["interview"]["id"]
    actor_id, by_link = (event.user_id, False) if event.name == INTERVIEW_CREATED else (None, False)
    if event.name == INTERVIEW_STARTED:
        actor_id = Interview.objects.values_list("candidate_id", flat=True).get(pk=interview_id)
        by_link = actor_id is None
    record(
        event.name,
        subject=SUBJECT,
        subject_id=interview_id,
        actor_id=actor_id,
        by_link=by_link,
        company_id=event.company_id,
    )
