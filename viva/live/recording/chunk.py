"""A chunk as a browser sends it, and every reason why one is not taken."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from viva.core.errors import VivaError
from viva.live.models.recording import Container, PartKind
from viva.live.recording.media import container_of

LARGEST_CHUNK = 4 * 1024 * 1024
MOST_CHUNKS = 20_000  # of a part: over 22 hours in slices of 4 s
MOST_PARTS = 200
LONGEST_MS = 24 * 3600 * 1000


class RecordingError(VivaError):
    """Why a chunk is not taken. `retry`: the same may be sent again later."""

    code = "recording"
    status = 400
    retry = False


class NotRecorded(RecordingError):
    code, status = "not_recorded", 409
    message = _("This is not recorded: it was not agreed to, or not asked for.")


class RecordingOver(RecordingError):
    code, status = "over", 409
    message = _("The recording of this interview is closed.")


class ChunkConflict(RecordingError):
    code, status = "conflict", 409
    message = _("Another piece with this number is stored already.")


class ChunkCorrupted(RecordingError):
    code, status, retry = "corrupted", 422, True
    message = _("The piece was damaged on its way.")


class NotMedia(RecordingError):
    code, status = "not_media", 415
    message = _("This is no recording of a kind that is taken.")


class ChunkTooLarge(RecordingError):
    code, status = "too_large", 413
    message = _("The piece is too large.")


class QuotaReached(RecordingError):
    code, status = "quota", 507
    message = _("There is no room for more of this recording.")


class StorageFull(RecordingError):
    code, status, retry = "storage", 503, True
    message = _("This could not be stored just now.")


@dataclass(frozen=True, slots=True)
class Chunk:
    """As a browser sends it. `age_ms` is how long ago, by its own clock, the part began."""

    part: UUID
    kind: PartKind
    container: Container
    number: int
    sha256: str
    from_ms: int
    to_ms: int
    age_ms: int
    content: bytes


def check_chunk(chunk: Chunk) -> None:
    """Bounds, hash, and of the first one that it is what it says it is. Raises RecordingError."""
    if not 0 < len(chunk.content) <= LARGEST_CHUNK or chunk.number >= MOST_CHUNKS:
        raise ChunkTooLarge
    if not 0 <= chunk.from_ms <= chunk.to_ms <= LONGEST_MS:
        raise NotMedia
    if hashlib.sha256(chunk.content).hexdigest() != chunk.sha256:
        raise ChunkCorrupted
    if chunk.number == 0 and container_of(chunk.content) != chunk.container:
        raise NotMedia
