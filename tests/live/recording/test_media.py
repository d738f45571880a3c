"""What a stream is, is read in its first bytes; gaps are what no chunk covers; ranges are bounded."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.recordings import WEBM
from viva.live.models.recording import Container, PartKind
from viva.live.recording.gaps import Span, gaps_in
from viva.live.recording.media import container_of, read_type
from viva.live.services.system_checks import read_found
from viva.web.recordings.views import LARGEST_RANGE, range_in

pytestmark = pytest.mark.unit

BEGUN = datetime(2026, 11, 21, 10, tzinfo=UTC)


def span(begin: float, end: float) -> Span:
    return Span(BEGUN + timedelta(seconds=begin), BEGUN + timedelta(seconds=end))


@pytest.mark.parametrize(
    ("head", "container"),
    [
        (WEBM, Container.WEBM),
        (WEBM.replace(b"webm", b"matroska"), Container.WEBM),
        (WEBM.replace(b"webm", b"html"), None),
        (b"\x1a\x45\xdf\xa3", None),
        (b"OggS\x00\x02", Container.OGG),
        (b"\x00\x00\x00\x18ftypiso5", Container.MP4),
        (b"<html><script>", None),
        (b"", None),
        (b"#EXTM3U\n", None),
    ],
)
def test_the_container_is_read_in_the_content(head: bytes, container: Container | None) -> None:
    assert container_of(head) == container


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("audio/webm;codecs=opus", (PartKind.AUDIO, Container.WEBM)),
        ("Video/MP4; codecs=avc1", (PartKind.VIDEO, Container.MP4)),
        ("audio/ogg", (PartKind.AUDIO, Container.OGG)),
        ("text/html", None),
        ("audio/x-mpegurl", None),
        ("", None),
    ],
)
def test_a_recorders_type_is_one_of_those_that_are_taken(given: str, told: object) -> None:
    assert read_type(given) == told


@pytest.mark.parametrize(
    ("recorded", "gaps"),
    [
        ([], [(0, 60)]),
        ([(0, 60)], []),
        ([(-5, 70)], []),
        ([(3, 60)], [(0, 3)]),
        ([(0, 20), (30, 60)], [(20, 30)]),
        ([(30, 60), (0, 20)], [(20, 30)]),
        ([(0, 20), (20.4, 60)], []),
        ([(0, 40), (10, 20), (50, 55)], [(40, 50), (55, 60)]),
        ([(70, 80)], [(0, 60)]),
    ],
)
def test_a_gap_is_what_nothing_covers_for_a_second(
    recorded: list[tuple[float, float]], gaps: list[tuple[float, float]]
) -> None:
    found = gaps_in(span(0, 60), [span(*each) for each in recorded])
    assert found == [span(*each) for each in gaps]


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ("bytes=0-", (0, 1000)),
        ("bytes=0-0", (0, 1)),
        ("bytes=10-19", (10, 20)),
        ("bytes=990-5000", (990, 1000)),
        ("bytes=-100", (900, 1000)),
        ("bytes=-5000", (0, 1000)),
        ("bytes=1000-", None),
        ("bytes=5-4", None),
        ("bytes=-0", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("lines=0-1", None),
        ("bytes=٣-", None),
    ],
)
def test_a_range_is_what_lies_in_the_file(asked: str, given: tuple[int, int] | None) -> None:
    assert range_in(asked, 1000) == given


def test_a_range_is_answered_in_pieces() -> None:
    assert range_in("bytes=5-", 10 * LARGEST_RANGE) == (5, 5 + LARGEST_RANGE)


def test_of_a_system_check_known_results_within_bounds_are_kept() -> None:
    found = {
        "microphone": {"result": "failed", "cause": "silent", "level_db": -71.234, "name": "Ann's headset"},
        "network": {"result": "passed", "ms": 12, "mbit": 10**9},
        "camera": {"result": "brilliant"},
        "speaker": "passed",
        "secrets": {"result": "passed"},
        "echo": {"result": "passed", "db": True},
    }
    assert read_found(found) == {
        "network": {"result": "passed", "ms": 12},
        "microphone": {"result": "failed", "cause": "silent", "level_db": -71.23},
        "echo": {"result": "passed"},
    }


@pytest.mark.parametrize("found", [None, [], "x", 3, {"microphone": []}, {"microphone": {"result": ["passed"]}}])
def test_of_what_is_no_system_check_nothing_is_kept(found: object) -> None:
    assert read_found(found) == {}
