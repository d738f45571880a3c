"""The voices that are programs on this machine."""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
from pathlib import Path

import pytest
import uvloop

from tests.conftest import lacking
from viva.speech.audio import read_wav
from viva.speech.errors import SpeechError
from viva.speech.tts.base import SpeechRequest, Synthesiser
from viva.speech.tts.espeak import EspeakVoice
from viva.speech.tts.flite import FliteVoice
from viva.speech.tts.program import speak

pytestmark = pytest.mark.integration

ENGINES = {"espeak-ng": EspeakVoice, "flite": FliteVoice}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Synthesiser:
    if not shutil.which(request.param):
        lacking(request.param)
    return ENGINES[request.param]()


async def test_a_sentence_becomes_a_whole_wav_file_of_speech(engine: Synthesiser) -> None:
    for voice in engine.voices:
        clip = await engine.synthesise(SpeechRequest("What is a database index?", voice.name), deadline=20)
        sound = read_wav(clip.data)
        assert 1.0 < sound.seconds < 5.0
        assert clip.data[4:8] == (len(clip.data) - 8).to_bytes(4, "little"), "sizes that a browser can trust"


def test_it_speaks_on_the_loop_that_serves(engine: Synthesiser) -> None:
    """uvloop gives programs other pipes than asyncio does."""
    request = SpeechRequest("Hello.", engine.voices[0].name)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        clip = runner.run(engine.synthesise(request, deadline=20))
    assert read_wav(clip.data).seconds > 0.2


async def test_a_faster_voice_takes_less_time(engine: Synthesiser) -> None:
    text, voice = "What is a database index, and when is it used?", engine.voices[0].name
    slow, fast = [
        read_wav((await engine.synthesise(SpeechRequest(text, voice, speed), deadline=20)).data).seconds
        for speed in (0.8, 1.6)
    ]
    assert fast < slow * 0.7


async def test_what_looks_like_an_option_or_a_command_is_read_as_text(engine: Synthesiser, tmp_path: Path) -> None:
    text = f"-w {tmp_path}/written $(touch {tmp_path}/touched) --help"
    clip = await engine.synthesise(SpeechRequest(text, engine.voices[0].name), deadline=20)
    assert read_wav(clip.data).seconds > 1.0
    assert os.listdir(tmp_path) == []


def test_a_version_is_told_so_that_another_version_makes_clips_of_its_own(engine: Synthesiser) -> None:
    assert any(sign.isdigit() for sign in engine.version)


async def test_a_program_that_is_not_there_has_no_voices_and_says_so() -> None:
    for missing in (EspeakVoice("no-such-program"), FliteVoice("no-such-program")):
        assert missing.voices == ()
        with pytest.raises(SpeechError) as error:
            await missing.synthesise(SpeechRequest("Hello", ""), deadline=5)
        assert error.value.code == "voice_missing"


def program(body: str) -> list[str]:
    return [sys.executable, "-c", f"import sys, os, time\n{body}"]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("sys.exit(3)", "voice_failed"),
        ("time.sleep(60)", "voice_timeout"),
        ("", "voice_no_sound"),
        ("sys.stdout.write('this is no sound')", "voice_no_sound"),
    ],
)
async def test_a_program_that_fails_hangs_or_says_nothing_is_a_speech_error(body: str, code: str) -> None:
    with pytest.raises(SpeechError) as error:
        await speak(program(body), "Hello", deadline=2)
    assert error.value.code == code


async def test_a_hanging_program_is_gone_afterwards(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    with pytest.raises(SpeechError):
        await speak(program(f"open({str(note)!r}, 'w').write(str(os.getpid())); time.sleep(60)"), "Hi", deadline=2)
    with pytest.raises(ProcessLookupError):
        os.kill(int(note.read_text()), 0)


async def test_the_program_is_given_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIVA_SPEECH_KEY", "hidden")
    note = tmp_path / "environment"
    with pytest.raises(SpeechError):
        await speak(program(f"open({str(note)!r}, 'w').write(repr(dict(os.environ)))"), "Hi", deadline=10)
    assert "PATH" in note.read_text()
    assert "hidden" not in note.read_text()
