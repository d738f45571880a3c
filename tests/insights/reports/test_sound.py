"""The record tells of the recording, and of what was said aloud, without a way to hear it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest

from tests.factories.recordings import make_gapped, make_utterance, only_part
from tests.factories.reviews import QUESTIONS, hold, make_held
from tests.insights.reports.test_reports import export, validate
from viva.core.time import clock, now
from viva.insights.reports.exporting import Kind, export_interview
from viva.interviews.models import Interview
from viva.live.heard import bytes_of
from viva.live.models import ChatMessage, Recording
from viva.live.models.session import MessageKind, Speaker
from viva.live.services.recording_erasing import erase_recording
from viva.live.services.recording_jobs import lease_due, work_on
from viva.live.services.recordings import SETTLING

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


@pytest.fixture
def interview() -> Interview:
    """Held, with four slices of a part, the third of which was lost."""
    made = make_gapped(questions=QUESTIONS)
    hold(made)
    return made


def body_of(interview: Interview) -> bytes:
    found = Interview.objects.select_related("company", "job", "session").get(pk=interview.pk)
    return export_interview(found, kind=Kind.JSON, by=interview.user).body


def record_of(interview: Interview) -> dict[str, Any]:
    record: dict[str, Any] = json.loads(body_of(interview))
    validate(record)
    return record


def put_together(interview: Interview) -> None:
    moment = now() + SETTLING
    with clock(lambda: moment):
        while job := lease_due():
            work_on(job)


def test_a_part_has_its_length_size_gaps_and_checksum(interview: Interview) -> None:
    assert record_of(interview)["recording"]["parts"][0]["sha256"] is None  # not made yet
    put_together(interview)
    recording = record_of(interview)["recording"]
    [part] = recording["parts"]
    stored = only_part(interview)
    whole = bytes_of(stored)
    told = (part["id"], part["kind"], part["content_type"], part["seconds"], part["size"])
    assert told == (stored.pk, "audio", "audio/webm", 16.0, whole.size)
    assert part["sha256"] == hashlib.sha256(b"".join(whole.read(0, whole.size))).hexdigest()
    assert len(part["gaps"]) == 1
    assert len(recording["gaps"]) == 3  # before it, in it and after it
    assert recording["expires_at"][:10] == f"{Recording.objects.get().keep_until:%Y-%m-%d}"


def test_it_names_no_way_to_the_sound(interview: Interview) -> None:
    put_together(interview)
    body, part = body_of(interview), only_part(interview)
    for secret in (b"recordings/", b"http", part.key.hex.encode(), str(part.key).encode()):
        assert secret not in body, secret


def test_one_that_is_erased_says_when(interview: Interview) -> None:
    erase_recording(Recording.objects.get(), why="by_hand")
    recording = record_of(interview)["recording"]
    assert recording["erased_at"]
    assert (recording["parts"], recording["gaps"]) == ([], [])


def test_of_what_was_typed_there_is_none() -> None:
    record = json.loads(export(make_held(), Kind.JSON).body)
    assert (record["recording"], record["unsent"]) == (None, [])
    assert {line["spoken"] for line in record["transcript"]} == {None}


def test_what_was_spoken_says_when_and_how_it_was_written_down(interview: Interview) -> None:
    said = ChatMessage.objects.filter(session__interview=interview, speaker=Speaker.CANDIDATE)
    line = said.filter(kind=MessageKind.TEXT).order_by("number")[0]
    spoken = {"engine": "pocketsphinx", "rough": True, "quality": 0.4, "seen": True, "mended": True, "missing": 1}
    times = {"spoken_from": "2026-11-21T10:00:00.000Z", "spoken_until": "2026-11-21T10:00:07.500Z"}
    line.payload = {"spoken": spoken, **times}
    line.save()
    make_utterance(interview, message=line, text="Again.", engine="whisper", quality=0.9, written_at=now())
    make_utterance(interview, question=interview.questions.get(order=2), missing=2)
    record = record_of(interview)
    [told] = [each["spoken"] for each in record["transcript"] if each["spoken"]]
    assert (told["begin"], told["end"]) == tuple(times.values())
    assert (told["engine"], told["rough"], told["mended"], told["missing"]) == ("pocketsphinx", True, True, 1)
    assert (told["again"]["text"], told["again"]["engine"]) == ("Again.", "whisper")
    [unsent] = record["unsent"]
    assert (unsent["question"], unsent["missing"], unsent["again"]) == (2, 2, None)


def test_what_the_server_did_not_know_any_more_is_said_so(interview: Interview) -> None:
    line = ChatMessage.objects.filter(session__interview=interview, speaker=Speaker.CANDIDATE)[0]
    line.payload = {"spoken": {"seen": True}}
    line.save()
    told = [each["spoken"] for each in record_of(interview)["transcript"] if each["spoken"]]
    assert [(each["begin"], each["mended"], each["engine"]) for each in told] == [(None, None, "")]
