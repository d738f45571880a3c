"""Chunks as they come: reordered, repeated, corrupted, missing, too many, too late, and with no room for them."""

from __future__ import annotations

import errno
import shutil
from collections import namedtuple
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage

from tests.factories.recordings import WEBM, agree_to, make_chunk, make_recorded, only_part, record
from tests.factories.sittings import begin, make_sitting
from viva.core.time import clock, now
from viva.interviews.models import Consent, Interview
from viva.live.models import Recording, RecordingChunk, RecordingPart, RecordingSpace
from viva.live.models.recording import Container, PartKind
from viva.live.recording import chunk as chunks
from viva.live.recording import files
from viva.live.recording.chunk import Chunk, ChunkConflict, RecordingError
from viva.live.services import recording_space
from viva.live.services.recordings import LATE, end_part, store_chunk

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


def stored(interview: Interview) -> list[tuple[int, bytes]]:
    """(number, content) of all chunks, as rows and files have them."""
    rows = RecordingChunk.objects.filter(part__recording__session__interview=interview)
    return [(row.number, default_storage.open(row.file).read()) for row in rows.order_by("part_id", "number")]


def files_of(interview: Interview) -> int:
    return len(files.names_in(Recording.objects.get(session__interview=interview).folder))


def refused(interview: Interview, given: Chunk) -> str:
    """The code of the refusal; nothing may be left of it."""
    before = (stored(interview), sum(RecordingSpace.objects.values_list("used", flat=True)))
    with pytest.raises(RecordingError) as caught:
        store_chunk(interview, given)
    assert (stored(interview), sum(RecordingSpace.objects.values_list("used", flat=True))) == before
    return caught.value.code


class TestAsTheyCome:
    def test_a_chunk_is_a_file_and_a_row(self) -> None:
        interview = make_recorded()
        sent = make_chunk(0)
        assert store_chunk(interview, sent) is True
        assert stored(interview) == [(0, sent.content)]
        recording = Recording.objects.get()
        assert (recording.size, RecordingSpace.objects.get().used) == (len(sent.content),) * 2

    def test_repeated_it_is_the_same_chunk(self) -> None:
        interview = make_recorded()
        sent = make_chunk(0)
        assert [store_chunk(interview, sent) for _ in range(3)] == [True, False, False]
        assert (stored(interview), files_of(interview)) == ([(0, sent.content)], 1)
        assert Recording.objects.get().size == len(sent.content)

    def test_the_same_number_with_other_content_is_refused_and_the_first_stands(self) -> None:
        interview = make_recorded()
        sent = make_chunk(0)
        store_chunk(interview, sent)
        assert refused(interview, make_chunk(0, part=sent.part, content=WEBM + b"other")) == "conflict"

    def test_reordered_they_stand_in_order(self) -> None:
        interview, part = make_recorded(), uuid4()
        sent = [make_chunk(number, part=part) for number in range(5)]
        for number in (3, 0, 4, 1, 2):
            store_chunk(interview, sent[number])
        assert stored(interview) == [(each.number, each.content) for each in sent]

    def test_corrupted_on_the_way_it_is_refused_and_may_come_again(self) -> None:
        interview = make_recorded()
        sent = make_chunk(0)
        damaged = make_chunk(0, part=sent.part, content=sent.content[:-1] + b"?", sha256=sent.sha256)
        with pytest.raises(chunks.ChunkCorrupted) as caught:
            store_chunk(interview, damaged)
        assert (caught.value.retry, RecordingPart.objects.count()) == (True, 0)
        assert store_chunk(interview, sent) is True

    def test_a_part_begins_as_long_ago_as_its_browser_says_by_the_servers_clock(self) -> None:
        interview = make_recorded()
        moment = now()
        with clock(lambda: moment):
            store_chunk(interview, make_chunk(0, age_ms=90_000))
        assert only_part(interview).started_at == moment - timedelta(seconds=90)

    def test_but_never_before_the_interview_began(self) -> None:
        interview = make_recorded()
        store_chunk(interview, make_chunk(0, age_ms=3_600_000))
        assert only_part(interview).started_at == interview.session.begun_at

    def test_two_recorders_make_two_parts(self) -> None:
        interview = make_recorded()
        record(interview)
        record(interview)
        assert RecordingPart.objects.count() == 2

    def test_the_end_of_a_part_is_the_furthest_that_was_said(self) -> None:
        interview, part = make_recorded(), uuid4()
        record(interview, part=part, ended=False)
        told = [
            end_part(interview, part=part, total=total, ended_ms=ms) for total, ms in ((4, 15_000), (3, 12_000))
        ]
        assert (told, only_part(interview).total, only_part(interview).ended_ms) == ([True, True], 4, 15_000)
        assert end_part(interview, part=uuid4(), total=1, ended_ms=1) is False

    def test_of_two_tabs_that_end_a_part_at_once_neither_overlooks_the_other(
        self, django_assert_num_queries: Any
    ) -> None:
        """What stands is looked at by the statement that changes it."""
        interview, part = make_recorded(), uuid4()
        record(interview, part=part, ended=False)
        with django_assert_num_queries(1):
            end_part(interview, part=part, total=4, ended_ms=15_000)


