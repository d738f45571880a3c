"""The recognisers themselves: what is heard, how sure they are, and what goes wrong."""

from __future__ import annotations

import importlib.util
import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.speech.speech_server import speech_server
from tests.speech.voices import spoken
from viva.speech.audio import read_wav
from viva.speech.endpoint import Endpoint
from viva.speech.errors import SpeechError
from viva.speech.stt.base import Transcript, joined
from viva.speech.stt.choosing import ENGINES, choose_recogniser
from viva.speech.stt.endpoint import EndpointRecogniser
from viva.speech.stt.pocketsphinx import PocketsphinxRecogniser
from viva.speech.stt.whisper import WhisperRecogniser, as_transcript

SENTENCE = "The server can find rows without reading the table."
PCM = bytes(32_000)
GOOD = {"text": " An index. ", "segments": [{"avg_logprob": -0.1}, {"avg_logprob": -0.3}]}


def found_words(text: str) -> int:
    return len(set(SENTENCE.lower().strip(".").split()) & set(text.split()))


@pytest.mark.integration
async def test_pocketsphinx_hears_a_clear_voice_and_calls_its_words_rough() -> None:
    for program in ("flite", "espeak-ng"):
        if not shutil.which(program):
            lacking(program)
    if importlib.util.find_spec("pocketsphinx") is None:
        lacking("pocketsphinx")
    recogniser = PocketsphinxRecogniser()
    heard = await recogniser.transcribe(await spoken(SENTENCE), deadline=60)
    silence = await recogniser.transcribe(bytes(64_000), deadline=60)
    await recogniser.stop()
    assert found_words(heard.text) >= 6, heard.text
    assert (heard.rough, heard.is_good, heard.engine) == (True, False, "pocketsphinx")
    assert 0.0 < heard.quality <= 1.0
    assert len(silence.text.split()) <= 1


@pytest.mark.integration
async def test_an_endpoint_is_asked_in_the_common_form() -> None:
    async with speech_server() as server:
        server.body = json.dumps(GOOD).encode()
        heard = await EndpointRecogniser(Endpoint(server.url, "whisper-1", "the-key")).transcribe(PCM, deadline=10)
    [(line, headers, body)] = server.asked
    assert line.startswith("POST /v1/audio/transcriptions ")
    assert headers["authorization"] == "Bearer the-key"
    for part in (b'name="model"\r\n\r\nwhisper-1', b'name="language"\r\n\r\nen', b'filename="speech.wav"'):
        assert part in body
    assert read_wav(body[body.index(b"RIFF") :]).pcm.startswith(PCM)
    assert heard == Transcript("An index.", 0.823, "endpoint")
    assert heard.is_good


@pytest.mark.integration
@pytest.mark.parametrize(
    ("reply", "code"),
    [
        ({"status": 401}, "endpoint_refused"),
        ({"status": 500}, "endpoint_failed"),
        ({"hang": True}, "endpoint_timeout"),
        ({"body": b""}, "endpoint_no_text"),
        ({"body": b"<html>"}, "endpoint_no_text"),
        ({"body": b"[]"}, "endpoint_no_text"),
        ({"body": b'{"text": 5}'}, "endpoint_no_text"),
        ({"body": b'{"text": "a", "segments": [5]}'}, "endpoint_no_text"),
        ({"body": b'{"text": "a", "segments": [{"avg_logprob": 1%s}]}' % (b"0" * 400)}, "endpoint_no_text"),
        ({"body": b"[" * 100_000}, "endpoint_no_text"),
    ],
)
async def test_an_endpoint_that_fails_is_told_without_address_and_key(reply: dict, code: str) -> None:
    async with speech_server() as server:
        for name, value in reply.items():
            setattr(server, name, value)
        with pytest.raises(SpeechError) as error:
            await EndpointRecogniser(Endpoint(server.url, "m", "the-key")).transcribe(PCM, deadline=1)
    assert error.value.code == code
    assert "the-key" not in str(error.value)


@pytest.mark.integration
async def test_an_endpoint_without_figures_is_believed_and_silence_is_no_text() -> None:
    async with speech_server() as server:
        server.body = b'{"text": "An index"}'
        assert (await EndpointRecogniser(Endpoint(server.url, "m")).transcribe(PCM, deadline=5)).is_good
        server.body = b'{"text": "  "}'
        heard = await EndpointRecogniser(Endpoint(server.url, "m")).transcribe(PCM, deadline=5)
        assert (heard.text, heard.quality) == ("", 0.0)


@pytest.mark.integration
async def test_halves_of_letters_from_an_endpoint_do_not_break_the_rooms_line() -> None:
    async with speech_server() as server:
        server.body = b'{"text": "An \\ud800 index"}'
        heard = await EndpointRecogniser(Endpoint(server.url, "m")).transcribe(PCM, deadline=5)
    assert heard.text == "An ? index"


@pytest.mark.unit
def test_whispers_likelihoods_become_a_quality() -> None:
    assert as_transcript([("An index", -0.1), ("is sorted.", -0.1)]) == Transcript(
        "An index is sorted.", 0.905, "whisper"
    )
    assert as_transcript([]) == Transcript("", 0.0, "whisper")
    assert as_transcript([("Mumble.", -1.2)]).is_good is False


@pytest.mark.unit
def test_whisper_is_there_only_with_package_and_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    recogniser = WhisperRecogniser(tmp_path, model="base.en")
    assert recogniser.available is False
    (tmp_path / "base.en").mkdir()
    (tmp_path / "base.en" / "model.bin").touch()
    assert recogniser.available is True
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    assert recogniser.available is False


@pytest.mark.unit
def test_an_answer_in_pieces_has_the_quality_of_its_words() -> None:
    long, short = Transcript("one two three", 0.9, "whisper"), Transcript("four", 0.5, "whisper")
    assert joined([long, Transcript("", 0.0, "whisper"), short]) == Transcript(
        "one two three four", pytest.approx(0.8), "whisper"
    )
    assert joined([long, Transcript("x", 0.9, "pocketsphinx", rough=True)]).is_good is False
    assert joined([]) == Transcript("", 0.0, "")


@pytest.mark.unit
def test_auto_takes_the_best_that_is_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"faster_whisper", "pocketsphinx"}
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: name in there or None)
    nowhere, server = Endpoint("", "whisper-1"), Endpoint("http://127.0.0.1:9/v1", "whisper-1")

    def auto(endpoint: Endpoint) -> str:
        return choose_recogniser("auto", endpoint=endpoint, models=tmp_path, model="base.en").name

    assert auto(server) == "endpoint"
    assert auto(nowhere) == "pocketsphinx"
    (tmp_path / "base.en").mkdir()
    (tmp_path / "base.en" / "model.bin").touch()
    assert auto(nowhere) == "whisper"
    there.clear()
    assert auto(nowhere) == "browser"
    chosen = [choose_recogniser(name, endpoint=nowhere, models=tmp_path, model="m").name for name in ENGINES[1:]]
    assert chosen == list(ENGINES[1:])
