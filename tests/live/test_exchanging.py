"""A question exchanged for a harder one: stored with the turn that asks it, once, and the same when replayed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import DatabaseError

from tests.factories.rooms import CODE, make_session, say, submit
from viva.ai.engines.scripted import ScriptedEngine, evaluation
from viva.ai.types import Difficulty, Kind, Question, TestCase
from viva.interviews.models import Interview, InterviewQuestion
from viva.live import exchanging
from viva.live.driver import work_out
from viva.live.frames import state_of
from viva.live.models import ChatMessage, InterviewSession
from viva.live.scripts import forget_plans, plan_of
from viva.live.services.turns import Stale, Turn, TurnOutcome, apply_turn, load_turn

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


def made(name: str, level: Difficulty = Difficulty.MEDIUM, **fields) -> Question:
    known = {"text": f"What of {name}?", "kind": Kind.TECHNICAL, "expected_answer": "All.", "skills": ("sql",)}
    return Question(id=name, difficulty=level, **{**known, **fields})


PLANNED = (made("one"), made("two"), made("three"))
HARDER = made("harder", Difficulty.HARD, hints=("a hint",))


@pytest.fixture
def bank(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    def put(*questions: Question) -> None:
        monkeypatch.setattr(exchanging, "load_bank", lambda: questions)

    put(HARDER, *PLANNED)
    return put


@pytest.fixture
def session(engine: ScriptedEngine, bank) -> InterviewSession:
    session = make_session(questions=PLANNED)
    store(session)
    engine.scores["An answer."] = 9.5
    say(session)
    return session


def loaded(session: InterviewSession) -> Turn:
    turn = load_turn(session.pk)
    assert turn
    return turn


def worked_out(turn: Turn) -> TurnOutcome:
    return asyncio.run(work_out(turn))


def store(session: InterviewSession) -> TurnOutcome:
    turn = loaded(session)
    outcome = worked_out(turn)
    apply_turn(turn, outcome)
    return outcome


def asked(session: InterviewSession) -> list[str]:
    rows = ChatMessage.objects.filter(session=session, kind="question").order_by("number")
    return [row.text.split("question=")[1].split("? ")[0].strip("?").removeprefix("What of ") for row in rows]


def rows(session: InterviewSession) -> list[tuple[str, str, str]]:
    questions = InterviewQuestion.objects.filter(interview=session.interview).order_by("order")
    return [(row.bank_id, row.difficulty, row.planned_bank_id) for row in questions]


def test_the_harder_question_is_asked_and_stands_in_the_place_of_the_planned_one(session):
    before = plan_of(session).ids
    store(session)
    assert asked(session) == ["one", "harder"]
    assert rows(session) == [("one", "medium", ""), ("harder", "hard", "two"), ("three", "medium", "")]
    session.refresh_from_db()
    assert plan_of(session).ids == before
    assert session.current_question_id == before[1]


def test_what_was_planned_is_kept_beside(session):
    store(session)
    row = InterviewQuestion.objects.get(bank_id="harder")
    assert (row.planned_bank_id, row.planned_difficulty, row.order) == ("two", "medium", 2)
    assert (row.question_text, row.expected_answer, row.spec["hints"]) == ("What of harder?", "All.", ["a hint"])


def test_nothing_is_stored_before_the_turn_is(session):
    worked_out(loaded(session))
    assert rows(session)[1] == ("two", "medium", "")


def test_a_turn_replayed_finds_the_same_question_and_the_same_words(session, bank):
    bank(*(made(f"harder-{number}", Difficulty.HARD) for number in range(20)))
    first = worked_out(loaded(session))
    forget_plans()
    again = worked_out(loaded(session))
    assert [each.text for each in again.messages] == [each.text for each in first.messages]
    assert again.exchanges == first.exchanges
    assert replace(again.state, asked_at=first.state.asked_at) == first.state


def test_of_two_processes_with_the_same_turn_one_exchanges(session):
    first, second = loaded(session), loaded(session)
    outcomes = worked_out(first), worked_out(second)
    apply_turn(first, outcomes[0])
    with pytest.raises(Stale):
        apply_turn(second, outcomes[1])
    assert rows(session)[1] == ("harder", "hard", "two")


def test_without_the_guard_what_was_planned_is_lost(session):
    """The control: a second process that takes the state for its own exchanges what was exchanged."""
    first, second = loaded(session), loaded(session)
    outcomes = worked_out(first), worked_out(second)
    apply_turn(first, outcomes[0])
    session.refresh_from_db()
    second.session.version, second.session.last_number = session.version, session.last_number
    apply_turn(second, outcomes[1])
    assert rows(session)[1] == ("harder", "hard", "harder")


def test_a_turn_that_cannot_be_stored_leaves_the_plan_as_it_was(session, monkeypatch):
    turn = loaded(session)
    outcome = worked_out(turn)
    with monkeypatch.context() as broken:
        broken.setattr(ChatMessage.objects, "bulk_create", _fail)
        with pytest.raises(DatabaseError):
            apply_turn(turn, outcome)
    assert rows(session)[1] == ("two", "medium", "")
    assert store(session).exchanges == outcome.exchanges


def test_another_process_that_kept_the_plan_learns_of_the_exchange(session):
    kept = plan_of(session)
    store(session)
    session.refresh_from_db()
    assert (kept.questions[1].id, plan_of(session).questions[1].id) == ("two", "harder")


def test_the_room_sees_the_question_that_is_asked(session):
    outcome = store(session)
    session.refresh_from_db()
    told = state_of(session, outcome.plan, state=outcome.state)
    assert told == state_of(session, plan_of(session)) | {"server_time": told["server_time"]}
    assert told["hints"]["left"] == 1


def test_the_answer_to_it_is_judged_by_its_own_expectations(session, engine):
    store(session)
    say(session, "An answer to the harder one.")
    store(session)
    assert engine.requests("evaluate")[-1].question.id == "harder"


def test_nothing_of_the_interview_comes_again(session, bank):
    bank(*(replace(question, difficulty=Difficulty.HARD) for question in PLANNED))
    store(session)
    assert asked(session) == ["one", "two"]


def test_a_bank_that_cannot_be_read_leaves_the_planned_question(session, monkeypatch):
    monkeypatch.setattr(exchanging, "load_bank", _fail)
    store(session)
    assert asked(session) == ["one", "two"]


def test_one_who_picked_the_questions_is_asked_those(session):
    InterviewQuestion.objects.filter(interview=session.interview).update(is_ai_generated=False)
    forget_plans()
    store(session)
    assert asked(session) == ["one", "two"]


def test_an_interview_that_is_not_adaptive_stays_as_planned(session):
    Interview.objects.filter(pk=session.interview_id).update(adaptive=False)
    forget_plans()
    store(session)
    assert asked(session) == ["one", "two"]


def test_code_is_exchanged_with_its_tests(engine, bank):
    planned, harder = (replace(CODE, id=name, difficulty=Difficulty.MEDIUM) for name in ("two", "harder"))
    tests = (TestCase(args=(5,), expected=10),)
    harder = replace(
        harder, difficulty=Difficulty.HARD, problem=replace(CODE.problem, title="Harder", samples=tests)
    )
    bank(harder)
    session = make_session(questions=(replace(planned, id="one"), planned))
    store(session)
    engine.script("evaluate", evaluation(9.5), evaluation(9.5))
    submit(session)
    store(session)
    say(session)
    outcome = store(session)
    session.refresh_from_db()
    row = InterviewQuestion.objects.select_related("tests").get(bank_id="harder")
    assert (row.title, row.tests.samples) == ("Harder", [[[5], 10]])
    assert outcome.plan.examples == plan_of(session).examples == ("1", "5")
    assert outcome.plan.titles == plan_of(session).titles


def _fail(*_: object, **__: object) -> None:
    raise DatabaseError("full")
