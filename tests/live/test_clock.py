"""The clock wakes a room at its moments, finds what was left behind, and lets nobody wait for a broken one."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.rooms import CODE, TALK, answer, make_session, say, submit
from viva.ai.engines.scripted import ScriptedEngine
from viva.core.time import clock, now
from viva.interviews.enums import Mode
from viva.live import clock as room_time
from viva.live.clock import RoomClock, abandoned, left_waiting, runs_left_waiting
from viva.live.models import InterviewSession
from viva.live.turns import TurnRunner

pytestmark = [pytest.mark.unit, pytest.mark.services]

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def at(minutes: float):
    """Let the clock stand so many minutes after START."""
    moment = START + timedelta(minutes=minutes)
    return clock(lambda: moment)


@pytest.fixture
def session(db: None) -> InterviewSession:
    with at(0):
        return make_session(minutes=30)


def test_a_room_is_woken_five_minutes_before_its_end_at_its_end_and_after_the_last_words(
    session: InterviewSession,
) -> None:
    rooms = RoomClock()
    rooms.join(session, "tab")
    woken = [minute for minute in range(45) if rooms.due(START + timedelta(minutes=minute)) == [session.pk]]
    assert woken == [25, 30, 31, 40]


def test_a_room_that_nobody_has_open_is_not_woken(session: InterviewSession) -> None:
    rooms = RoomClock()
    rooms.join(session, "one")
    rooms.join(session, "two")
    rooms.leave(session.pk, "one")
    assert (rooms.open_rooms(), rooms.is_open(session.pk)) == ([session.pk], True)
    rooms.leave(session.pk, "two")
    rooms.leave(session.pk, "never came")
    assert not rooms.is_open(session.pk)
    assert (rooms.open_rooms(), rooms.due(START + timedelta(days=1))) == ([], [])


def test_the_turn_at_the_end_gives_last_words_and_then_closes(
    engine: ScriptedEngine, session: InterviewSession
) -> None:
    said = []
    for minute in (0, 25, 30, 39, 41):
        with at(minute):
            said.append([message.text.split(":")[0] for message in answer(session)])
    assert said == [["greet", "ask"], ["five_minutes"], ["last_words"], [], ["time_up"]]


def test_in_a_real_interview_the_last_words_are_one_minute(engine: ScriptedEngine, db: None) -> None:
    with at(0):
        session = make_session(minutes=30, mode=Mode.REAL)
        answer(session)
    with at(30):
        answer(session)
    with at(31):
        assert [message.kind for message in answer(session)] == ["closing"]


def test_what_waited_too_long_for_its_answer_is_found(engine: ScriptedEngine, session: InterviewSession) -> None:
    with at(0):
        answer(session)
        say(session)
        assert left_waiting() == []
    with at(1):
        assert left_waiting() == [session.pk]
        answer(session)
        assert left_waiting() == []


def test_a_run_that_waited_too_long_for_its_verdict_is_found(engine: ScriptedEngine, db: None) -> None:
    with at(0):
        session = make_session(questions=(CODE, *TALK))
        answer(session)
        submit(session, kind="run")
        submit(session, kind="run")
        assert runs_left_waiting() == []
    with at(1):
        assert (left_waiting(), runs_left_waiting()) == ([], [session.pk])
    session.submissions.update(verdict="AC")
    with at(1):
        assert runs_left_waiting() == []


@pytest.mark.parametrize(("minutes", "expected"), [(30, False), (41, False), (41.1, True)])
def test_an_interview_is_abandoned_a_minute_after_the_longest_last_words(
    session: InterviewSession, minutes: float, expected: bool
) -> None:
    with at(minutes):
        assert abandoned() == ([session.pk] if expected else [])


def test_one_that_never_began_or_is_over_is_not_abandoned(session: InterviewSession) -> None:
    make_session(begun=False)
    InterviewSession.objects.filter(pk=session.pk).update(status="completed")
    with at(10_000):
        assert abandoned() == []


@pytest.mark.django_db(transaction=True)
def test_an_abandoned_interview_that_cannot_be_completed_keeps_no_other_waiting(
    engine: ScriptedEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[int] = []

    async def complete(session_id: int) -> bool:
        tried.append(session_id)
        if len(tried) == 1:
            raise ValueError("a broken interview")
        return True

    monkeypatch.setattr(room_time, "complete_session", complete)
    with at(0):
        rooms = [make_session(minutes=minutes).pk for minutes in (15, 30)]

    async def sweep_once() -> None:
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(room_time._sweep(), 1.0)

    with at(600):
        asyncio.run(sweep_once())
    assert tried == rooms


def test_a_silence_is_named_once_and_begins_anew_with_whatever_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = [0.0]
    monkeypatch.setattr("viva.live.turns.time.monotonic", lambda: seconds[0])
    turns = TurnRunner()
    turns.note_activity(1)
    turns.note_activity(2)
    seconds[0] = 100.0
    turns.note_activity(2)
    seconds[0] = 181.0
    assert turns.silent(dict.fromkeys([1, 2, 3], 180.0)) == [1]
    assert turns.silent(dict.fromkeys([1, 2, 3], 180.0)) == []
    turns.note_activity(1)
    seconds[0] = 361.0
    assert turns.silent(dict.fromkeys([1, 2], 180.0)) == [1, 2]


def test_the_injected_clock_is_given_back() -> None:
    with at(0):
        assert now() == START
    assert abs(now() - datetime.now(UTC)) < timedelta(seconds=5)
