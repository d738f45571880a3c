"""*Stop*: the code of a room that waits or runs is given up, and counts as if it had not been sent."""

from __future__ import annotations

from viva.core.realtime.database import in_database
from viva.live.judge_calls import judge_calls
from viva.live.models import CodeSubmission


async def stop_code(session_id: int) -> int:
    """How many submissions are given up; each is told of by its verdict."""
    numbers = await in_database(_unjudged, session_id)
    judge_calls.stop(session_id, numbers)
    return len(numbers)


def _unjudged(session_id: int) -> list[int]:
    return list(CodeSubmission.objects.filter(session_id=session_id, verdict="").values_list("number", flat=True))
