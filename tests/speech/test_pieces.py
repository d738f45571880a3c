"""Long sound is cut where least is said, and nothing of it is lost."""

from __future__ import annotations

import pytest

from tests.speech.turns.hearing import pause, talk
from viva.speech.audio import RATE
from viva.speech.pieces import in_pieces

pytestmark = pytest.mark.unit


def lengths(pcm: bytes, *, longest: float = 25.0) -> list[float]:
    pieces = list(in_pieces(pcm, longest=longest))
    assert b"".join(pieces) == pcm
    return [len(each) / (2 * RATE) for each in pieces]


def test_what_is_short_stays_whole() -> None:
    assert lengths(talk(20)) == [20.0]
    assert lengths(b"") == []


def test_it_is_cut_in_a_pause() -> None:
    first, second = lengths(talk(20) + pause(0.6) + talk(12))
    assert 20.0 < first < 20.6
    assert second > 12.0


def test_no_piece_is_too_long_whatever_it_sounds_like() -> None:
    assert max(lengths(talk(100))) <= 25.0
    assert max(lengths(pause(61))) <= 25.0
    assert max(lengths(talk(3), longest=0.3)) <= 0.3