class TestWhatIsNoRecording:
    @pytest.mark.parametrize(
        ("changes", "code"),
        [
            ({"content": b"<html>" * 20}, "not_media"),
            ({"content": b"OggS" + b"x" * 40}, "not_media"),
            ({"container": Container.OGG}, "not_media"),
            ({"content": b""}, "too_large"),
            ({"from_ms": 5, "to_ms": 4}, "not_media"),
            ({"to_ms": chunks.LONGEST_MS + 1}, "not_media"),
            ({"number": chunks.MOST_CHUNKS}, "too_large"),
            ({"sha256": "0" * 64}, "corrupted"),
        ],
    )
    def test_it_is_refused_by_its_reason(self, changes: dict[str, Any], code: str) -> None:
        interview = make_recorded()
        number = changes.pop("number", 0)
        assert refused(interview, make_chunk(number, **changes)) == code
        assert not RecordingPart.objects.exists()

    def test_a_chunk_of_another_kind_is_no_part_of_the_part(self) -> None:
        interview = make_recorded(picture=True)
        sent = make_chunk(0)
        store_chunk(interview, sent)
        assert refused(interview, make_chunk(1, part=sent.part, kind=PartKind.VIDEO)) == "conflict"

    def test_too_large_a_chunk_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(chunks, "LARGEST_CHUNK", 10)
        assert refused(make_recorded(), make_chunk(0)) == "too_large"


class TestConsent:
    def test_without_it_nothing_is_taken(self) -> None:
        assert refused(make_recorded(sound=False), make_chunk(0)) == "not_recorded"

    def test_agreeing_to_sound_is_not_agreeing_to_a_picture(self) -> None:
        interview = make_recorded(enable_video=True)
        assert refused(interview, make_chunk(0, kind=PartKind.VIDEO)) == "not_recorded"
        assert store_chunk(interview, make_chunk(0)) is True

    def test_what_the_interview_does_not_have_cannot_be_agreed_to(self) -> None:
        interview = make_sitting(starts_at=now() - timedelta(minutes=1))
        agree_to(interview, sound=True, picture=True)
        begin(interview)
        consent = Consent.objects.get()
        assert (consent.sound, consent.picture, consent.version) == (False, False, "typed-2")
        assert refused(interview, make_chunk(0)) == "not_recorded"

    def test_what_the_company_takes_back_is_not_recorded_any_more(self) -> None:
        interview = make_recorded()
        Interview.objects.filter(pk=interview.pk).update(enable_audio=False)
        interview.refresh_from_db()
        assert refused(interview, make_chunk(0)) == "not_recorded"

    def test_the_disclosure_that_was_shown_is_named(self) -> None:
        make_recorded()
        assert Consent.objects.get().version == "recorded-1"


