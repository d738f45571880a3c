"""Chunks, quota and erasing at once, on the database file or the server of the tests; each with its control."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest

from tests.factories.recordings import WEBM, make_chunk, make_recorded, record
from tests.scheduling.storming import all_at_once, kinds_of
from viva.interviews.models import Interview
from viva.live.models import Recording, RecordingChunk, RecordingPart, RecordingSpace
from viva.live.recording.files import names_in
from viva.live.services import recording_space
from viva.live.services.recording_erasing import clear_doomed, erase_recording
from viva.live.services.recordings import store_chunk

pytestmark = [pytest.mark.integration, pytest.mark.services, pytest.mark.django_db(transaction=True)]

TABS = 8
SIZE = 100_000


def sizes_agree() -> bool:
    """The counters are what the rows add up to."""
    of_rows = sum(RecordingChunk.objects.values_list("size", flat=True))
    return (
        of_rows
        == sum(Recording.objects.values_list("size", flat=True))
        == sum(RecordingSpace.objects.values_list("used", flat=True))
    )


def test_one_chunk_from_many_tabs_at_once_is_stored_once() -> None:
    interview = make_recorded()
    sent = make_chunk(0)
    found = all_at_once([lambda: store_chunk(interview, sent)] * TABS)
    assert sorted(found) == [False] * (TABS - 1) + [True]
    assert (RecordingPart.objects.count(), RecordingChunk.objects.count()) == (1, 1)
    assert len(names_in(Recording.objects.get().folder)) == 1
    assert sizes_agree()


def test_other_content_under_one_number_at_once_stands_once() -> None:
    interview, part = make_recorded(), uuid4()
    sent = [make_chunk(0, part=part, content=WEBM + b"%d" % number) for number in range(TABS)]
    found = all_at_once([lambda each=each: store_chunk(interview, each) for each in sent])
    assert kinds_of(found) == {"ChunkConflict": TABS - 1, "bool": 1}
    assert len(names_in(Recording.objects.get().folder)) == 1
    assert sizes_agree()


def storm_on_the_quota(settings: Any) -> tuple[dict[str, int], int]:
    """TABS interviews of one company, each with a chunk; room for three. How it went, and what is used."""
    settings.VIVA_RECORDING_QUOTA_MB = 1
    first = make_recorded()
    RecordingSpace.objects.create(company=first.company, used=1024 * 1024 - 3 * SIZE)
    interviews = [first, *(make_recorded(company=first.company) for _ in range(TABS - 1))]

    def bring(interview: Interview) -> Callable[[], Any]:
        return lambda: store_chunk(interview, make_chunk(0, content=WEBM.ljust(SIZE, b"x")))

    found = all_at_once([bring(each) for each in interviews])
    return kinds_of(found), RecordingSpace.objects.get().used


def test_many_interviews_at_once_never_pass_the_quota_together(settings: Any) -> None:
    assert storm_on_the_quota(settings) == ({"QuotaReached": TABS - 3, "bool": 3}, 1024 * 1024)


def test_control_a_quota_that_is_looked_at_and_then_taken_is_passed(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Everybody looks before anybody takes, as between the statements of several processes."""
    import threading

    from viva.live.services import recordings

    all_have_looked = threading.Barrier(TABS)
    keep = recordings.keep

    def look_first(folder: str, content: bytes) -> str:
        assert RecordingSpace.objects.filter(used__lte=1024 * 1024 - SIZE).exists()
        all_have_looked.wait(30)
        return keep(folder, content)

    def take_blindly(company_id: int, size: int) -> bool:
        from django.db.models import F

        return bool(RecordingSpace.objects.filter(company_id=company_id).update(used=F("used") + size))

    monkeypatch.setattr(recordings, "keep", look_first)
    monkeypatch.setattr(recording_space, "take_space", take_blindly)
    went, used = storm_on_the_quota(settings)
    assert (went, used > 1024 * 1024) == ({"bool": TABS}, True)


def test_erased_while_chunks_come_nothing_is_left_of_either() -> None:
    interview, part = make_recorded(), uuid4()
    recording = record(interview, part=part)
    sent = [make_chunk(number, part=part) for number in range(3, 3 + TABS)]
    calls: list[Callable[[], Any]] = [lambda each=each: store_chunk(interview, each) for each in sent]
    found = all_at_once([*calls, lambda: erase_recording(recording, why="by_hand")])
    assert set(kinds_of(found)) <= {"bool", "RecordingOver"}
    clear_doomed()
    assert (RecordingChunk.objects.count(), names_in(recording.folder)) == (0, [])
    assert RecordingSpace.objects.get().used == 0
