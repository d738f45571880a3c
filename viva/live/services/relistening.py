"""Writing down again what was said, from the recording: what is due, where it stands, what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db.models import F, Max

from viva.core.time import now
from viva.live.heard import bytes_of, parts_of
from viva.live.models import Recording, Utterance
from viva.live.recording.files import Spliced
from viva.speech.stt.base import Transcript

LEASE = timedelta(minutes=15)
DELAYS = (60, 300, 1800, 7200, 21_600, 43_200, 43_200)
"""Seconds after the first, second, … try that came to nothing; after the last it is given up. A day and more: so
long a browser may hand in what it has of the recording."""
PAD = timedelta(milliseconds=400)
"""Of sound before and after: the recording's clock and the frames' agree only so far."""


@dataclass(frozen=True, slots=True)
class Place:
    """`seconds` of a part's sound, from `begin` on its own clock."""

    sound: Spliced
    container: str
    begin: float
    seconds: float


@dataclass(frozen=True, slots=True)
class Relistening:
    """An utterance in the hands of one worker, who holds it by the token `lease`; `is_last`: for the last time."""

    utterance: Utterance
    lease: UUID
    places: tuple[Place, ...]
    is_last: bool

    @property
    def seconds(self) -> float:
        """How long it took to say."""
        return (self.utterance.ended_at - self.utterance.begun_at).total_seconds()


def take_due() -> Relistening | None:
    """The one that has waited longest, for LEASE."""
    moment, lease = now(), uuid4()
    due = Utterance.objects.filter(next_attempt_at__lte=moment)
    chosen = due.order_by("next_attempt_at", "pk").first()
    if chosen is None:
        return None
    held = due.filter(pk=chosen.pk)
    if not held.update(lease=lease, next_attempt_at=moment + LEASE, attempts=F("attempts") + 1):
        return None
    return Relistening(chosen, lease, tuple(_places(chosen)), is_last=chosen.attempts >= len(DELAYS))


def _places(utterance: Utterance) -> list[Place]:
    recording = Recording.objects.filter(session=utterance.session_id, erased_at=None).first()
    if recording is None:
        return []
    begin, end = utterance.begun_at - PAD, utterance.ended_at + PAD
    found = []
    for part in parts_of(recording).annotate(until_ms=Max("chunks__to_ms")):
        until = part.started_at + timedelta(milliseconds=part.until_ms)
        first, last = max(begin, part.started_at), min(end, until)
        if first < last:
            into = (first - part.started_at).total_seconds()
            found.append(Place(bytes_of(part), part.container, into, (last - first).total_seconds()))
            begin = last  # of what two tabs have recorded, the first has it
    return found


def store_written(held: Relistening, transcript: Transcript, *, version: str) -> bool:
    """Beside what was sent. False where another has it by now, or the recording was erased meanwhile."""
    mine = Utterance.objects.filter(pk=held.utterance.pk, lease=held.lease, session__recording__erased_at=None)
    written = mine.update(
        text=transcript.text,
        engine=transcript.engine[:40],
        version=version[:80],
        rough=transcript.rough,
        quality=round(transcript.quality, 3),
        written_at=now(),
        next_attempt_at=None,
        lease=None,
    )
    return bool(written)


def put_off(held: Relistening) -> None:
    """It came to nothing: again after a while, or never."""
    again: datetime | None = None
    if not held.is_last:
        again = now() + timedelta(seconds=DELAYS[held.utterance.attempts])
    Utterance.objects.filter(pk=held.utterance.pk, lease=held.lease).update(next_attempt_at=again, lease=None)
