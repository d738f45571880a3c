"""Changing, adding questions, erasing; and a person's score."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.clients import client_of
from tests.api.stored import everything_stored
from tests.api.v1.interviews.asking import get, post, url
from tests.factories.accounts import UserFactory
from tests.factories.interviews import answer_by_service, make_interview, make_running
from viva.accounts.models import User
from viva.api.v1.interviews import described
from viva.interviews.models import Interview, InterviewResponse, ScoreOverride
from viva.live.models import InterviewSession
from viva.live.scripts import plan_of

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]
GIVEN = {"question_text": "What is a lock?", "question_type": "technical", "expected_answer": "A promise."}


@pytest.fixture
def ann() -> User:
    return UserFactory()


def patch(interview: Interview, body: Any, *, by: User | None = None) -> Any:
    return client_of(by or interview.user).patch(url(interview), body)


def delete(interview: Interview) -> Any:
    return client_of(interview.user).delete(url(interview))


def override(interview: Interview, response_id: int, body: Any, *, by: User | None = None) -> Any:
    return client_of(by or interview.user).patch(url(interview, f"responses/{response_id}/"), body)


def test_only_what_is_sent_changes(ann: User) -> None:
    interview = make_interview(ann)
    before = get(interview).json()
    sent = {"title": "Other", "duration_minutes": 45, "required_skills": ["Go"], "enable_video": True}
    answer = patch(interview, sent)
    assert (answer.status_code, answer.json()) == (200, before | sent)
    assert get(interview).json() == answer.json()


def test_a_room_knows_the_new_length(ann: User) -> None:
    interview = make_interview(ann)
    assert plan_of(InterviewSession.objects.get(interview=interview)).script.minutes == 30
    patch(interview, {"duration_minutes": 45})
    assert plan_of(InterviewSession.objects.select_related("interview").get()).script.minutes == 45


def test_what_is_not_to_be_changed_is_passed_over(ann: User) -> None:
    interview = make_interview(ann)
    before = everything_stored()
    written = {
        "user": UserFactory().pk,
        "status": "completed",
        "total_score": 9,
        "overall_score": 9,
        "company": 1,
        "candidate": 1,
        "uuid": "x",
        "difficulty": "hard",
        "questions": [],
        "total_questions": 1,
        "released_at": "2026-01-01T00:00:00Z",
    }
    before = everything_stored()
    assert patch(interview, written).status_code == 200
    assert everything_stored() == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("title", None),
        ("description", []),
        ("job_role", "x" * 121),
        ("company_name", {}),
        ("job_description", "x" * 20_001),
        ("required_skills", "SQL"),
        ("duration_minutes", 0),
        ("enable_video", "perhaps"),
        ("enable_audio", None),
        ("candidate_name", "x" * 201),
        ("candidate_email", "nobody"),
        ("scheduled_at", "soon"),
    ],
)
def test_a_bad_change_is_refused_by_the_name_of_its_field(ann: User, field: str, value: object) -> None:
    interview = make_interview(ann)
    before = everything_stored()
    answer = patch(interview, {field: value})
    assert (answer.status_code, list(answer.json()), everything_stored()) == (400, [field], before)


def test_once_begun_nothing_changes(ann: User) -> None:
    interview = make_running(ann)
    before = everything_stored()
    codes = [patch(interview, body).status_code for body in ({"title": "Other"}, {})]
    codes.append(post(interview, "questions/", GIVEN).status_code)
    assert (codes, everything_stored()) == ([409, 409, 409], before)


def test_a_question_is_added_at_the_end(ann: User) -> None:
    interview = make_interview(ann)
    answer = post(interview, "questions/", GIVEN)
    assert (answer.status_code, sorted(answer.json())) == (201, sorted(described.QuestionAnswer().fields))
    assert (answer.json()["order"], answer.json()["question_text"]) == (4, "What is a lock?")
    assert (get(interview).json()["total_questions"], len(get(interview, "questions/").json())) == (4, 4)
    assert interview.questions.get(order=4).expected_answer == "A promise."


def test_there_are_at_most_fifty(ann: User) -> None:
    interview = make_interview(ann, questions=())
    codes = [post(interview, "questions/", GIVEN).status_code for _ in range(51)]
    assert (codes, Interview.objects.get().total_questions) == ([201] * 50 + [409], 50)


def test_one_that_nobody_has_booked_or_begun_is_erased(ann: User) -> None:
    interview = make_interview(ann)
    answer = delete(interview)
    assert (answer.status_code, answer.content, Interview.objects.count()) == (204, b"", 0)
    assert delete(interview).status_code == 404


def test_one_that_is_booked_or_begun_is_cancelled_and_not_erased(ann: User) -> None:
    booked, answered = make_interview(ann, scheduled_at="2030-01-01T10:00:00Z"), make_running(ann)
    answer_by_service(answered)
    for interview in (booked, answered):
        answer = delete(interview)
        assert (answer.status_code, sorted(answer.json())) == (200, ["interview", "message"])
        assert (answer.json()["interview"]["status"], delete(interview).status_code) == ("cancelled", 200)
    assert (Interview.objects.count(), InterviewResponse.objects.count()) == (2, 1)


def test_a_completed_one_is_neither_erased_nor_cancelled(ann: User) -> None:
    interview = make_interview(ann)
    Interview.objects.update(status="completed", completed_at="2026-01-01T10:00:00Z")
    assert [delete(interview).status_code, post(interview, "cancel/").status_code] == [409, 409]
    assert get(interview).json()["status"] == "completed"


def judged(ann: User) -> tuple[Interview, int]:
    interview = make_running(ann)
    response_id = answer_by_service(interview)
    InterviewResponse.objects.update(score=3.0, is_evaluated=True, needs_review=True)
    return interview, response_id


def test_a_persons_score_stands_and_both_are_kept(ann: User) -> None:
    interview, response_id = judged(ann)
    answer = override(interview, response_id, {"score": 8.5, "reason": "Said it in other words."})
    told = answer.json()
    assert (answer.status_code, told["message"]) == (200, "Score updated successfully")
    assert sorted(told["response"]) == sorted(described.ResponseAnswer().fields)
    shown = [told["response"][name] for name in ("score", "is_evaluated", "needs_review")]
    assert shown == [8.5, True, False]
    kept = ScoreOverride.objects.values_list("response", "by", "score", "score_before", "reason")
    assert list(kept) == [(response_id, ann.pk, 8.5, 3.0, "Said it in other words.")]


def test_a_persons_score_restates_the_totals_of_a_completed_interview(ann: User) -> None:
    interview, response_id = judged(ann)
    Interview.objects.update(status="completed", completed_at="2026-01-01T10:00:00Z")
    override(interview, response_id, {"score": 8.5, "reason": "Better."})
    shown = get(interview).json()
    assert [shown[name] for name in ("total_score", "max_score", "percentage", "overall_score")] == [
        8.5,
        10.0,
        85.0,
        85.0,
    ]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("score", -0.1),
        ("score", 10.1),
        ("score", None),
        ("score", "many"),
        ("score", []),
        ("score", 10**400),
        ("reason", ""),
        ("reason", None),
        ("reason", "x" * 2001),
    ],
)
def test_a_bad_score_is_refused_by_the_name_of_its_field(ann: User, field: str, value: object) -> None:
    interview, response_id = judged(ann)
    before = everything_stored()
    answer = override(interview, response_id, {"score": 5, "reason": "So."} | {field: value})
    assert (answer.status_code, list(answer.json()), everything_stored()) == (400, [field], before)


def test_a_score_goes_to_the_interviews_own_responses_alone(ann: User) -> None:
    interview, response_id = judged(ann)
    other = make_running(ann)
    answer = override(other, response_id, {"score": 5, "reason": "So."})
    assert (answer.status_code, interview.responses.get().score) == (404, 3.0)


def test_a_cancelled_interviews_answers_are_scored_no_more(ann: User) -> None:
    interview, response_id = judged(ann)
    post(interview, "cancel/")
    assert override(interview, response_id, {"score": 5, "reason": "So."}).status_code == 409
