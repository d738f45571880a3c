"""Chunks of a recording as they come: stored before they are acknowledged, each once, in any order."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models.functions import Coalesce, Greatest

from viva.core.time import now
from viva.interviews.models import Consent, Interview
from viva.live.models import InterviewSession, Recording, RecordingChunk, RecordingPart
from viva.live.models.recording import PartKind
from viva.live.models.session import SessionStatus
from viva.live.recording.chunk import (
    LONGEST_MS,
    MOST_CHUNKS,
    MOST_PARTS,
    Chunk,
    ChunkConflict,
    NotRecorded,
    QuotaReached,
    RecordingOver,
    StorageFull,
    check_chunk,
)
from viva.live.recording.files import discard, keep
from viva.live.services.recording_space import take_room

log = logging.getLogger(__name__)

# How long after an interview's end a browser may still hand in what it has queued.
LATE = timedelta(hours=24)
# For what a browser still has on its way at the end; and for one that nobody ended.
SETTLING = timedelta(seconds=20)
ABANDONED = timedelta(minutes=10)


def store_chunk(interview: Interview, chunk: Chunk) -> bool:
    """Store it; False where it was stored before. Raises RecordingError."""
    check_chunk(chunk)
    recording = open_recording(interview, chunk.kind)
    part = _part(recording, chunk)
    if _is_known(part, chunk):
        return False
    try:
        name = keep(recording.folder, chunk.content)
    except OSError as error:
        log.error("a piece of a recording could not be stored (%s)", error.strerror or type(error).__name__)  # noqa: TRY400
        raise StorageFull from None
    try:
        return _write_down(interview, part, chunk, name)
    except BaseException:
        discard(name)
        raise


def open_recording(interview: Interview, kind: PartKind) -> Recording:
    """Of an interview that is being held, or was a short while ago, by what its candidate agreed to.

    Raises NotRecorded and RecordingOver.
    """
    consent = Consent.objects.filter(interview_id=interview.pk).first()
    if consent is None or not allows(consent, interview, kind):
        raise NotRecorded
    session = InterviewSession.objects.filter(interview_id=interview.pk, over_api=False).first()
    moment = now()
    if session is None or session.begun_at is None or moment >= closes_at(session, interview):
        raise RecordingOver
    recording, _new = Recording.objects.get_or_create(
        session=session,
        defaults={
            "created_at": moment,
            "keep_until": moment + timedelta(days=consent.retention_days),
            "next_attempt_at": looked_at(session),
        },
    )
    if recording.erased_at is not None:
        raise RecordingOver
    return recording


def allows(consent: Consent | None, interview: Interview, kind: PartKind) -> bool:
    """Both sides say so: the company asks for it, the candidate agreed to it. A picture comes with its sound."""
    if consent is None or not consent.sound:
        return False
    if kind == PartKind.AUDIO:
        return interview.enable_audio or interview.enable_video
    return consent.picture and interview.enable_video


def closes_at(session: InterviewSession, interview: Interview) -> datetime:
    """When nothing more is taken."""
    ended = interview.completed_at or session.ends_at or session.begun_at or now()
    return ended + LATE


def end_part(interview: Interview, *, part: UUID, total: int, ended_ms: int) -> bool:
    """The browser has made `total` chunks of it and will make no more; False for a part that is not known.

    The highest that was said stands: two tabs may know of it, one of them more.
    """
    known = RecordingPart.objects.filter(recording__session__interview=interview, key=part)
    return bool(
        known.update(
            total=Greatest(Coalesce("total", 0), min(total, MOST_CHUNKS)),
            ended_ms=Greatest(Coalesce("ended_ms", 0), min(ended_ms, LONGEST_MS)),
        )
    )


def _part(recording: Recording, chunk: Chunk) -> RecordingPart:
    """Begun as long ago as its browser says, by the server's clock, but not before the interview."""
    found = recording.parts.filter(key=chunk.part).first()
    if found is not None:
        if (found.kind, found.container) != (chunk.kind, chunk.container):
            raise ChunkConflict
        return found
    if recording.parts.count() >= MOST_PARTS:
        raise QuotaReached
    moment = now()
    begun = moment - timedelta(milliseconds=min(max(chunk.age_ms, chunk.to_ms), 2 * LONGEST_MS))
    part, _new = RecordingPart.objects.get_or_create(
        recording=recording,
        key=chunk.part,
        defaults={
            "kind": chunk.kind,
            "container": chunk.container,
            "started_at": max(begun, recording.session.begun_at or begun),
        },
    )
    return part


def _is_known(part: RecordingPart, chunk: Chunk) -> bool:
    stored = part.chunks.filter(number=chunk.number).values_list("sha256", flat=True).first()
    if stored is not None and stored != chunk.sha256:
        raise ChunkConflict
    return stored is not None


def _write_down(interview: Interview, part: RecordingPart, chunk: Chunk, name: str) -> bool:
    """The row after the file. Of two who bring the same chunk at once, the second finds it known."""
    try:
        with transaction.atomic():
            take_room(interview, part, len(chunk.content))
            session = InterviewSession.objects.only("status", "ends_at").get(pk=part.recording.session_id)
            Recording.objects.filter(pk=part.recording_id).update(next_attempt_at=looked_at(session))
            RecordingChunk.objects.create(
                part=part,
                number=chunk.number,
                sha256=chunk.sha256,
                size=len(chunk.content),
                from_ms=chunk.from_ms,
                to_ms=chunk.to_ms,
                file=name,
                created_at=now(),
            )
    except IntegrityError:
        if not _is_known(part, chunk):
            raise RecordingOver from None  # erased meanwhile
        discard(name)
        return False
    return True


def looked_at(session: InterviewSession) -> datetime:
    """When the parts are to be made: soon once it is over, else some time after it should be."""
    moment = now()
    if session.status != SessionStatus.IN_PROGRESS or session.ends_at is None:
        return moment + SETTLING
    return max(moment, session.ends_at) + ABANDONED
