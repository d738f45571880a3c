"""Erasing interviews for good, with all that hangs on them: by an administrator, who may erase any."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from viva.accounts.models import User
from viva.core.events import Event, publish
from viva.interviews.events import INTERVIEW_ERASED
from viva.interviews.models import Interview
from viva.interviews.trail import note


@transaction.atomic
def erase_interviews(ids: Iterable[int], *, by: User | None = None) -> int:
    """How many there were. Rooms above hear of each while it still stands, and give back what it holds."""
    held = list(Interview.objects.select_for_update().filter(pk__in=list(ids)).order_by("pk"))
    for interview in held:
        note(INTERVIEW_ERASED, interview, by=by)
        publish(
            Event(
                INTERVIEW_ERASED,
                user_id=interview.user_id,
                company_id=interview.company_id,
                data={"interview_id": interview.pk},
            )
        )
        interview.delete()
    return len(held)


def erase_with_account(event: Event) -> None:
    """Those that a person made go with the account, as the database has it; a company's not without a word."""
    made = Interview.objects.filter(user_id=event.user_id, company__isnull=False)
    erase_interviews(made.values_list("pk", flat=True))
