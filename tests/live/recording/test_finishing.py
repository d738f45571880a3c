"""Parts are put into one piece once the interview is over, by whoever holds the lease; then their chunks go."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage

from tests.conftest import lacking
from tests.factories.recordings import make_chunk, make_recorded, only_part, record
from viva.core.time import clock, now
from viva.interviews.models import Interview
from viva.live.heard import bytes_of
from viva.live.models import Recording, RecordingChunk, RecordingSpace
from viva.live.models.recording import Container, PartKind
from viva.live.models.session import SessionStatus
from viva.live.recording import ffmpeg
from viva.live.recording.files import keep, names_in
from viva.live.services import recording_jobs
from viva.live.services.recording_jobs import LEASE, lease_due, work_on
from viva.live.services.recordings import LATE, SETTLING, store_chunk

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]

MADE = b"in one piece"


@pytest.fixture
def remuxed(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What a scripted ffmpeg was given, each time."""
    given: list[bytes] = []

    def remux(source: Path, target: Path, *, kind: str, container: str) -> bool:
        given.append(source.read_bytes())
        target.write_bytes(MADE)
        return True

    monkeypatch.setattr(recording_jobs, "ffmpeg", lambda: "ffmpeg")
    monkeypatch.setattr(recording_jobs, "remux", remux)
    return given


def end(interview: Interview) -> None:
    from viva.core.events import Event, publish
    from viva.interviews.events import INTERVIEW_COMPLETED

    type(interview.session).objects.filter(pk=interview.session.pk).update(status=SessionStatus.COMPLETED)
    Interview.objects.filter(pk=interview.pk).update(status="completed", completed_at=now())
    told = {"interview": {"id": interview.pk}}
    publish(Event(INTERVIEW_COMPLETED, user_id=interview.user_id, company_id=interview.company_id, data=told))
    interview.refresh_from_db()


def work(*, after: timedelta = SETTLING) -> int:
    """Everything that is due then; how many jobs that were."""
    moment, done = now() + after, 0
    with clock(lambda: moment):
        while job := lease_due():
            work_on(job)
            done += 1
    return done


def content_of(interview: Interview) -> bytes:
    part = only_part(interview)
    whole = bytes_of(part)
    return b"".join(whole.read(0, whole.size))


class TestWhenItIsOver:
    def test_the_chunks_become_one_piece_in_order(self, remuxed: list[bytes]) -> None:
        interview, part = make_recorded(), uuid4()
        sent = [make_chunk(number, part=part) for number in range(3)]
        for each in reversed(sent):
            store_chunk(interview, each)
        end(interview)
        assert work() == 1
        assert remuxed == [b"".join(each.content for each in sent)]
        assert content_of(interview) == MADE

    def test_while_it_is_being_held_nothing_is_done(self, remuxed: list[bytes]) -> None:
        record(make_recorded())
        assert (work(), remuxed) == (0, [])

    def test_one_that_nobody_ended_is_found_some_time_after_its_end(self, remuxed: list[bytes]) -> None:
        interview = make_recorded()
        record(interview)
        assert (work(after=timedelta(hours=2)), len(remuxed)) == (1, 1)

    def test_without_ffmpeg_the_chunks_are_the_recording(self, settings: Any) -> None:
        settings.VIVA_FFMPEG = ""
        interview, part = make_recorded(), uuid4()
        sent = [make_chunk(number, part=part) for number in range(3)]
        for each in sent:
            store_chunk(interview, each)
        end(interview)
        assert work() == 1
        assert content_of(interview) == b"".join(each.content for each in sent)
        assert (only_part(interview).file, work()) == ("", 0)
        work(after=LATE + timedelta(minutes=1))
        assert content_of(interview) == b"".join(each.content for each in sent)

    def test_what_ffmpeg_cannot_read_stays_as_it_came(self) -> None:
        if not ffmpeg.ffmpeg():
            lacking("ffmpeg")
        interview = make_recorded()
        record(interview)
        end(interview)
        assert (work(), only_part(interview).file) == (1, "")
        assert content_of(interview).startswith(b"\x1a\x45\xdf\xa3")

    def test_a_lost_chunk_is_passed_over(self, remuxed: list[bytes]) -> None:
        interview, part = make_recorded(), uuid4()
        sent = [make_chunk(number, part=part) for number in (0, 1, 3)]
        for each in sent:
            store_chunk(interview, each)
        end(interview)
        work()
        assert remuxed == [b"".join(each.content for each in sent)]

    def test_a_late_chunk_has_its_part_made_anew(self, remuxed: list[bytes]) -> None:
        interview, part = make_recorded(), uuid4()
        record(interview, chunks=2, part=part)
        end(interview)
        work()
        first = only_part(interview).file
        store_chunk(interview, make_chunk(2, part=part))
        work()
        assert (len(remuxed), only_part(interview).made_of) == (2, 3)
        assert not default_storage.exists(first)

    def test_it_is_kept_from_its_end_on_as_long_as_was_agreed_to(self) -> None:
        interview = make_recorded()
        record(interview)
        at = now() + timedelta(hours=1)
        with clock(lambda: at):
            end(interview)
        assert Recording.objects.get().keep_until == at + timedelta(days=365)


