"""A turn's outcome is applied once, and only to the state that asked for it."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from tests.factories.rooms import CODE, TALK, answer, make_session, say, submit
from viva.ai.engines.base import Line
from viva.ai.engines.scripted import ScriptedEngine
from viva.core.time import now
from viva.live.driver import work_out
from viva.live.models import ChatMessage, InterviewSession
from viva.live.recent import EARLIER, MOST_LINES, RecentLines, recent_lines
from viva.live.services.turns import (
    JudgedCode,
    NewMessage,
    Stale,
    Turn,
    TurnOutcome,
    apply_turn,
    load_turn,
    store_run,
)

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db, pytest.mark.usefixtures("engine")]


def loaded(session: InterviewSession) -> Turn:
    turn = load_turn(session.pk)
    assert turn
    return turn


def lines(session: InterviewSession) -> list[tuple[int, str, str]]:
    return list(ChatMessage.objects.filter(session=session).values_list("number", "speaker", "kind"))


def asked(session: InterviewSession) -> int:
    return ChatMessage.objects.filter(session=session, kind="question").count()


def test_two_processes_with_the_same_turn_store_one_outcome() -> None:
    session = make_session()
    first, second = loaded(session), loaded(session)
    apply_turn(first, asyncio.run(work_out(first)))
    with pytest.raises(Stale):
        apply_turn(second, asyncio.run(work_out(second)))
    assert lines(session) == [(1, "interviewer", "text"), (2, "interviewer", "question")]


def test_without_the_guard_the_question_is_asked_twice() -> None:
    """The control: a second process that takes the state for its own repeats the interviewer."""
    session = make_session()
    first, second = loaded(session), loaded(session)
    apply_turn(first, asyncio.run(work_out(first)))
    outcome = asyncio.run(work_out(second))
    second.session.version, second.session.last_number = 1, 2
    apply_turn(second, outcome)
    assert asked(session) == 2


def overtaken(session: InterviewSession) -> tuple[Turn, TurnOutcome, ChatMessage]:
    """A turn on "First part." that is worked out, and what was said before it was applied."""
    answer(session)
    say(session, "First part.")
    turn = loaded(session)
    return turn, asyncio.run(work_out(turn)), say(session, "Second part.")


def test_words_that_come_meanwhile_make_a_turn_stale_unless_it_insists() -> None:
    session = make_session()
    turn, outcome, said = overtaken(session)
    with pytest.raises(Stale):
        apply_turn(turn, outcome)
    apply_turn(turn, outcome, insist=True)
    assert [message.number for message in loaded(session).waiting] == [said.number]


def test_a_hint_asked_for_meanwhile_keeps_waiting_for_a_turn_of_its_own() -> None:
    session = make_session(questions=(CODE, *TALK))
    answer(session)
    submit(session)
    turn = loaded(session)
    outcome = asyncio.run(work_out(turn))
    said = say(session)
    apply_turn(turn, outcome)
    assert [message.number for message in loaded(session).waiting] == [said.number]
    numbers = [number for number, *_ in lines(session)]
    assert numbers == list(range(1, len(numbers) + 1))


def test_a_session_that_is_over_takes_no_outcome() -> None:
    session = make_session()
    turn = loaded(session)
    outcome = asyncio.run(work_out(turn))
    InterviewSession.objects.filter(pk=session.pk).update(status="completed")
    with pytest.raises(Stale):
        apply_turn(turn, outcome)
    assert load_turn(session.pk) is None
    assert lines(session) == []


def test_the_state_comes_back_as_it_was_stored() -> None:
    session = make_session(questions=(CODE, *TALK))
    answer(session)
    submit(session)
    turn = loaded(session)
    outcome = asyncio.run(work_out(turn))
    apply_turn(turn, outcome)
    assert loaded(session).state == outcome.state
    assert outcome.state.code is not None


def test_a_submission_is_loaded_with_its_code_and_judged_once(engine: ScriptedEngine) -> None:
    session = make_session(questions=(CODE, *TALK))
    answer(session)
    message = submit(session, 'def double(n): # 😀 "quoted" \\ back\n    return n + n\n')
    turn = loaded(session)
    assert turn.submissions[message.number].source.startswith('def double(n): # 😀 "quoted" \\ back')
    answer(session)
    verdicts = ChatMessage.objects.filter(session=session, kind="verdict")
    assert [each.payload["submission"] for each in verdicts] == [message.number]
    assert session.submissions.get().verdict == "AC"
    assert loaded(session).waiting == ()


def test_a_runs_verdict_is_stored_once_and_leaves_the_conversation_as_it_is() -> None:
    session = make_session(questions=(CODE, *TALK))
    answer(session)
    number = submit(session, kind="run").number
    judged = JudgedCode(number=number, verdict="WA", passed=0, total=1, message="", results=[])
    line = NewMessage(kind="verdict", text="", question_id=None)
    before = loaded(session)
    assert len(store_run(session.pk, judged, line)) == 1
    assert store_run(session.pk, replace(judged, verdict="AC"), line) == []
    assert session.submissions.get().verdict == "WA"
    assert loaded(session).state == before.state


def said_in(session: InterviewSession) -> list[tuple[str, str]]:
    return list(session.messages.exclude(text="").order_by("number").values_list("speaker", "text"))


def history_of(turn: Turn) -> list[tuple[str, str]]:
    return [(line.speaker, line.text) for line in turn.history]


def test_what_was_said_is_known_again_after_a_restart_and_where_another_process_had_a_turn() -> None:
    session = make_session()
    answer(session)
    say(session, "By measuring it first.")
    answer(session)
    said = history_of(loaded(session))
    assert said == said_in(session)
    assert ("candidate", "By measuring it first.") in said
    stale = [Line("interviewer", "stale")]
    for lost in (lambda: recent_lines.forget(session.pk), lambda: recent_lines.put(session.pk, stale, at=2)):
        lost()
        assert history_of(loaded(session)) == said


def test_what_waits_is_not_yet_in_what_was_said_and_stands_there_once_after_its_turn() -> None:
    session = make_session()
    turn, outcome, _said = overtaken(session)
    apply_turn(turn, outcome, insist=True)
    known = history_of(loaded(session))
    recent_lines.forget(session.pk)
    assert history_of(loaded(session)) == known
    words = [text for _, text in known]
    assert (words.count("First part."), words.count("Second part.")) == (1, 0)


def test_of_a_very_long_conversation_the_last_lines_are_known_and_that_there_were_earlier_ones() -> None:
    recent, lines = RecentLines(), [Line("candidate", str(number)) for number in range(MOST_LINES + 3)]
    whole = recent.put(1, lines, at=4)
    assert whole == (EARLIER, *lines[3:])
    recent.put(2, lines[:MOST_LINES], at=2)
    for number in range(3):
        recent.add(2, [lines[MOST_LINES + number]], at=2 + number, then=3 + number)
    assert recent.of(2, at=5) == whole
    assert recent.put(3, lines[:MOST_LINES], at=1) == tuple(lines[:MOST_LINES])


def test_after_a_restart_a_very_long_conversation_is_read_with_the_note_that_there_was_more() -> None:
    session = make_session()
    answer(session)
    ChatMessage.objects.bulk_create(
        ChatMessage(
            session=session,
            number=10 + number,
            speaker="interviewer",
            kind="text",
            text=str(number),
            created_at=now(),
        )
        for number in range(MOST_LINES)
    )
    recent_lines.forget(session.pk)
    history = loaded(session).history
    assert (history[0], history[-1].text, len(history)) == (EARLIER, str(MOST_LINES - 1), MOST_LINES + 1)
