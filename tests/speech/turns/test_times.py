"""When a frame was heard, whatever the line did to it."""

from __future__ import annotations

import pytest

from viva.speech.turns.times import MOST, FrameTimes

pytestmark = pytest.mark.unit


def heard(*arrivals: tuple[int, float]) -> FrameTimes:
    """Frame numbers with when they came."""
    times = FrameTimes()
    for number, at in arrivals:
        times.arrived(number, at)
    return times


def test_a_frame_began_20_ms_before_it_could_come() -> None:
    assert heard((0, 100.02), (50, 101.02)).begin(0) == pytest.approx(100.0)
    assert heard((0, 100.02), (50, 101.02)).begin(50) == pytest.approx(101.0)


def test_a_slow_line_moves_nothing_once_one_message_was_quick() -> None:
    times = heard((4, 100.9), (9, 100.4), (14, 100.3), (19, 101.9))
    assert times.begin(0) == pytest.approx(100.0)


def test_what_comes_after_a_cut_was_heard_when_it_was_said() -> None:
    times = heard((4, 100.1), *((number, 110.0) for number in range(9, 500, 5)))
    assert times.begin(250) == pytest.approx(105.0)


def test_a_pause_of_the_microphone_moves_only_what_comes_after_it() -> None:
    times = heard((49, 101.0), (99, 102.0), (149, 163.0), (199, 164.0))
    assert times.begin(60) == pytest.approx(101.2)
    assert times.begin(150) == pytest.approx(163.0)


def test_what_comes_again_says_nothing() -> None:
    assert heard((49, 101.0), (99, 102.0), (0, 0.0)).begin(0) == pytest.approx(100.0)


def test_it_remembers_only_so_much() -> None:
    times = heard(*((number, 100.0 + number) for number in range(3 * MOST)))
    assert len(times._least) == MOST
    assert times.begin(0) == pytest.approx(times._least[0][1])
