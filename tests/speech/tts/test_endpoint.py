"""The voice behind an OpenAI-compatible server, over real HTTP."""

from __future__ import annotations

import json

import pytest

from tests.speech.speech_server import speech_server
from viva.speech.audio import read_wav, write_wav
from viva.speech.endpoint import Endpoint
from viva.speech.errors import SpeechError
from viva.speech.tts.base import Clip, SpeechRequest
from viva.speech.tts.endpoint import EndpointVoice
from viva.speech.tts.scripted import tone

pytestmark = pytest.mark.integration

REQUEST = SpeechRequest("What is an index?", "alloy", 1.1)
GOOD = write_wav(tone(0.3))


async def ask(url: str, *, deadline: float = 10.0) -> Clip:
    voice = EndpointVoice(Endpoint(url, "tts-1", "the-key"), voices=("alloy", "echo"))
    return await voice.synthesise(REQUEST, deadline=deadline)


async def test_it_is_asked_in_the_common_form_and_its_sound_is_taken() -> None:
    async with speech_server() as server:
        server.body = GOOD
        clip = await ask(server.url)
    [(line, headers, body)] = server.asked
    assert line.startswith("POST /v1/audio/speech ")
    assert headers["authorization"] == "Bearer the-key"
    assert json.loads(body) == {
        "model": "tts-1",
        "input": "What is an index?",
        "voice": "alloy",
        "speed": 1.1,
        "response_format": "wav",
    }
    assert read_wav(clip.data) == read_wav(GOOD)


@pytest.mark.parametrize(
    ("reply", "code", "retryable"),
    [
        ({"status": 401}, "endpoint_refused", False),
        ({"status": 500}, "endpoint_failed", True),
        ({"status": 404}, "endpoint_failed", False),
        ({"status": 302}, "endpoint_failed", False),
        ({"hang": True}, "endpoint_timeout", True),
        ({"body": b""}, "voice_no_sound", False),
        ({"body": b"<html>Sign in</html>", "content_type": "text/html"}, "voice_no_sound", False),
        ({"body": GOOD[:44]}, "voice_no_sound", False),
    ],
)
async def test_what_goes_wrong_there_is_told_without_address_and_key(
    reply: dict, code: str, retryable: bool
) -> None:
    async with speech_server() as server:
        for name, value in reply.items():
            setattr(server, name, value)
        with pytest.raises(SpeechError) as error:
            await ask(server.url, deadline=1.0)
    assert (error.value.code, error.value.retryable) == (code, retryable)
    assert "the-key" not in str(error.value)
    assert "127.0.0.1" not in str(error.value)


async def test_a_server_that_is_not_there_is_told_of() -> None:
    async with speech_server() as server:
        gone = server.url
    with pytest.raises(SpeechError) as error:
        await ask(gone)
    assert (error.value.code, error.value.retryable) == ("endpoint_down", True)


def test_the_key_is_not_in_what_is_printed() -> None:
    assert "the-key" not in repr(Endpoint("http://127.0.0.1/v1", "m", "the-key"))


def test_without_an_address_it_has_no_voices() -> None:
    assert EndpointVoice(Endpoint("", "tts-1"), voices=("alloy",)).voices == ()
