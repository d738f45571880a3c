"""A recording as it is heard: its parts in their places in time, and the gaps between them.

`get_recording_for` is the only way to one: for the people of the company, and for whoever's voice it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core import signing
from django.db.models import Exists, OuterRef, Q, QuerySet

from viva.accounts.actors import Actor, UserActor
from viva.accounts.models import User
from viva.core.time import now
from viva.interviews.reviewed import reviewed_by
from viva.interviews.sitting import sat_by
from viva.live.models import InterviewSession, Recording, RecordingChunk, RecordingPart
from viva.live.recording.files import Spliced
from viva.live.recording.gaps import Span, gaps_in
from viva.live.recording.media import content_type

# How long an address of a part can be heard from.
ADDRESS_SECONDS = 3600
_SALT = "viva.live.heard"


@dataclass(frozen=True, slots=True)
class HeardPart:
    """`is_whole`: in one piece, which can be searched in before it is loaded. `size` in bytes; `sha256` "" until
    the part is made. `gaps` are what is missing within it."""

    id: int
    kind: str
    content_type: str
    started_at: datetime
    seconds: float
    is_whole: bool
    size: int
    sha256: str
    gaps: tuple[Span, ...]

    def told(self) -> dict[str, Any]:
        """As records and the API have it, without a way to its sound."""
        return {
            "id": self.id,
            "kind": self.kind,
            "content_type": self.content_type,
            "started_at": self.started_at,
            "seconds": self.seconds,
            "size": self.size,
            "sha256": self.sha256 or None,
            "gaps": told_of(self.gaps),
        }


def told_of(gaps: Iterable[Span]) -> list[dict[str, datetime]]:
    return [{"begin": gap.begin, "end": gap.end} for gap in gaps]


@dataclass(frozen=True, slots=True)
class Heard:
    """Of an erased one there is nothing but the time when it was."""

    parts: tuple[HeardPart, ...]
    gaps: tuple[Span, ...]
    keep_until: datetime
    erased_at: datetime | None


def recordings_for(actor: Actor) -> QuerySet[Recording]:
    sat = Q(session__interview__in=sat_by(actor).values("pk"))
    judged = Q(session__interview__in=reviewed_by(actor).order_by().values("pk"))
    recordings = Recording.objects.select_related("session__interview")
    return recordings.filter(sat | judged if isinstance(actor, UserActor) else sat)


def get_recording_for(actor: Actor, interview_id: int) -> Recording:
    """Recording.DoesNotExist for what is not there or not theirs to hear."""
    return recordings_for(actor).get(session__interview=interview_id)


def parts_of(recording: Recording) -> QuerySet[RecordingPart]:
    """Those that can be heard: without its first chunk a part has no beginning that a player understands."""
    first = RecordingChunk.objects.filter(part=OuterRef("pk"), number=0)
    return RecordingPart.objects.filter(Exists(first), recording=recording).order_by("started_at", "pk")


def heard(recording: Recording) -> Heard:
    spans: list[Span] = []
    parts = []
    chunks = _chunks_by_part(recording)
    for part in parts_of(recording):
        own = chunks[part.pk]
        covered = [_span(part, each) for each in own]
        spans += covered
        parts.append(_part(part, own, covered))
    whole = _whole(recording.session)
    gaps = gaps_in(whole, spans) if whole and recording.erased_at is None else []
    return Heard(tuple(parts), tuple(gaps), recording.keep_until, recording.erased_at)


def _chunks_by_part(recording: Recording) -> dict[int, list[RecordingChunk]]:
    found: dict[int, list[RecordingChunk]] = {}
    for chunk in RecordingChunk.objects.filter(part__recording=recording).order_by("number"):
        found.setdefault(chunk.part_id, []).append(chunk)
    return found


def _part(part: RecordingPart, chunks: Sequence[RecordingChunk], covered: Sequence[Span]) -> HeardPart:
    end = max(span.end for span in covered)
    return HeardPart(
        id=part.pk,
        kind=part.kind,
        content_type=content_type(part.kind, part.container),
        started_at=part.started_at,
        seconds=max(chunk.to_ms for chunk in chunks) / 1000,
        is_whole=bool(part.file),
        size=part.file_size if part.file else sum(chunk.size for chunk in chunks),
        sha256=part.sha256,
        gaps=tuple(gaps_in(Span(part.started_at, end), covered)),
    )


def _span(part: RecordingPart, chunk: RecordingChunk) -> Span:
    begun = part.started_at
    return Span(begun + timedelta(milliseconds=chunk.from_ms), begun + timedelta(milliseconds=chunk.to_ms))


def _whole(session: InterviewSession) -> Span | None:
    """From its begin to its end, or to now."""
    if session.begun_at is None:
        return None
    ended = session.interview.completed_at or min(session.ends_at or now(), now())
    return Span(session.begun_at, ended) if ended > session.begun_at else None


def bytes_of(part: RecordingPart) -> Spliced:
    """In one piece where it is, else its chunks one after another."""
    if part.file:
        return Spliced([(part.file, part.file_size)])
    return Spliced(list(part.chunks.order_by("number").values_list("file", "size")))


def address_token(part_id: int, user_id: int) -> str:
    """Opens one part to one person for ADDRESS_SECONDS, wherever their browser asks from."""
    return signing.dumps([part_id, user_id], salt=_SALT)


def part_at(token: str) -> RecordingPart:
    """RecordingPart.DoesNotExist for an address that is forged, too old, or of who may not hear it now."""
    try:
        part_id, user_id = signing.loads(token, salt=_SALT, max_age=ADDRESS_SECONDS)
    except signing.BadSignature:
        raise RecordingPart.DoesNotExist from None
    user = User.objects.filter(pk=user_id, is_active=True).first()
    if user is None:
        raise RecordingPart.DoesNotExist
    part = RecordingPart.objects.get(pk=part_id)
    if not recordings_for(UserActor(user)).filter(pk=part.recording_id, erased_at=None).exists():
        raise RecordingPart.DoesNotExist
    return part