class TestWhen:
    def test_before_it_has_begun_nothing_is_taken(self) -> None:
        interview = make_sitting(enable_audio=True)
        agree_to(interview, sound=True)
        assert refused(interview, make_chunk(0)) == "over"

    @pytest.mark.parametrize(("after", "taken"), [(LATE - timedelta(minutes=1), True), (LATE, False)])
    def test_a_day_after_the_end_what_was_queued_is_still_taken(self, after: timedelta, taken: bool) -> None:
        interview = make_recorded()
        Interview.objects.filter(pk=interview.pk).update(completed_at=now())
        interview.refresh_from_db()
        assert interview.completed_at
        late = interview.completed_at + after
        with clock(lambda: late):
            if taken:
                assert store_chunk(interview, make_chunk(0)) is True
            else:
                assert refused(interview, make_chunk(0)) == "over"


Usage = namedtuple("Usage", "total used free")


class TestNoRoom:
    def test_a_full_disk_is_told_and_leaves_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        interview = make_recorded()
        store_chunk(interview, make_chunk(0))

        def full(name: str, content: object) -> str:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(default_storage, "save", full)
        with pytest.raises(chunks.StorageFull) as caught:
            store_chunk(interview, make_chunk(0))
        assert (caught.value.retry, caught.value.status, files_of(interview)) == (True, 503, 1)
        monkeypatch.undo()
        assert store_chunk(interview, make_chunk(0)) is True

    def test_the_last_of_the_disk_is_the_databases(self, monkeypatch: pytest.MonkeyPatch) -> None:
        interview = make_recorded()
        monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 10**12 - 10, files.RESERVE))
        assert refused(interview, make_chunk(0)) == "storage"
        monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**12, 0, files.RESERVE + 10_000))
        assert store_chunk(interview, make_chunk(0)) is True

    def test_a_companys_quota_is_one_for_all_its_interviews(self, settings: Any) -> None:
        settings.VIVA_RECORDING_QUOTA_MB = 1
        first = make_recorded()
        store_chunk(first, make_chunk(0, content=WEBM + b"x" * 600_000))
        other = make_recorded(company=first.company)
        assert refused(other, make_chunk(0, content=WEBM + b"x" * 600_000)) == "quota"
        assert store_chunk(other, make_chunk(0)) is True
        elsewhere = make_recorded()
        assert store_chunk(elsewhere, make_chunk(0, content=WEBM + b"x" * 600_000)) is True

    def test_without_a_quota_the_disk_decides(self, settings: Any) -> None:
        settings.VIVA_RECORDING_QUOTA_MB = 0
        assert store_chunk(make_recorded(), make_chunk(0, content=WEBM + b"x" * 2_000_000)) is True

    def test_one_recording_takes_no_more_than_its_length_explains(self, monkeypatch: pytest.MonkeyPatch) -> None:
        interview = make_recorded()
        rate = dict.fromkeys(PartKind, 1)
        monkeypatch.setattr(recording_space, "MOST_RATE", rate)
        seconds = (interview.duration_minutes + recording_space.SPARE_MINUTES) * 60
        assert refused(interview, make_chunk(0, content=WEBM + b"x" * seconds)) == "quota"
        assert store_chunk(interview, make_chunk(0, content=WEBM.ljust(seconds, b"x"))) is True

    def test_the_parts_of_a_recording_are_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from viva.live.services import recordings

        monkeypatch.setattr(recordings, "MOST_PARTS", 2)
        interview = make_recorded()
        record(interview, chunks=1)
        record(interview, chunks=1)
        assert refused(interview, make_chunk(0)) == "quota"


def test_a_conflict_is_found_again_after_the_race_for_the_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two tabs send other content under one number: whoever comes second at the row is told."""
    from viva.live.services import recordings

    interview = make_recorded()
    sent = make_chunk(0)
    store_chunk(interview, sent)
    is_known, looks = recordings._is_known, iter([False])

    def blind_at_first(part: RecordingPart, chunk: Chunk) -> bool:
        return next(looks, True) and is_known(part, chunk)

    monkeypatch.setattr(recordings, "_is_known", blind_at_first)
    with pytest.raises(ChunkConflict):
        store_chunk(interview, make_chunk(0, part=sent.part, content=WEBM + b"other"))
    assert (stored(interview), files_of(interview)) == ([(0, sent.content)], 1)
