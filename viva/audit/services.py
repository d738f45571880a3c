"""Writing the record, in the transaction of what it tells of."""

from __future__ import annotations

from typing import Any

from viva.audit.models import Entry
from viva.core.time import now


def record(
    action: str,
    *,
    subject: str,
    subject_id: int,
    actor_id: int | None = None,
    by_link: bool = False,
    company_id: int | None = None,
    **data: Any,
) -> Entry:
    """One entry. `data` takes JSON values, without answers, transcripts and keys."""
    return Entry.objects.create(
        at=now(),
        actor_id=actor_id,
        by_link=by_link,
        company_id=company_id,
        action=action,
        subject=subject,
        subject_id=subject_id,
        data=data,
    )
