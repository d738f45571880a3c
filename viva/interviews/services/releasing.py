"""Showing a company's candidate their result: once, and for good."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import User
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.enums import Status
from viva.interviews.events import INTERVIEW_RELEASED, tell
from viva.interviews.models import Interview
from viva.interviews.trail import note


@transaction.atomic
def release_result(interview: Interview, *, by: User) -> bool:
    """From now on the candidate sees scores and feedback; False where they did already.

    There is no way back: what has been read cannot be unread. A score that is changed later is shown changed.
    Raises StateForbids for an interview that is not completed, and for practice, which has nothing to release.
    """
    completed = Interview.objects.filter(pk=interview.pk, status=Status.COMPLETED, company__isnull=False)
    if not completed.exists():
        raise StateForbids(_("Only the result of a completed interview can be released."))
    if not completed.filter(released_at__isnull=True).update(released_at=now()):
        return False
    note("interview.result_released", interview, by=by)
    tell(INTERVIEW_RELEASED, interview.pk)
    return True
