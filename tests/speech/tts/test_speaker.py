"""Clips by demand: made once, kept, bounded."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest

from viva.speech.endpoint import Endpoint
from viva.speech.errors import SpeechError
from viva.speech.tts.base import Clip, SpeechRequest, clip_key
from viva.speech.tts.cache import ClipCache
from viva.speech.tts.choosing import ENGINES, choose_voice
from viva.speech.tts.none import BrowserVoice, NoVoice
from viva.speech.tts.scripted import ScriptedVoice
from viva.speech.tts.speaker import Speaker

pytestmark = pytest.mark.unit


def made(folder: Path) -> tuple[Speaker, ScriptedVoice]:
    voice = ScriptedVoice()
    return Speaker(voice, ClipCache(folder, largest=10_000_000)), voice


async def test_a_sentence_is_made_once_and_read_from_the_cache_by_others_too(
    tmp_path: Path,
) -> None:
    first, voice = made(tmp_path)
    clip = await first.clip("Hello there", deadline=5)
    assert await first.clip("Hello there", deadline=5) == clip
    assert len(voice.asked) == 1
    second, other = made(tmp_path)
    assert await second.clip("Hello there", deadline=5) == clip
    assert other.asked == []


async def test_all_that_sounds_different_is_another_clip(tmp_path: Path) -> None:
    speaker, voice = made(tmp_path)
    await speaker.clip("Hello", deadline=5)
    await speaker.clip("Hello!", deadline=5)
    await speaker.clip("Hello", voice="hum", deadline=5)
    await speaker.clip("Hello", speed=1.2, deadline=5)
    voice.version = "2"
    await speaker.clip("Hello", deadline=5)
    assert len(voice.asked) == 5


async def test_those_who_ask_at_the_same_time_wait_for_one_making(tmp_path: Path) -> None:
    speaker, voice = made(tmp_path)
    voice.gate = asyncio.Event()
    asked = [asyncio.create_task(speaker.clip("Hello", deadline=5)) for _ in range(5)]
    await asyncio.wait_for(voice.begun.wait(), 5)
    asked.pop().cancel()  # one goes away, and takes nothing from the others
    voice.gate.set()
    clips = await asyncio.gather(*asked)
    assert len(voice.asked) == 1
    assert len({clip.data for clip in clips}) == 1


async def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    speaker, voice = made(tmp_path)
    voice.trouble = SpeechError("voice_failed", "It failed.", retryable=True)
    with pytest.raises(SpeechError):
        await speaker.clip("Hello", deadline=5)
    voice.trouble = None
    assert (await speaker.clip("Hello", deadline=5)).data
    assert len(voice.asked) == 2


async def test_an_unknown_voice_is_the_first_and_a_wild_speed_is_bounded(tmp_path: Path) -> None:
    speaker, voice = made(tmp_path)
    await speaker.clip("Hello", voice="../../etc", speed=900, deadline=5)
    assert voice.asked == [SpeechRequest("Hello", "tone", 2.0)]


async def test_what_is_planned_is_made_beforehand_past_what_fails_for_now(tmp_path: Path) -> None:
    speaker, voice = made(tmp_path)
    voice.trouble = SpeechError("voice_failed", "It failed.", retryable=True)
    await speaker.prepare(["One.", "Two."], deadline=5)
    assert [request.text for request in voice.asked] == ["One.", "Two."]
    voice.trouble = SpeechError("endpoint_refused", "Refused.")
    await speaker.prepare(["Three.", "Four."], deadline=5)
    assert [request.text for request in voice.asked][2:] == ["Three."]


async def test_who_has_no_voice_says_so() -> None:
    with pytest.raises(SpeechError) as error:
        await Speaker(NoVoice(), None).clip("Hello", deadline=5)
    assert error.value.code == "voice_missing"


def test_the_cache_keeps_what_was_used_last_and_stays_within_its_size(tmp_path: Path) -> None:
    cache, engine = ClipCache(tmp_path, largest=5_000), ScriptedVoice()
    keys = [clip_key(engine, SpeechRequest(str(number), "tone")) for number in range(10)]
    for age, key in enumerate(keys):
        cache.put(key, Clip(bytes(1_000)))
        for path in tmp_path.glob(f"*/{key}.wav"):
            os.utime(path, (1_000 + age, 1_000 + age))
    assert cache.get(keys[0])  # used just now
    cache.prune()
    kept = [key for key in keys if cache.get(key)]
    assert kept == [keys[0], *keys[7:]]


def test_a_lost_disk_and_a_half_written_clip_are_no_trouble(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    cache = ClipCache(blocked, largest=1_000)
    key = "ab" * 32
    cache.put(key, Clip(b"sound"))
    assert cache.get(key) is None
    with pytest.raises(ValueError, match="no key"):
        cache.get("../../etc/passwd")


def test_auto_takes_the_endpoint_then_what_is_installed_then_the_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere, server = Endpoint("", "tts-1"), Endpoint("http://127.0.0.1:9/v1", "tts-1")
    monkeypatch.setenv("PATH", str(tmp_path))
    assert choose_voice("auto", endpoint=server, voices=("alloy",)).name == "endpoint"
    assert choose_voice("auto", endpoint=nowhere, voices=("alloy",)).name == "browser"
    program = tmp_path / "espeak-ng"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    assert choose_voice("auto", endpoint=nowhere, voices=()).name == "espeak-ng"
    (tmp_path / "flite").symlink_to(program)
    assert choose_voice("auto", endpoint=nowhere, voices=()).name == "flite"
    assert [choose_voice(name, endpoint=nowhere, voices=()).name for name in ENGINES[1:]] == list(ENGINES[1:])


async def test_the_browser_is_left_to_speak_for_itself() -> None:
    assert [voice.name for voice in BrowserVoice().voices] == [""]
    with pytest.raises(SpeechError) as error:
        await BrowserVoice().synthesise(SpeechRequest("Hello", ""), deadline=5)
    assert error.value.code == "voice_elsewhere"
