"""The room that recordings take: a bound for each, and the company's quota."""

from __future__ import annotations

from django.conf import settings
from django.db.models import F

from viva.interviews.models import Interview
from viva.live.models import Recording, RecordingPart, RecordingSpace
from viva.live.models.recording import PartKind
from viva.live.recording.chunk import QuotaReached, RecordingOver

# Bytes a second that one recording may have at most: four times what the page asks its recorder for.
MOST_RATE = {PartKind.AUDIO: 32_000, PartKind.VIDEO: 320_000}
SPARE_MINUTES = 15


def take_room(interview: Interview, part: RecordingPart, size: int) -> None:
    """Counted by conditional updates, so that tabs and interviews at once never pass a bound together.

    Raises QuotaReached; RecordingOver for a recording that was erased meanwhile. Inside a transaction.
    """
    minutes = interview.minutes_given + SPARE_MINUTES
    most = minutes * 60 * sum(MOST_RATE[kind] for kind in {PartKind.AUDIO, PartKind(part.kind)})
    standing = Recording.objects.filter(pk=part.recording_id, erased_at=None)
    if not standing.filter(size__lte=most - size).update(size=F("size") + size):
        raise QuotaReached if standing.exists() else RecordingOver
    if not take_space(interview.company_id, size):
        raise QuotaReached


def take_space(company_id: int | None, size: int) -> bool:
    """Whether the company's quota has it; a negative `size` gives it back."""
    if company_id is None:
        return True  # practice is not recorded
    space, _new = RecordingSpace.objects.get_or_create(company_id=company_id)
    spaces = RecordingSpace.objects.filter(pk=space.pk)
    if size > 0 and settings.VIVA_RECORDING_QUOTA_MB:
        spaces = spaces.filter(used__lte=settings.VIVA_RECORDING_QUOTA_MB * 1024 * 1024 - size)
    return bool(spaces.update(used=F("used") + size))
