"""What interviews tell the rest of the house: that something happened and to what, never what was said."""

from __future__ import annotations

from typing import Any

from viva.core.events import Event, is_heard, publish
from viva.interviews.models import Interview

INTERVIEW_CREATED = "interview.created"
INTERVIEW_SCHEDULED = "interview.scheduled"
INTERVIEW_STARTED = "interview.started"
INTERVIEW_COMPLETED = "interview.completed"
INTERVIEW_RELEASED = "interview.released"
INTERVIEW_CANCELLED = "interview.cancelled"
INTERVIEW_ERASED = "interview.erased"  # data: {"interview_id": …}; it is still there
RESPONSE_EVALUATED = "response.evaluated"

_IDENTITY = ("id", "uuid", "title", "status", "interview_type", "difficulty", "job")
_TOTALS = ("percentage", "total_score", "max_score")


def tell(name: str, interview_id: int, **more: Any) -> None:
    """Publish the event `name` of the interview as it stands now; `more` joins its data beside `interview`."""
    if is_heard(name):
        publish(_described(name, interview_id, more))


def _described(name: str, interview_id: int, more: dict[str, Any]) -> Event:
    told = (*_IDENTITY, *_TOTALS)
    row = Interview.objects.values("user_id", "company_id", *told).get(pk=interview_id)
    interview = {**{field: row[field] for field in told}, "uuid": str(row["uuid"])}
    return Event(name, user_id=row["user_id"], company_id=row["company_id"], data={"interview": interview, **more})
