"""What is to be done with recordings, taken by lease: parts put into one piece, chunks cleared, rows settled."""

from __future__ import annotations

import hashlib
import logging
import tempfile
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Count, F, Q, Sum

from viva.core.time import now
from viva.live.models import Recording, RecordingChunk, RecordingPart
from viva.live.recording.ffmpeg import ffmpeg, remux
from viva.live.recording.files import Spliced, discard, keep, names_in
from viva.live.services.recording_space import take_space
from viva.live.services.recordings import closes_at

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=15)
DELAYS = (60, 300, 1800, 7200, 21_600)  # seconds after the first, second, … failure; the last one again and again


@dataclass(frozen=True, slots=True)
class _Made:
    """A part in one piece; `file` "" where it stays as it came."""

    file: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Job:
    """A recording in the hands of one worker, who holds it by the token `lease`."""

    recording: Recording
    lease: UUID


def lease_due() -> Job | None:
    """Take the one that has waited longest."""
    moment = now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=moment)
    due = Recording.objects.filter(free, erased_at=None, next_attempt_at__lte=moment)
    chosen = due.order_by("next_attempt_at", "pk").first()
    if chosen is None:
        return None
    lease = uuid4()
    if not due.filter(pk=chosen.pk).update(lease=lease, leased_until=moment + LEASE):
        return None
    return Job(Recording.objects.select_related("session__interview").get(pk=chosen.pk), lease)


def work_on(job: Job) -> None:
    """Whatever is due of it; what fails is tried again later. Outside any transaction."""
    seen = job.recording.next_attempt_at
    try:
        for part in job.recording.parts.annotate(stored=Count("chunks")):
            if part.stored != part.made_of:
                _make(job, part, part.stored)
        closed = now() >= closes_at(job.recording.session, job.recording.session.interview)
        if closed:
            _clear(job)
    except OSError as error:
        log.warning("a recording could not be worked on (%s)", error.strerror or type(error).__name__)
        _settle(job, seen, wait=DELAYS[min(job.recording.attempts, len(DELAYS) - 1)])
    else:
        _settle(job, seen, wait=None, closed=closed)


def _make(job: Job, part: RecordingPart, stored: int) -> None:
    """The part in one piece, of the chunks that there are; without ffmpeg, or where it fails, as it is."""
    made = _Made("", 0, "")
    pieces = Spliced(list(part.chunks.order_by("number").values_list("file", "size")))
    if ffmpeg() is not None:
        with tempfile.TemporaryDirectory(prefix="viva-recording-") as folder:
            source, target = Path(folder, "source"), Path(folder, "target")
            _splice(pieces, source)
            if remux(source, target, kind=part.kind, container=part.container):
                file = keep(job.recording.folder, target, suffix=part.container)
                made = _Made(file, target.stat().st_size, "")
    whole = Spliced([(made.file, made.size)]) if made.file else pieces
    if not _store_made(job, part, replace(made, sha256=_digest(whole)), stored=stored):
        discard(made.file)


def _splice(pieces: Spliced, target: Path) -> None:
    with target.open("wb") as whole:
        for block in pieces.read(0, pieces.size):
            whole.write(block)


def _digest(whole: Spliced) -> str:
    """SHA-256 of what is heard, as it is stored."""
    digest = hashlib.sha256()
    for block in whole.read(0, whole.size):
        digest.update(block)
    return digest.hexdigest()


@transaction.atomic
def _store_made(job: Job, part: RecordingPart, made: _Made, *, stored: int) -> bool:
    """False where the lease ran out, or the recording was erased meanwhile."""
    if not _held(job).update(size=F("size") + made.size - part.file_size):
        return False
    take_space(job.recording.session.interview.company_id, made.size - part.file_size)
    RecordingPart.objects.filter(pk=part.pk).update(
        file=made.file, file_size=made.size, made_of=stored, sha256=made.sha256
    )
    before = part.file
    transaction.on_commit(lambda: discard(before))
    return True


def _held(job: Job):  # type: ignore[no-untyped-def]
    return Recording.objects.filter(pk=job.recording.pk, lease=job.lease, erased_at=None)


def _clear(job: Job) -> None:
    """No chunk comes any more: those that are in one piece go, and what a killed process left nameless."""
    for part in job.recording.parts.exclude(file=""):
        _let_go(job, part)
    named = set(RecordingPart.objects.filter(recording=job.recording).values_list("file", flat=True))
    named |= set(RecordingChunk.objects.filter(part__recording=job.recording).values_list("file", flat=True))
    for name in names_in(job.recording.folder):
        if name not in named:
            discard(name)


@transaction.atomic
def _let_go(job: Job, part: RecordingPart) -> None:
    chunks = part.chunks.exclude(file="")
    size = chunks.aggregate(size=Sum("size"))["size"] or 0
    if size and _held(job).update(size=F("size") - size):
        take_space(job.recording.session.interview.company_id, -size)
        names = list(chunks.values_list("file", flat=True))
        chunks.update(file="")
        transaction.on_commit(lambda: _discard_all(names))


def _discard_all(names: list[str]) -> None:
    for name in names:
        discard(name)


def _settle(job: Job, seen: object, *, wait: int | None, closed: bool = False) -> None:
    """Give it back: until `wait` seconds have passed, until it closes, or for good. A chunk that came meanwhile
    has set another time, which stands."""
    held = _held(job)
    if wait is not None:
        held.update(
            lease=None,
            leased_until=None,
            attempts=F("attempts") + 1,
            next_attempt_at=now() + timedelta(seconds=wait),
        )
        return
    closes = closes_at(job.recording.session, job.recording.session.interview)
    held.filter(next_attempt_at=seen).update(next_attempt_at=None if closed else closes)
    held.update(lease=None, leased_until=None, attempts=0)
