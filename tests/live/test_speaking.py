"""Sentences are made before the page asks for them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from tests.factories.sittings import begin, make_sitting
from viva.core.time import now
from viva.live.models import ChatMessage, InterviewSession
from viva.live.models.session import Speaker
from viva.live.scripts import plan_of
from viva.live.speaking import Preparer, get_speaker, makes_sound, use_voice
from viva.speech.reading import sentences
from viva.speech.tts.none import BrowserVoice
from viva.speech.tts.scripted import ScriptedVoice

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


@pytest.fixture
def voice(settings: Any, tmp_path: Any) -> Iterator[ScriptedVoice]:
    settings.VIVA_DATA_DIR = tmp_path
    engine = ScriptedVoice()
    use_voice(engine)
    yield engine
    use_voice(None)


def asked_after(voice: ScriptedVoice, session: InterviewSession, *, is_first: bool) -> list[str]:
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
        preparer.said(session, plan, lines, is_first=is_first)
        await asyncio.gather(*preparer._under_way)

    asyncio.run(prepared())
    return [request.text for request in voice.asked]


def test_with_the_first_words_the_planned_questions_are_made_too(voice: ScriptedVoice) -> None:
    session = begin(make_sitting(consent=True))
    planned = [each.spoken for question in plan_of(session).script.questions for each in sentences(question.text)]
    assert planned
    assert asked_after(voice, session, is_first=True) == ["Welcome.", "Shall we?", *dict.fromkeys(planned)]


def test_later_only_what_was_said_is_made(voice: ScriptedVoice) -> None:
    session = begin(make_sitting(consent=True))
    assert asked_after(voice, session, is_first=False) == ["Welcome.", "Shall we?"]


def test_nothing_is_made_where_the_browser_speaks_or_nobody_listens(voice: ScriptedVoice) -> None:
    session = begin(make_sitting(consent=True))
    session.interview.company_id = None  # practice is typed
    assert asked_after(voice, session, is_first=True) == []
    session.refresh_from_db()
    use_voice(BrowserVoice())
    assert makes_sound() is False
    assert asked_after(voice, session, is_first=True) == []


def test_the_engine_is_the_one_of_the_settings(settings: Any) -> None:
    use_voice(None)
    settings.VIVA_VOICE, settings.VIVA_VOICE_URL = "auto", "http://127.0.0.1:9/v1"
    assert get_speaker().engine.name == "endpoint"
    use_voice(None)