class TestAfterADay:
    def test_chunks_that_are_in_one_piece_go_and_give_their_room_back(self, remuxed: list[bytes]) -> None:
        interview = make_recorded()
        recording = record(interview)
        end(interview)
        work()
        work(after=LATE + timedelta(minutes=1))
        recording.refresh_from_db()
        assert names_in(recording.folder) == [only_part(interview).file]
        assert (recording.size, RecordingSpace.objects.get().used) == (len(MADE), len(MADE))
        assert (recording.next_attempt_at, RecordingChunk.objects.count()) == (None, 3)
        assert content_of(interview) == MADE

    def test_what_a_killed_process_left_without_a_row_goes(self, remuxed: list[bytes]) -> None:
        interview = make_recorded()
        recording = record(interview)
        left = keep(recording.folder, b"nobody knows of this")
        end(interview)
        work()
        assert default_storage.exists(left)  # it may be on its way yet
        work(after=LATE + timedelta(minutes=1))
        assert not default_storage.exists(left)


class TestLease:
    def test_while_one_works_on_it_nobody_else_does(self) -> None:
        interview = make_recorded()
        record(interview)
        end(interview)
        later = now() + SETTLING
        with clock(lambda: later):
            assert lease_due() is not None
            assert lease_due() is None

    def test_a_worker_that_died_is_followed_by_another(self, remuxed: list[bytes]) -> None:
        interview = make_recorded()
        record(interview)
        end(interview)
        later = now() + SETTLING
        with clock(lambda: later):
            lease_due()
        assert work(after=SETTLING + LEASE + timedelta(seconds=1)) == 1
        assert content_of(interview) == MADE

    def test_whose_lease_ran_out_changes_nothing_any_more(self, remuxed: list[bytes]) -> None:
        interview = make_recorded()
        recording = record(interview)
        end(interview)
        later = now() + SETTLING
        with clock(lambda: later):
            job = lease_due()
            assert job
            Recording.objects.update(lease=UUID(int=1))
            work_on(job)
        assert only_part(interview).file == ""
        assert len(names_in(recording.folder)) == 3

    def test_trouble_with_the_files_is_tried_again_later(
        self, remuxed: list[bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        interview = make_recorded()
        record(interview)
        end(interview)

        def broken(name: str) -> None:
            raise OSError("the disk is away")

        with monkeypatch.context() as patched:
            patched.setattr(default_storage, "open", broken)
            assert work() == 1
        assert (Recording.objects.get().attempts, work()) == (1, 0)
        assert work(after=SETTLING + timedelta(minutes=2)) == 1
        assert (content_of(interview), Recording.objects.get().attempts) == (MADE, 0)

    def test_a_chunk_that_comes_while_it_is_worked_on_is_not_forgotten(
        self, remuxed: list[bytes], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        interview, part = make_recorded(), uuid4()
        record(interview, chunks=2, part=part)
        end(interview)
        remux = recording_jobs.remux

        def meanwhile(*args: Any, **kwargs: Any) -> bool:
            if not remuxed:
                store_chunk(interview, make_chunk(2, part=part))
            return remux(*args, **kwargs)

        monkeypatch.setattr(recording_jobs, "remux", meanwhile)
        work()
        work(after=2 * SETTLING)
        assert only_part(interview).made_of == 3


def test_ffmpeg_is_given_a_format_bounds_and_no_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads what strangers send."""
    seen: dict[str, Any] = {}

    def run(command: list[str], **options: Any) -> Any:
        seen.update(command=command, **options)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(ffmpeg.subprocess, "run", run)
    monkeypatch.setattr(ffmpeg, "ffmpeg", lambda: "/usr/bin/ffmpeg")
    (tmp_path / "source").write_bytes(b"x")
    made = ffmpeg.remux(tmp_path / "source", tmp_path / "target", kind=PartKind.AUDIO, container=Container.WEBM)
    words = " ".join(seen["command"])
    assert (made, seen["env"], seen["timeout"]) == (False, {}, ffmpeg.SECONDS)
    assert "-protocol_whitelist file" in words
    assert words.index("-f matroska") < words.index("-i file:")
    assert "ulimit -v" in words
    assert "-map 0:a:0" in words  # of a part of sound no picture


def test_a_playlist_is_not_followed_by_ffmpeg(tmp_path: Path) -> None:
    if not shutil.which("ffmpeg"):
        lacking("ffmpeg")
    secret = tmp_path / "secret.ts"
    secret.write_bytes(b"G" * 188 * 10)
    source = tmp_path / "source"
    source.write_text(f"#EXTM3U\n#EXTINF:1,\nfile:{secret}\n#EXT-X-ENDLIST\n")
    for container in Container:
        assert not ffmpeg.remux(source, tmp_path / "target", kind=PartKind.AUDIO, container=container)
