"""What was said is written down again from the recording once it is over: beside what was sent, never judged."""

from __future__ import annotations

import asyncio
import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.factories.recordings import make_chunk, make_recorded, make_utterance, record
from tests.factories.rooms import TALK, answer, say
from tests.speech.voices import silence, spoken
from viva.ai.engines.scripted import ScriptedEngine
from viva.core.time import clock, now
from viva.interviews.models import Consent, Interview, InterviewResponse
from viva.live import hearing_again
from viva.live.completion import complete_session
from viva.live.hearing import use_recogniser
from viva.live.hearing_again import hear_what_is_due, use_best_recogniser
from viva.live.models import ChatMessage, Recording, RecordingPart, Utterance
from viva.live.recording.ffmpeg import ffmpeg
from viva.live.services import relistening
from viva.live.services.recording_erasing import erase_recording
from viva.live.services.recordings import store_chunk
from viva.live.services.relistening import DELAYS, PAD, put_off, store_written, take_due
from viva.live.services.utterances import FIRST_LOOK
from viva.speech.audio import RATE
from viva.speech.errors import SpeechError
from viva.speech.stt.base import Transcript
from viva.speech.stt.pocketsphinx import PocketsphinxRecogniser
from viva.speech.stt.scripted import ScriptedRecogniser

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]

AGAIN = "an index is sorted and that makes reads quick"


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[tuple[float, float]]:
    """(begin, seconds) of what a scripted ffmpeg was asked for, each time."""
    found: list[tuple[float, float]] = []

    def take_sound(source: Path, target: Path, *, container: str, begin: float, seconds: float) -> bool:
        found.append((round(begin, 2), round(seconds, 2)))
        target.write_bytes(silence(seconds, noise=0.05))
        return True

    monkeypatch.setattr(hearing_again, "ffmpeg", lambda: "ffmpeg")
    monkeypatch.setattr(hearing_again, "take_sound", take_sound)
    return found


@pytest.fixture
def interview(engine: ScriptedEngine) -> Interview:
    """Being held, recorded from its begin on for twelve seconds."""
    made = make_recorded(questions=TALK)
    answer(made.session)
    record(made, chunks=3)
    RecordingPart.objects.update(started_at=made.session.begun_at)
    return made


@pytest.fixture(autouse=True)
def as_it_was() -> Iterator[None]:
    yield
    use_recogniser(None)
    use_best_recogniser(None)


def say_aloud(interview: Interview, *, after: float = 2.0, seconds: float = 4.0) -> ChatMessage:
    """Sent as it was heard by a rough recogniser, and mended."""
    begun = interview.session.begun_at + timedelta(seconds=after)
    message = say(interview.session, "An index is sorted.")
    message.payload = {
        "spoken": {"engine": "scripted", "rough": True, "seen": True, "mended": True, "missing": 0},
        "spoken_from": begun.isoformat(),
        "spoken_until": (begun + timedelta(seconds=seconds)).isoformat(),
    }
    message.save()
    return message


def end(interview: Interview) -> None:
    answer(interview.session)
    asyncio.run(complete_session(interview.session.pk))


def hear(recogniser: ScriptedRecogniser | None = None, *, at: datetime | None = None) -> int:
    """Some time after the end."""
    use_best_recogniser(recogniser or ScriptedRecogniser([AGAIN]))
    moment = at or now() + FIRST_LOOK
    with clock(lambda: moment):
        return asyncio.run(hear_what_is_due())


def test_what_was_sent_is_written_down_again_beside_it(interview: Interview, taken: list) -> None:
    message = say_aloud(interview)
    end(interview)
    before = list(InterviewResponse.objects.values())
    assert hear() == 1
    again = Utterance.objects.get()
    assert (again.message, again.question) == (message, message.question)
    assert (again.text, again.engine, again.version, again.rough) == (AGAIN, "scripted", "1", False)
    message.refresh_from_db()
    assert message.text == "An index is sorted."
    assert list(InterviewResponse.objects.values()) == before
    pad = PAD.total_seconds()
    assert taken == [(2.0 - pad, 4.0 + 2 * pad)]
    assert hear() == 0


def test_what_a_dead_recogniser_lost_is_written_down_later_and_not_judged(
    interview: Interview, taken: list, engine: ScriptedEngine
) -> None:
    question = interview.questions.get(order=1)
    make_utterance(interview, after=2.0, question=question, missing=1)
    asyncio.run(complete_session(interview.session.pk))
    assert hear() == 1
    assert Utterance.objects.get().text == AGAIN
    response = InterviewResponse.objects.get(question=question)
    assert (response.outcome, response.score, response.text_response) == ("withheld", None, "")
    assert response.needs_review is True
    assert engine.requests("evaluate") == []


def test_while_it_is_being_held_and_at_its_very_end_nothing_is_due(interview: Interview, taken: list) -> None:
    say_aloud(interview)
    assert hear() == 0
    end(interview)
    assert hear(at=now()) == 0
    assert hear() == 1  # the control


def test_what_was_typed_is_not_listened_for(interview: Interview, taken: list) -> None:
    say(interview.session, "Typed.")
    end(interview)
    assert (hear(), taken) == (0, [])


def test_without_consent_to_the_recording_of_the_voice_nothing_is_due(engine: ScriptedEngine, taken: list) -> None:
    made = make_recorded(sound=False, questions=TALK)
    answer(made.session)
    say_aloud(made)
    end(made)
    assert hear(at=now() + timedelta(days=1)) == 0
    assert Utterance.objects.get().next_attempt_at is None


