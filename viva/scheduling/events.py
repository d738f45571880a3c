"""What scheduling tells the rooms above it, in the transaction of the change."""

from __future__ import annotations

from viva.core.events import Event, publish
from viva.interviews.models import Interview

# Before anything of the interview is locked: whoever holds its session makes one now (sessions come before
# interviews in the order of locks).
SESSION_NEEDED = "scheduling.session_needed"


def ask_for_session(interview: Interview) -> None:
    publish(
        Event(
            SESSION_NEEDED,
            user_id=interview.user_id,
            company_id=interview.company_id,
            data={"interview_id": interview.pk},
        )
    )
