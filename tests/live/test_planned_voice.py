"""The questions of a planned spoken interview are sound before it begins."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.sittings import make_sitting
from viva.core.time import now
from viva.interviews.models import Interview
from viva.live import planned_voice
from viva.live.planned_voice import PlannedVoices, planned_to_be_spoken
from viva.live.speaking import get_speaker, use_voice
from viva.speech.errors import SpeechError
from viva.speech.reading import sentences
from viva.speech.tts.none import BrowserVoice
from viva.speech.tts.scripted import ScriptedVoice

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]


def planned(**setting: Any) -> Interview:
    return make_sitting(**{"enable_audio": True, **setting})


def sentences_of(interview: Interview) -> list[str]:
    texts = interview.questions.order_by("order").values_list("question_text", flat=True)
    return [each.spoken for text in texts for each in sentences(text)]


def prepare(voice: ScriptedVoice, voices: PlannedVoices | None = None) -> list[str]:
    """What the voice is asked for, one look long."""
    voice.asked.clear()
    asyncio.run((voices or PlannedVoices()).prepare())
    return [request.text for request in voice.asked]


def test_a_planned_spoken_interview_has_its_clips_before_it_starts(voice: ScriptedVoice) -> None:
    interview = planned()
    wanted = sentences_of(interview)
    assert prepare(voice) == list(dict.fromkeys(wanted))
    voice.asked.clear()
    first = asyncio.run(get_speaker().clip(wanted[0], deadline=1.0))
    assert first.data.startswith(b"RIFF")
    assert voice.asked == []  # it was there


def test_a_typed_one_practice_and_one_that_is_over_make_none(voice: ScriptedVoice) -> None:
    planned(enable_audio=False)
    planned(starts_at=now() - timedelta(hours=2))
    cancelled = planned()
    Interview.objects.filter(pk=cancelled.pk).update(status="cancelled")
    practice = planned()
    Interview.objects.filter(pk=practice.pk).update(company=None)
    assert prepare(voice) == []


def test_where_the_browser_speaks_nothing_is_looked_for(voice: ScriptedVoice) -> None:
    planned()
    use_voice(BrowserVoice())
    assert prepare(voice) == []


def test_what_is_there_is_not_made_again_also_by_another_process(voice: ScriptedVoice) -> None:
    planned()
    assert prepare(voice)
    assert prepare(voice) == []


def test_what_left_the_cache_is_made_again_but_not_looked_for_at_once(
    voice: ScriptedVoice, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = list(dict.fromkeys(sentences_of(planned())))
    voices = PlannedVoices()
    assert prepare(voice, voices) == wanted
    for clip in tmp_path.glob("voice/*/*.wav"):
        clip.unlink()
    assert prepare(voice, voices) == []
    monkeypatch.setattr(planned_voice, "AGAIN_SECONDS", 0.0)
    assert prepare(voice, voices) == wanted


def test_the_soonest_come_first_and_only_so_many(voice: ScriptedVoice, monkeypatch: pytest.MonkeyPatch) -> None:
    later, soon = planned(starts_at=now() + timedelta(days=2)), planned(enable_audio=False, enable_video=True)
    open_one = planned()
    Interview.objects.filter(pk=open_one.pk).update(scheduled_at=None)
    assert planned_to_be_spoken() == [soon.pk, later.pk, open_one.pk]
    monkeypatch.setattr(planned_voice, "MOST_PLANNED", 2)
    assert planned_to_be_spoken() == [soon.pk, later.pk]


def test_one_that_fails_does_not_keep_the_next_from_its_turn(voice: ScriptedVoice) -> None:
    first, second = planned(), planned(starts_at=now() + timedelta(hours=3))
    voice.trouble = SpeechError("voice_failed", "It failed.", retryable=True)
    voices = PlannedVoices()
    with pytest.raises(SpeechError):
        asyncio.run(voices.prepare())
    voice.trouble = None
    assert set(prepare(voice, voices)) == set(sentences_of(second))
    assert first.pk in voices._looked_at


def test_it_waits_while_a_room_has_a_sentence_made(voice: ScriptedVoice) -> None:
    wanted = sentences_of(planned())

    async def both() -> list[str]:
        voice.gate = asyncio.Event()
        room = asyncio.create_task(get_speaker().clip("Of a room.", deadline=5.0))
        await voice.begun.wait()
        leisure = asyncio.create_task(PlannedVoices().prepare())
        for _ in range(50):  # it has had every chance to begin
            await asyncio.sleep(0.002)
        meanwhile = [request.text for request in voice.asked]
        voice.gate.set()
        await asyncio.gather(room, leisure)
        return meanwhile

    assert asyncio.run(both()) == ["Of a room."]
    assert [request.text for request in voice.asked[1:]] == list(dict.fromkeys(wanted))