def test_who_was_not_told_that_it_is_turned_into_words_is_only_listened_to(
    interview: Interview, taken: list
) -> None:
    Consent.objects.update(version="recorded-1")
    say_aloud(interview)
    end(interview)
    assert hear(at=now() + timedelta(days=1)) == 0


def test_what_came_in_two_parts_is_put_together_and_once(interview: Interview, taken: list) -> None:
    record(interview, chunks=3)
    late = RecordingPart.objects.latest("pk")
    RecordingPart.objects.filter(pk=late.pk).update(started_at=interview.session.begun_at + timedelta(seconds=10))
    say_aloud(interview, after=8.0, seconds=6.0)
    end(interview)
    hear()
    pad = PAD.total_seconds()
    assert taken == [(8.0 - pad, 4.0 + pad), (2.0, 2.0 + pad)]


def test_while_less_than_half_of_it_has_arrived_the_rest_is_waited_for(interview: Interview, taken: list) -> None:
    say_aloud(interview, after=10.0, seconds=20.0)
    end(interview)
    assert hear() == 0
    Utterance.objects.update(attempts=len(DELAYS))
    assert hear(at=now() + timedelta(hours=1)) == 1  # the last try takes what there is


def test_without_any_recording_it_is_given_up_in_the_end(interview: Interview, taken: list) -> None:
    say_aloud(interview)
    end(interview)
    Recording.objects.all().delete()
    moment = now() + FIRST_LOOK
    for seconds in (*DELAYS, 0):
        assert hear(at=moment) == 0
        assert hear(at=moment) == 0  # not at once again
        moment += timedelta(seconds=seconds)
    given_up = Utterance.objects.get()
    assert (given_up.next_attempt_at, given_up.written_at) == (None, None)


def test_a_recogniser_that_fails_is_asked_again_later(interview: Interview, taken: list) -> None:
    say_aloud(interview)
    end(interview)
    down = ScriptedRecogniser()
    down.trouble = SpeechError("recogniser_died", "It died.", retryable=True)
    assert hear(down) == 0
    assert hear(at=now() + FIRST_LOOK + timedelta(seconds=DELAYS[0] + 1)) == 1


def test_an_erased_recording_gives_nothing(interview: Interview, taken: list) -> None:
    say_aloud(interview)
    end(interview)
    moment = now() + FIRST_LOOK
    with clock(lambda: moment):
        held = take_due()
    assert held and held.places
    erase_recording(Recording.objects.get(), why="by_hand")
    assert store_written(held, Transcript(AGAIN, 0.9, "scripted"), version="1") is False
    put_off(held)
    assert hear(at=moment + timedelta(hours=1)) == 0
    assert taken == []


def test_of_two_workers_one_has_it(interview: Interview, taken: list, monkeypatch: pytest.MonkeyPatch) -> None:
    say_aloud(interview)
    end(interview)
    moment = now() + FIRST_LOOK
    with clock(lambda: moment):
        held = take_due()
        assert held
        assert take_due() is None
    after = moment + relistening.LEASE
    with clock(lambda: after):
        other = take_due()
    assert other
    assert store_written(held, Transcript("late", 0.9, "scripted"), version="1") is False
    assert store_written(other, Transcript(AGAIN, 0.9, "scripted"), version="1") is True


def test_without_ffmpeg_nothing_is_tried(interview: Interview, monkeypatch: pytest.MonkeyPatch) -> None:
    say_aloud(interview)
    end(interview)
    monkeypatch.setattr(hearing_again, "ffmpeg", lambda: None)
    assert hear() == 0
    assert Utterance.objects.get().attempts == 0


def test_what_was_lost_and_then_sent_is_told_once(interview: Interview, taken: list) -> None:
    make_utterance(interview, after=3.0, seconds=2.0, missing=1)
    make_utterance(interview, after=9.0, seconds=2.0, missing=1)
    say_aloud(interview, after=2.0, seconds=4.0)
    end(interview)
    assert [each.message_id is None for each in Utterance.objects.all()] == [False, True]


def test_a_recorded_answer_is_written_down_by_what_is_installed(interview: Interview, tmp_path: Path) -> None:
    for program in ("flite", "ffmpeg"):
        if not (shutil.which(program) and ffmpeg()):
            lacking(program)
    if importlib.util.find_spec("pocketsphinx") is None:
        lacking("pocketsphinx")
    words = "The server can find rows without reading the table."

    async def wav() -> bytes:
        return silence(3, noise=0.001) + await spoken(words) + silence(3, noise=0.001)

    pcm = asyncio.run(wav())
    seconds = len(pcm) / (2 * RATE)
    RecordingPart.objects.all().delete()
    store_chunk(interview, make_chunk(content=webm(pcm, tmp_path), to_ms=round(seconds * 1000)))
    RecordingPart.objects.update(started_at=interview.session.begun_at)
    say_aloud(interview, after=3.0, seconds=seconds - 6.0)
    end(interview)
    use_recogniser(PocketsphinxRecogniser())
    moment = now() + FIRST_LOOK
    with clock(lambda: moment):
        assert asyncio.run(hear_what_is_due()) == 1
    again = Utterance.objects.get()
    assert len(set(again.text.split()) & set(words.lower().strip(".").split())) >= 6, again.text
    assert again.rough is (again.engine == "pocketsphinx")


def webm(pcm: bytes, folder: Path) -> bytes:
    """As a browser records it."""
    source, target = folder / "source.pcm", folder / "target.webm"
    source.write_bytes(pcm)
    command = ["ffmpeg", "-loglevel", "error", "-f", "s16le", "-ar", str(RATE), "-ac", "1", "-i", str(source)]
    subprocess.run([*command, "-c:a", "libopus", "-b:a", "32k", str(target)], check=True, timeout=60)
    return target.read_bytes()
