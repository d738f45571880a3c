"""Sentences are made before the page asks for them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from tests.factories.sittings import begin, make_sitting
from viva.core.time import now
from viva.live import speaking
from viva.live.models import ChatMessage, InterviewSession
from viva.live.models.session import Speaker
from viva.live.scripts import plan_of
from viva.live.speaking import Preparer, get_speaker, makes_sound, use_voice
from viva.speech.reading import sentences
from viva.speech.tts.none import BrowserVoice
from viva.speech.tts.scripted import ScriptedVoice

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


def spoken_sitting() -> InterviewSession:
    return begin(make_sitting(consent=True, enable_audio=True))


def asked_after(
    voice: ScriptedVoice, session: InterviewSession, *, is_first: bool, listens: bool = False
) -> list[str]:
    """What the voice has been asked for once something was said in the session."""
    plan = plan_of(session)
    lines = [
        ChatMessage(
            session=session, number=1, speaker=Speaker.INTERVIEWER, text="Welcome. Shall we?", created_at=now()
        ),
        ChatMessage(session=session, number=2, speaker=Speaker.CANDIDATE, text="Yes.", created_at=now()),
    ]

    async def prepared() -> None:
        preparer = Preparer()
        if listens:
            preparer.note_listening(session.pk)
        preparer.said(session, plan, lines, is_first=is_first)
        await asyncio.gather(*preparer._under_way)

    asyncio.run(prepared())
    return [request.text for request in voice.asked]


def test_with_the_first_words_of_a_spoken_interview_its_questions_are_made_too(voice: ScriptedVoice) -> None:
    session = spoken_sitting()
    planned = [each.spoken for question in plan_of(session).script.questions for each in sentences(question.text)]
    assert planned
    assert asked_after(voice, session, is_first=True) == ["Welcome.", "Shall we?", *dict.fromkeys(planned)]


def test_later_what_was_said_is_made_where_the_page_has_asked_for_what_was_said_before(
    voice: ScriptedVoice,
) -> None:
    session = begin(make_sitting(consent=True))
    assert asked_after(voice, session, is_first=False, listens=True) == ["Welcome.", "Shall we?"]


@pytest.mark.parametrize("is_first", [True, False])
def test_a_typed_room_makes_none(voice: ScriptedVoice, is_first: bool) -> None:
    assert asked_after(voice, begin(make_sitting(consent=True)), is_first=is_first) == []


def test_a_spoken_interview_makes_no_more_where_nobody_asks_for_it(voice: ScriptedVoice) -> None:
    assert asked_after(voice, spoken_sitting(), is_first=False) == []


def test_a_page_that_has_not_asked_for_long_does_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    preparer = Preparer()
    preparer.note_listening(1)
    assert (preparer.listens(1), preparer.listens(2)) == (True, False)
    monkeypatch.setattr(speaking, "LISTENED_SECONDS", 0.0)
    assert preparer.listens(1) is False


def test_only_so_many_pages_are_remembered() -> None:
    preparer = Preparer()
    for session_id in range(speaking.MOST_LISTENED + 1):
        preparer.note_listening(session_id)
    assert (preparer.listens(0), preparer.listens(1)) == (False, True)


def test_nothing_is_made_in_practice_or_where_the_browser_speaks(voice: ScriptedVoice) -> None:
    session = spoken_sitting()
    session.interview.company_id = None
    assert asked_after(voice, session, is_first=True, listens=True) == []
    session.refresh_from_db()
    use_voice(BrowserVoice())
    assert makes_sound() is False
    assert asked_after(voice, session, is_first=True, listens=True) == []


def test_the_engine_is_the_one_of_the_settings(settings: Any) -> None:
    use_voice(None)
    settings.VIVA_VOICE, settings.VIVA_VOICE_URL = "auto", "http://127.0.0.1:9/v1"
    assert get_speaker().engine.name == "endpoint"
    use_voice(None)
