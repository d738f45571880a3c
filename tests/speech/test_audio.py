"""WAV files, those of a pipe and those of a stranger."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from viva.speech.audio import BadSound, Sound, read_wav, write_wav

pytestmark = pytest.mark.unit
SOUND = Sound(b"\x01\x00\x02\x00\x03\x00", 16_000)


def test_what_is_written_is_read_again() -> None:
    assert read_wav(write_wav(SOUND)) == SOUND


def test_sizes_that_lie_and_other_chunks_are_read_over() -> None:
    data = bytearray(write_wav(SOUND))
    data[4:8] = data[40:44] = b"\x24\xf0\xff\x7f"  # as espeak-ng writes to a pipe
    assert read_wav(bytes(data)) == SOUND
    listed = data[:12] + b"LIST\x03\x00\x00\x00abc\x00" + data[12:]
    assert read_wav(bytes(listed)) == SOUND


def test_other_formats_are_refused() -> None:
    stereo = bytearray(write_wav(SOUND))
    stereo[22:24] = b"\x02\x00"
    for data in (b"", b"RIFF", b"<html>", bytes(stereo), write_wav(SOUND)[:30]):
        with pytest.raises(BadSound):
            read_wav(data)


@given(st.binary(max_size=200), st.integers(0, 60))
def test_any_bytes_are_a_sound_or_refused(noise: bytes, at: int) -> None:
    whole = bytearray(write_wav(SOUND))
    whole[at : at + len(noise)] = noise
    try:
        sound = read_wav(bytes(whole))
    except BadSound:
        return
    assert len(sound.pcm) % 2 == 0
