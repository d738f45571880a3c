"""Recordings of companies' interviews, made through the services that make them in earnest."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from tests.factories.sittings import begin, make_sitting
from viva.accounts.actors import LinkHolder
from viva.core.time import now
from viva.interviews.models import Interview
from viva.interviews.services.consents import give_consent
from viva.live.models import Recording, RecordingPart, Utterance
from viva.live.models.recording import Container, PartKind
from viva.live.recording.chunk import Chunk
from viva.live.services.recordings import end_part, store_chunk

SLICE_MS = 4_000
# The beginning of a WebM file: an EBML head with its document type, as browsers write it.
WEBM = bytes.fromhex("1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581") + b"\x02"


def make_recorded(*, sound: bool = True, picture: bool = False, **fields: Any) -> Interview:
    """Being held for five minutes now, with what is recorded agreed to."""
    fields = {"enable_audio": True, "enable_video": picture, **fields}
    fields.setdefault("starts_at", now() - timedelta(minutes=5))
    interview = make_sitting(**fields)
    agree_to(interview, sound=sound, picture=picture)
    begin(interview)
    interview.refresh_from_db()
    return interview


def make_gapped(**fields: Any) -> Interview:
    """With four slices of a part, the third of which was lost."""
    made, part = make_recorded(**fields), uuid4()
    for number in (0, 1, 3):
        store_chunk(made, make_chunk(number, part=part))
    RecordingPart.objects.update(started_at=now() - timedelta(minutes=2))
    return made


def agree_to(interview: Interview, **what: bool) -> None:
    holder = LinkHolder(interview.pk)
    give_consent(interview, actor=holder, locale="en", ai_evaluation=True, recording=True, **what)


def make_chunk(number: int = 0, *, part: UUID | None = None, content: bytes | None = None, **fields: Any) -> Chunk:
    """Of sound in WebM, slices of 4 s; what is not given is as a browser would send it just now."""
    if content is None:
        content = (WEBM if number == 0 else b"") + b"%06d" % number * 20
    given: dict[str, Any] = {
        "part": part or uuid4(),
        "kind": PartKind.AUDIO,
        "container": Container.WEBM,
        "number": number,
        "sha256": hashlib.sha256(content).hexdigest(),
        "from_ms": number * SLICE_MS,
        "to_ms": (number + 1) * SLICE_MS,
        "age_ms": (number + 1) * SLICE_MS,
        "content": content,
    }
    return Chunk(**given | fields)


def record(interview: Interview, *, chunks: int = 3, part: UUID | None = None, ended: bool = True) -> Recording:
    """A part of so many slices."""
    part = part or uuid4()
    for number in range(chunks):
        store_chunk(interview, make_chunk(number, part=part))
    if ended:
        end_part(interview, part=part, total=chunks, ended_ms=chunks * SLICE_MS)
    return Recording.objects.get(session__interview=interview)


def only_part(interview: Interview) -> RecordingPart:
    return RecordingPart.objects.get(recording__session__interview=interview)


def make_utterance(interview: Interview, *, seconds: float = 5.0, after: float = 0.0, **fields: Any) -> Utterance:
    """Said `after` so many seconds, and never sent."""
    begun = interview.session.begun_at + timedelta(seconds=after)
    given = {"key": uuid4().hex, "begun_at": begun, "ended_at": begun + timedelta(seconds=seconds)}
    return Utterance.objects.create(session=interview.session, **given | fields)
