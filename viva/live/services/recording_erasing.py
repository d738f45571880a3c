"""Recordings go: by age, by hand, with their interview. Rows first, with the folder's name kept for the files."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction

from viva.accounts.models import User
from viva.core.events import Event
from viva.core.time import now
from viva.interviews.models import Interview
from viva.interviews.trail import note
from viva.live.models import DoomedFolder, Recording
from viva.live.recording.files import clear_folder
from viva.live.services.recording_space import take_space
from viva.live.services.recordings import SETTLING

log = logging.getLogger(__name__)

MOST_AT_ONCE = 20
# After which what was being written as the rows went is written, and can go too.
AGAIN = timedelta(minutes=10)


@transaction.atomic
def erase_recording(recording: Recording, *, why: str, by: User | None = None) -> bool:
    """For good; False where it was erased before. What a browser still has of it is refused from now on.

    `why` is for the record: "retention", "by_hand" or "interview".
    """
    moment = now()
    held = Recording.objects.select_for_update().filter(pk=recording.pk, erased_at=None).first()
    if held is None:
        return False
    held.parts.all().delete()
    Recording.objects.filter(pk=held.pk).update(
        erased_at=moment, size=0, next_attempt_at=None, lease=None, leased_until=None
    )
    DoomedFolder.objects.get_or_create(
        folder=held.folder, defaults={"created_at": moment, "next_attempt_at": moment}
    )
    interview = Interview.objects.get(session=held.session_id)
    take_space(interview.company_id, -held.size)
    note("interview.recording_erased", interview, by=by, why=why)
    return True


def erase_with_interview(event: Event) -> None:
    """In the transaction in which the interview goes."""
    for recording in Recording.objects.filter(session__interview=event.data["interview_id"]):
        erase_recording(recording, why="interview")


def look_soon(event: Event) -> None:
    """Its interview is completed: the parts are made soon, and kept from now on as long as was agreed to."""
    if event.company_id is None:
        return  # practice is not recorded
    interview_id = event.data["interview"]["id"]
    recording = Recording.objects.filter(session__interview=interview_id, erased_at=None)
    days = recording.values_list("session__interview__consent__retention_days", flat=True).first()
    moment = now()
    recording.update(next_attempt_at=moment + SETTLING)
    if days is not None:
        recording.update(keep_until=moment + timedelta(days=days))


def erase_over_age() -> int:
    """Some of those kept as long as was agreed to; how many."""
    old = Recording.objects.filter(erased_at=None, keep_until__lte=now()).order_by("keep_until")
    return sum(erase_recording(each, why="retention") for each in old[:MOST_AT_ONCE])


def clear_doomed() -> int:
    """Delete the files of some doomed folders; how many are gone for good.

    Each is looked at twice, AGAIN apart: a chunk that was being written as its rows went is found the second time.
    """
    moment, gone = now(), 0
    due = DoomedFolder.objects.filter(next_attempt_at__lte=moment).order_by("next_attempt_at")
    for doomed in due[:MOST_AT_ONCE]:
        try:
            clear_folder(doomed.folder)
        except OSError as error:
            log.warning(
                "files of an erased recording are still there (%s)", error.strerror or type(error).__name__
            )
            DoomedFolder.objects.filter(pk=doomed.pk).update(next_attempt_at=moment + AGAIN)
            continue
        if moment >= doomed.created_at + AGAIN:
            gone += doomed.delete()[0]
        else:
            DoomedFolder.objects.filter(pk=doomed.pk).update(next_attempt_at=moment + AGAIN)
    return gone
