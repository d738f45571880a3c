"""A recogniser that is down is an incident of its session, and the room goes on."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator

import pytest
from django.db import OperationalError

from tests.factories.sittings import begin, make_sitting
from tests.speech.turns.hearing import pause, talk
from viva.core.realtime.database import close_database_threads
from viva.live import troubles
from viva.live.hearing import Ears, use_recogniser
from viva.live.models import Incident, InterviewSession
from viva.live.models.recording import IncidentKind
from viva.live.services.incidents import MOST_TIMES, note_incident_in
from viva.live.troubles import note_trouble
from viva.speech.errors import SpeechError
from viva.speech.stt.scripted import ScriptedRecogniser
from viva.speech.turns.frames import FRAME_BYTES, Frame

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def recogniser() -> Iterator[ScriptedRecogniser]:
    scripted = ScriptedRecogniser(["An index is sorted."])
    use_recogniser(scripted)
    yield scripted
    use_recogniser(None)
    close_database_threads()


def listen(session: InterviewSession) -> None:
    """One answer, spoken."""

    async def spoken() -> None:
        ears = Ears()
        ear = await ears.listen(session.pk, uuid.uuid4(), first=0)
        sound = pause(2) + talk(2) + pause(5)
        for number in range(len(sound) // FRAME_BYTES):
            await ear.take([Frame(number, sound[number * FRAME_BYTES :][:FRAME_BYTES])])
            await asyncio.sleep(0)
        await asyncio.gather(*ear._writing)

    asyncio.run(spoken())


def test_a_recogniser_that_dies_is_an_incident_and_one_that_works_is_none(recogniser: ScriptedRecogniser) -> None:
    session, other = begin(make_sitting(consent=True)), begin(make_sitting(consent=True))
    listen(session)
    assert not Incident.objects.exists()
    recogniser.trouble = SpeechError("recogniser_died", "It died.", retryable=True)
    listen(session)
    listen(session)
    assert list(Incident.objects.values_list("session", "kind", "times")) == [(session.pk, "recogniser_down", 2)]
    assert not other.incidents.exists()


def test_a_recogniser_that_fails_in_a_way_of_its_own_is_an_incident_too_and_the_answer_ends(
    recogniser: ScriptedRecogniser, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, told = begin(make_sitting(consent=True)), []

    async def publish(session_id: int, event: dict) -> None:
        told.append(event["frame"])

    monkeypatch.setattr("viva.live.hearing.publish", publish)
    recogniser.trouble = KeyError("words")
    listen(session)

    assert [each["code"] for each in told if each["type"] == "deaf"] == ["recogniser_failed"]
    assert [each["state"] for each in told if each["type"] == "speech"][-1] == "final"
    assert Incident.objects.get().kind == "recogniser_down"


def test_it_is_counted_no_further_than_anybody_reads(recogniser: ScriptedRecogniser) -> None:
    session = begin(make_sitting(consent=True))
    note_incident_in(session.pk, kind=IncidentKind.RECOGNISER_DOWN)
    Incident.objects.update(times=MOST_TIMES)
    assert note_incident_in(session.pk, kind=IncidentKind.RECOGNISER_DOWN) is True
    assert Incident.objects.get().times == MOST_TIMES


def test_of_an_interview_that_has_not_begun_there_is_none(recogniser: ScriptedRecogniser) -> None:
    session = make_sitting().session
    assert note_incident_in(session.pk, kind=IncidentKind.VOICE_DOWN) is False
    assert not Incident.objects.exists()


def test_a_database_that_is_down_too_ends_nothing(
    recogniser: ScriptedRecogniser, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def locked(*_: object, **__: object) -> bool:
        raise OperationalError("database is locked")

    monkeypatch.setattr(troubles, "note_incident_in", locked)
    asyncio.run(note_trouble(1, IncidentKind.RECOGNISER_DOWN))
    assert "an incident could not be stored (OperationalError)" in caplog.text
