"""Reading the record of one thing; whether one may see the thing is asked of its own room first."""

from __future__ import annotations

from django.db.models import QuerySet

from viva.audit.models import Entry


def entries_of(subject: str, subject_id: int) -> QuerySet[Entry]:
    """Oldest first."""
    return Entry.objects.filter(subject=subject, subject_id=subject_id)
