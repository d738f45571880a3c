"""Hearing what the interviewer says: whose it is, in which voice, and what happens where it fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

import viva.web.meeting.voice
from tests.factories.accounts import UserFactory
from tests.factories.companies import make_member
from tests.factories.sittings import begin, make_sitting
from tests.web.meeting.asking import open_link, start_at
from viva.core import time
from viva.interviews.models import Interview
from viva.live.models import ChatMessage, Incident, InterviewSession
from viva.live.models.session import Speaker
from viva.live.speaking import Preparer, use_voice
from viva.live.tickets import SOUND_SECONDS, socket_path_with_ticket, sound_ticket
from viva.speech.audio import read_wav
from viva.speech.errors import SpeechError
from viva.speech.tts.none import BrowserVoice, NoVoice
from viva.speech.tts.scripted import ScriptedVoice

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

WORDS = "Welcome. What is the cost of `O(n log n)`?"


@pytest.fixture
def voice(settings: Any, tmp_path: Any) -> Iterator[ScriptedVoice]:
    settings.VIVA_DATA_DIR = tmp_path
    engine = ScriptedVoice()
    use_voice(engine)
    yield engine
    use_voice(None)


def running(**setting: Any) -> tuple[InterviewSession, str]:
    """A session in which the interviewer has spoken, and the address of its words."""
    session = begin(make_sitting(consent=True, **setting))
    say(session, 1, Speaker.INTERVIEWER, WORDS)
    return session, f"/interview/voice/{session.pk}/1/"


def say(session: InterviewSession, number: int, speaker: Speaker, text: str) -> None:
    ChatMessage.objects.create(
        session=session, number=number, speaker=speaker, text=text, created_at=session.begun_at
    )


def test_the_links_holder_hears_sentence_by_sentence_in_words(client: Client, voice: ScriptedVoice) -> None:
    session, path = running()
    ticket = {"ticket": sound_ticket(session)}
    told = client.get(path, ticket).json()
    assert told == {
        "engine": "scripted",
        "parts": [
            {"text": "Welcome.", "spoken": "Welcome.", "url": f"{path}0.wav"},
            {
                "text": "What is the cost of `O(n log n)`?",
                "spoken": "What is the cost of O of n log n?",
                "url": f"{path}1.wav",
            },
        ],
    }
    clip = client.get(told["parts"][1]["url"], {**ticket, "voice": "hum", "speed": "1.2"})
    assert (clip.status_code, clip["Content-Type"]) == (200, "audio/wav")
    assert read_wav(clip.content).seconds > 0.5
    assert (clip["Cache-Control"], clip["Referrer-Policy"]) == ("private, max-age=86400", "no-referrer")
    [asked] = voice.asked
    assert (asked.text, asked.voice, asked.speed) == ("What is the cost of O of n log n?", "hum", 1.2)


def test_a_page_that_asks_for_what_is_said_is_known_to_listen(
    client: Client, voice: ScriptedVoice, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, path = running()
    preparer = Preparer()
    monkeypatch.setattr(viva.web.meeting.voice, "preparer", preparer)
    client.get(path)  # without a ticket: a stranger
    assert preparer.listens(session.pk) is False
    client.get(path, {"ticket": sound_ticket(session)})
    assert preparer.listens(session.pk) is True


def test_the_candidate_hears_by_sign_in(client: Client, voice: ScriptedVoice) -> None:
    candidate = UserFactory()
    _, path = running(candidate=candidate)
    client.force_login(candidate)
    assert client.get(path).status_code == 200
    assert client.get(f"{path}0.wav").status_code == 200


def test_to_everybody_else_there_is_nothing(client: Client, voice: ScriptedVoice) -> None:
    session, path = running(candidate=UserFactory())
    other, _ = running()
    question = f"/interview/voice/{session.pk}/question/{session.interview.questions.get(order=1).pk}.wav"
    outsiders = [None, UserFactory(), session.interview.user, make_member(session.interview.company)]
    tickets = [{}, {"ticket": sound_ticket(other)}, {"ticket": "x"}, {"ticket": socket_ticket(session)}]
    for outsider in outsiders:
        visitor = Client()
        if outsider:
            visitor.force_login(outsider)
        for ticket in tickets:
            for address in (path, f"{path}0.wav", question):
                assert visitor.get(address, ticket).status_code == 404, (outsider, ticket, address)
    assert voice.asked == []
    assert client.get(question, {"ticket": sound_ticket(session)}).status_code == 200  # the control


def socket_ticket(session: InterviewSession) -> str:
    return parse_qs(urlsplit(socket_path_with_ticket(session)).query)["ticket"][0]


def test_only_what_the_interviewer_has_said_in_a_running_interview_is_heard(
    client: Client, voice: ScriptedVoice
) -> None:
    session, path = running()
    say(session, 2, Speaker.CANDIDATE, "My own words.")
    ticket = {"ticket": sound_ticket(session)}
    second = session.interview.questions.get(order=2).pk
    for address in (
        f"/interview/voice/{session.pk}/2/",
        f"/interview/voice/{session.pk}/3/",
        f"{path}2.wav",
        f"/interview/voice/{session.pk}/question/{second}.wav",
    ):
        assert client.get(address, ticket).status_code == 404, address
    InterviewSession.objects.filter(pk=session.pk).update(status="completed")
    assert client.get(path, ticket).status_code == 404


def test_a_ticket_ends_with_its_link_and_after_a_day(client: Client, voice: ScriptedVoice) -> None:
    session, path = running()
    ticket = {"ticket": sound_ticket(session)}
    assert client.get(path, ticket).status_code == 200
    Interview.objects.filter(pk=session.interview_id).update(link_hash="another")
    assert client.get(path, ticket).status_code == 404
    assert SOUND_SECONDS == 12 * 3600


def test_a_voice_that_fails_is_said_and_no_error_of_the_server(client: Client, voice: ScriptedVoice) -> None:
    session, path = running()
    voice.trouble = SpeechError("voice_failed", "It failed.", retryable=True)
    answer = client.get(f"{path}0.wav", {"ticket": sound_ticket(session)})
    assert answer.status_code == 503
    assert answer.json() == {"detail": "The voice is not available just now."}
    assert list(Incident.objects.values_list("session", "kind")) == [(session.pk, "voice_down")]


def test_a_stranger_to_a_voice_that_fails_is_no_incident(client: Client, voice: ScriptedVoice) -> None:
    _, path = running()
    voice.trouble = SpeechError("voice_failed", "It failed.")
    assert client.get(f"{path}0.wav").status_code == 404
    use_voice(NoVoice())
    session, path = running()
    assert client.get(f"{path}0.wav", {"ticket": sound_ticket(session)}).status_code == 503
    assert not Incident.objects.exists()  # where there is no voice at all nothing is down


@pytest.mark.parametrize("speed", ["", "fast", "nan", "inf", "-1", "99"])
def test_a_speed_that_is_none_is_the_usual_one(client: Client, voice: ScriptedVoice, speed: str) -> None:
    session, path = running()
    answer = client.get(f"{path}0.wav", {"ticket": sound_ticket(session), "speed": speed, "voice": "\0"})
    assert answer.status_code == 200
    assert (voice.asked[0].speed, voice.asked[0].voice) == (1.0, "tone")


def test_where_the_browser_speaks_it_is_given_the_words_and_no_address(
    client: Client, voice: ScriptedVoice
) -> None:
    session, path = running()
    use_voice(BrowserVoice())
    told = client.get(path, {"ticket": sound_ticket(session)}).json()
    assert [(part["spoken"], part["url"]) for part in told["parts"]] == [
        ("Welcome.", None),
        ("What is the cost of O of n log n?", None),
    ]


def test_a_start_names_the_questions_sound_and_it_can_be_played(client: Client, voice: ScriptedVoice) -> None:
    interview = make_sitting(consent=True)
    assert interview.scheduled_at
    address = start_at(client, interview, interview.scheduled_at).json()["question"]["audio_url"]
    assert address.startswith("http://testserver/interview/voice/")
    answer = client.get(address)
    assert answer.status_code == 200
    assert read_wav(answer.content).seconds > 0.5
    with time.clock(lambda: time._system_clock() + timedelta(seconds=1)):
        assert client.get(address.replace("ticket=", "ticket=x")).status_code == 404


def test_the_room_offers_the_voices_and_without_one_no_control(client: Client, voice: ScriptedVoice) -> None:
    session, _ = running()
    page = room_page(client, session)
    assert page.count('<option value="hum">A hum</option>') == 1
    use_voice(None)
    assert "room-voice" not in room_page(client, session)


def room_page(client: Client, session: InterviewSession) -> str:
    at = session.interview.scheduled_at
    with time.clock(lambda: at):
        return str(open_link(client, session.interview).content, "utf-8")
