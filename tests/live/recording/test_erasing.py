"""Recordings go by age, by hand and with their interview: rows at once, files after the commit, for good."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import AdminFactory
from tests.factories.recordings import make_chunk, make_recorded, record
from viva.audit.selectors import entries_of
from viva.core.time import clock, now
from viva.interviews.services.erasing import erase_interviews
from viva.live.models import DoomedFolder, Recording, RecordingChunk, RecordingPart, RecordingSpace
from viva.live.recording.chunk import RecordingOver
from viva.live.recording.files import keep, names_in
from viva.live.services.recording_erasing import (
    AGAIN,
    clear_doomed,
    erase_over_age,
    erase_recording,
)
from viva.live.services.recordings import store_chunk

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


def clear() -> int:
    """Both looks at each doomed folder; how many are gone."""
    clear_doomed()
    later = now() + AGAIN
    with clock(lambda: later):
        return clear_doomed()


def used() -> int:
    return RecordingSpace.objects.get().used


def test_by_hand_the_files_go_the_room_is_free_and_it_is_written_down() -> None:
    interview = make_recorded()
    recording = record(interview)
    assert erase_recording(recording, why="by_hand", by=interview.user) is True
    assert (RecordingChunk.objects.count(), used()) == (0, 0)
    assert clear() == 1
    assert names_in(recording.folder) == []
    assert not DoomedFolder.objects.exists()
    entry = entries_of("interview", interview.pk).get(action="interview.recording_erased")
    assert (entry.actor_id, entry.data) == (interview.user_id, {"why": "by_hand"})


def test_erased_twice_it_is_erased_once() -> None:
    recording = record(make_recorded())
    assert [erase_recording(recording, why="by_hand") for _ in range(2)] == [True, False]
    assert used() == 0


def test_what_a_browser_still_has_of_it_is_refused() -> None:
    interview = make_recorded()
    erase_recording(record(interview), why="by_hand")
    with pytest.raises(RecordingOver):
        store_chunk(interview, make_chunk(0))


def test_a_chunk_whose_recording_is_erased_while_it_is_written_leaves_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from viva.live.services import recordings

    interview = make_recorded()
    recording = record(interview)

    def meanwhile(folder: str, content: bytes) -> str:
        name = keep(folder, content)
        erase_recording(recording, why="by_hand")
        return name

    monkeypatch.setattr(recordings, "keep", meanwhile)
    with pytest.raises(RecordingOver):
        store_chunk(interview, make_chunk(0))
    clear()
    assert (names_in(recording.folder), used()) == ([], 0)


@pytest.mark.parametrize(("days", "left"), [(364, 1), (365, 0)])
def test_it_is_kept_as_long_as_was_agreed_to_and_no_longer(days: int, left: int) -> None:
    record(make_recorded())
    later = now() + timedelta(days=days, minutes=1)
    with clock(lambda: later):
        assert erase_over_age() == 1 - left
        assert Recording.objects.filter(erased_at=None).count() == left


def test_with_its_interview_it_goes_too() -> None:
    interview = make_recorded()
    recording = record(interview)
    erase_interviews([interview.pk])
    assert not Recording.objects.exists()
    assert used() == 0
    assert clear() == 1
    assert names_in(recording.folder) == []


def test_an_erasing_that_is_taken_back_leaves_the_recording_whole() -> None:
    interview = make_recorded()
    recording = record(interview)
    with pytest.raises(RuntimeError), transaction.atomic():
        erase_interviews([interview.pk])
        raise RuntimeError
    clear()
    assert len(names_in(recording.folder)) == 3
    assert Recording.objects.get().erased_at is None


@pytest.mark.parametrize("model", ["interviews_interview", "live_interviewsession", "live_recording"])
def test_an_administrator_erases_it_with_what_it_hangs_on(client: Client, model: str) -> None:
    interview = make_recorded()
    recording = record(interview)
    client.force_login(AdminFactory())
    pk = {"interviews_interview": interview.pk, "live_interviewsession": interview.session.pk}.get(
        model, recording.pk
    )
    answer = client.post(reverse(f"admin:{model}_delete", args=[pk]), {"post": "yes"})
    assert (answer.status_code, used()) == (302, 0)
    assert clear() == 1
    assert names_in(recording.folder) == []


@pytest.mark.parametrize("model", [RecordingPart, RecordingChunk, RecordingSpace])
def test_nobody_erases_a_piece_of_it_alone(client: Client, model: type[Model]) -> None:
    record(make_recorded())
    client.force_login(AdminFactory())
    name = f"admin:live_{model._meta.model_name}_delete"
    [first, *_others] = model._default_manager.all()
    assert client.post(reverse(name, args=[first.pk]), {"post": "yes"}).status_code == 403
    assert model._default_manager.filter(pk=first.pk).exists()


def test_files_that_cannot_be_deleted_now_are_deleted_later(monkeypatch: pytest.MonkeyPatch) -> None:
    recording = record(make_recorded())
    erase_recording(recording, why="by_hand")

    def broken(name: str) -> None:
        raise OSError("the disk is away")

    with monkeypatch.context() as patched:
        patched.setattr(default_storage, "delete", broken)
        assert clear() == 0
    later = now() + 2 * AGAIN
    with clock(lambda: later):
        assert clear_doomed() == 1
    assert names_in(recording.folder) == []
