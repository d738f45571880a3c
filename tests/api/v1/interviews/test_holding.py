"""Starting, answering, completing, calling off: the shapes, the messages, and what each state forbids."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.stored import everything_stored
from tests.api.v1.interviews.asking import get, post, submit
from tests.factories.interviews import make_interview, make_running, question_of
from tests.factories.rooms import CODE, TALK, make_session
from viva.ai.engines.scripted import ScriptedEngine
from viva.ai.types import Intent
from viva.api.v1.interviews import described
from viva.interviews.enums import Outcome, Status
from viva.interviews.models import EarlierAnswer, Interview, InterviewResponse, PendingEvaluation
from viva.live.models import InterviewSession
from viva.live.services.sessions import begin_session

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]

FOUR = (*TALK, CODE)


def fields(serializer: type) -> list[str]:
    return sorted(serializer().fields)


def completed(**more: Any) -> Interview:
    interview = make_running(**more)
    assert post(interview, "complete/").status_code == 200
    interview.refresh_from_db()
    return interview


def test_starting_says_so_once(engine: ScriptedEngine) -> None:
    interview = make_interview()
    answer = post(interview, "start/")
    told = answer.json()
    assert (answer.status_code, told["message"]) == (200, "Interview started successfully")
    assert sorted(told["interview"]) == fields(described.InterviewAnswer)
    assert (told["interview"]["status"], told["interview"]["started_at"] is None) == ("in_progress", False)
    again = post(interview, "start/")
    assert (again.status_code, again.json()) == (409, {"detail": "This interview has been started already."})


def test_an_interview_without_questions_is_not_started(engine: ScriptedEngine) -> None:
    answer = post(make_interview(questions=(), use_ai=False), "start/")
    assert (answer.status_code, answer.json()) == (409, {"detail": "This interview has no questions yet."})


def test_an_answer_is_judged_at_once(engine: ScriptedEngine) -> None:
    interview = make_running()
    answer = submit(interview, text_response="An index.", time_taken_seconds=40, audio_url="https://a.example/b")
    told = answer.json()
    assert (answer.status_code, told["message"]) == (200, "Response submitted successfully")
    response = told["response"]
    assert sorted(response) == fields(described.ResponseAnswer)
    known = {
        "interview": interview.pk,
        "question": question_of(interview).pk,
        "outcome": "answered",
        "text_response": "An index.",
        "code_response": "",
        "language": "",
        "audio_url": "https://a.example/b",
        "video_url": "",
        "time_taken_seconds": 40,
        "hints_used": 0,
        "score": 7.0,
        "ai_feedback": "",
        "evaluation_metrics": {"clarity": 7.0, "relevance": 7.0, "depth": 7.0, "technical_accuracy": 7.0},
        "confidence": 1.0,
        "is_evaluated": True,
        "needs_review": False,
    }
    assert {name: response[name] for name in known} == known
    assert PendingEvaluation.objects.count() == 0


def test_answers_come_in_any_order(engine: ScriptedEngine) -> None:
    interview = make_running()
    assert [submit(interview, order).status_code for order in (3, 1, 2)] == [200, 200, 200]


def test_the_sum_is_that_of_the_product(engine: ScriptedEngine) -> None:
    engine.scores = {"a": 9.5, "b": 8.0, "c": 7.5, "d": 7.5}
    interview = make_running(questions=(*TALK, TALK[0]))
    for order, text in enumerate("abcd", start=1):
        submit(interview, order, text_response=text)
    told = post(interview, "complete/").json()
    totals = ("total_score", "max_score", "percentage", "overall_score", "assessed")
    assert [told["interview"][name] for name in totals] == [32.5, 40.0, 81.25, 81.25, True]


def test_completing_says_what_was_reached(engine: ScriptedEngine) -> None:
    interview = make_running()
    submit(interview)
    answer = post(interview, "complete/")
    told = answer.json()
    assert (answer.status_code, told["message"]) == (200, "Interview completed successfully")
    assert sorted(told["interview"]) == fields(described.InterviewAnswer)
    shown = ("status", "title", "overall_feedback", "total_score", "max_score", "percentage")
    assert [told["interview"][name] for name in shown] == [
        "completed",
        "Backend interview",
        "Scripted feedback.",
        7.0,
        30.0,
        23.33,
    ]


def test_over_the_api_every_question_counts(engine: ScriptedEngine) -> None:
    interview = completed()
    outcomes = list(InterviewResponse.objects.order_by("question__order").values_list("outcome", "score"))
    assert outcomes == [(Outcome.LEFT, 0.0)] * 3
    assert (interview.total_score, interview.max_score, interview.assessed) == (0.0, 30.0, False)


def test_completing_again_gives_the_same_and_changes_nothing(engine: ScriptedEngine) -> None:
    interview = make_running()
    submit(interview)
    first = post(interview, "complete/").json()
    before = everything_stored()
    assert (post(interview, "complete/").json(), everything_stored()) == (first, before)


def test_what_a_state_forbids_is_a_conflict_with_a_reason(engine: ScriptedEngine) -> None:
    scheduled, running, done, off = make_interview(), make_running(), completed(), make_interview()
    post(off, "cancel/")
    calls = ("start/", "submit", "complete/", "results/", "cancel/")
    found = {}
    for name, interview in {"off": off, "done": done, "scheduled": scheduled, "running": running}.items():
        answers = [submit(interview) if call == "submit" else None for call in calls]
        answers = [
            answer or (get(interview, call) if call == "results/" else None)
            for answer, call in zip(answers, calls, strict=True)
        ]
        codes = [answer.status_code if answer is not None else "" for answer in answers]
        assert all(
            list(answer.json()) == ["detail"]
            for answer in answers
            if answer is not None and answer.status_code == 409
        )
        found[name] = (codes[1], codes[3])
    assert found == {
        "off": (409, 409),
        "done": (409, 200),
        "scheduled": (409, 409),
        "running": (200, 409),
    }
    assert [post(each, "start/").status_code for each in (off, done, running)] == [409, 409, 409]
    assert [post(each, "complete/").status_code for each in (off, done, scheduled)] == [409, 200, 409]
    assert [post(each, "cancel/").status_code for each in (off, done, scheduled)] == [200, 409, 200]


def test_cancelling_says_so_and_twice_is_once(engine: ScriptedEngine) -> None:
    interview = make_running()
    submit(interview)
    told = post(interview, "cancel/").json()
    assert (told["message"], told["interview"]["status"]) == ("Interview cancelled successfully", "cancelled")
    before = everything_stored()
    assert (post(interview, "cancel/").json(), everything_stored()) == (told, before)


def test_a_question_of_another_interview_is_refused(engine: ScriptedEngine) -> None:
    interview, other = make_running(), make_running()
    for number in (question_of(other).pk, 2**62, 2**70):
        answer = submit(interview, question_id=number, text_response="x")
        assert (answer.status_code, list(answer.json())) == (400, ["question_id"])


BAD: dict[str, list[Any]] = {
    "question_id": [None, "", "x", 0, -5, [], {}, 1.5],
    "text_response": ["x" * 20_001, [], {}, "x\u0000"],
    "code_response": ["x" * 50_001, [], {}],
    "audio_url": ["ftp://a.example", "javascript:alert(1)", "a.example", "https://a.example/" + "x" * 500, 5, []],
    "video_url": ["file:///etc/passwd", "x", {}],
    "language": ["x" * 17, [], {}],
    "time_taken_seconds": [-1, "long", 2**70, None, [], 1.5],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in BAD.items() for value in values])
def test_a_bad_value_is_refused_by_the_name_of_its_field(
    engine: ScriptedEngine, field: str, value: object
) -> None:
    interview = make_running()
    before = everything_stored()
    answer = submit(interview, **({"text_response": "An answer."} | {field: value}))
    assert (answer.status_code, list(answer.json())) == (400, [field])
    assert everything_stored() == before


@pytest.mark.parametrize(
    "body",
    [{"text_response": ""}, {"text_response": " ", "code_response": "\n"}, {"audio_url": "https://a.example"}],
)
def test_an_answer_without_words_and_code_is_none(engine: ScriptedEngine, body: dict[str, str]) -> None:
    answer = submit(make_running(), **body)
    message = "Give text_response, code_response or both."
    assert (answer.status_code, answer.json()) == (400, {"text_response": [message]})


def test_what_is_not_the_clients_to_write_is_passed_over(engine: ScriptedEngine) -> None:
    written = {"score": 10, "is_evaluated": True, "needs_review": True, "outcome": "left", "ai_feedback": "Great"}
    response = submit(make_running(), text_response="An answer.", **written).json()["response"]
    assert {name: response[name] for name in written} == {
        "score": 7.0,
        "is_evaluated": True,
        "needs_review": False,
        "outcome": "answered",
        "ai_feedback": "",
    }


def test_what_a_client_leaves_null_is_left_empty(engine: ScriptedEngine) -> None:
    answer = submit(make_running(), text_response="x", code_response=None, audio_url=None, language=None)
    assert (answer.status_code, answer.json()["response"]["code_response"]) == (200, "")


def test_a_second_answer_replaces_the_first_which_is_kept(engine: ScriptedEngine) -> None:
    engine.scores = {"first": 3.0, "second": 9.0}
    interview = make_running()
    first = submit(interview, text_response="first").json()["response"]
    second = submit(interview, text_response="second").json()["response"]
    assert (first["id"], second["text_response"], second["score"]) == (second["id"], "second", 9.0)
    kept = EarlierAnswer.objects.values_list("response", "revision", "text_response", "score")
    assert list(kept) == [(first["id"], 1, "first", 3.0)]
    scores = InterviewResponse.objects.get().evaluations.values_list("score", flat=True)
    assert list(scores) == [3.0, 9.0]


@pytest.mark.parametrize(("intent", "outcome"), [(Intent.DONT_KNOW, "dont_know"), (Intent.SKIP, "skipped")])
def test_who_declines_gets_nothing_for_it(engine: ScriptedEngine, intent: Intent, outcome: str) -> None:
    engine.understandings["No."] = intent
    response = submit(make_running(), text_response="No.").json()["response"]
    assert [response[name] for name in ("outcome", "score", "is_evaluated")] == [outcome, 0.0, True]
    assert engine.requests("evaluate") == []


def test_without_ai_people_judge(engine: ScriptedEngine) -> None:
    interview = make_running(use_ai=False)
    response = submit(interview).json()["response"]
    assert [response[name] for name in ("score", "is_evaluated", "needs_review")] == [None, False, True]
    told = post(interview, "complete/").json()["interview"]
    assert (engine.calls, told["overall_feedback"], told["assessed"]) == ([], "", False)


def test_a_room_that_is_open_takes_the_answers_itself(engine: ScriptedEngine) -> None:
    session = make_session()
    answer = submit(session.interview)
    message = "This interview is being held in its room; it takes answers there."
    assert (answer.status_code, answer.json()) == (409, {"detail": message})


def test_a_room_is_completed_over_the_api_as_from_its_page(engine: ScriptedEngine) -> None:
    session = make_session()
    told = post(session.interview, "complete/").json()["interview"]
    assert (told["status"], told["max_score"], told["title"]) == ("completed", 10.0, "AI Interview - Practice")


def test_an_interview_held_over_the_api_has_no_room(engine: ScriptedEngine) -> None:
    interview = make_running()
    session = InterviewSession.objects.get(interview=interview)
    assert (session.over_api, session.ends_at, begin_session(session.pk)) == (True, None, False)


def test_one_loaded_in_the_middle_takes_answers(engine: ScriptedEngine) -> None:
    interview = make_interview(use_ai=False)
    Interview.objects.filter(pk=interview.pk).update(status=Status.IN_PROGRESS)
    InterviewSession.objects.all().delete()
    assert [submit(interview).status_code, post(interview, "complete/").status_code] == [200, 200]
