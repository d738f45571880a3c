"""The record of a company's interview, from its making to its end. Practice is recorded nowhere.

Services write it down in the transaction of what they do. Reading is not recorded: a page looked at changes
nothing; a report, which leaves the house, is.
"""

from __future__ import annotations

from typing import Any

from viva.accounts.models import User
from viva.audit.services import record
from viva.interviews.events import INTERVIEW_STARTED
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


def note_begun(interview: Interview) -> None:
    """By its candidate: the account it was made for, else whoever holds its link."""
    if interview.company_id is None:
        return
    record(
        INTERVIEW_STARTED,
        subject=SUBJECT,
        subject_id=interview.pk,
        actor_id=interview.candidate_id,
        by_link=interview.candidate_id is None,
        company_id=interview.company_id,
    )
