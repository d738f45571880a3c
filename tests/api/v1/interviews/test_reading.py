"""Lists, filters, one's own, results with their tag, transcript, recordings; as many queries for 1 as for 100."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.api.clients import client_of
from tests.api.v1.interviews.asking import get, post
from tests.factories.accounts import UserFactory
from tests.factories.interviews import make_hiring, make_interview, make_running
from tests.factories.recordings import make_recorded, record
from tests.factories.rooms import CODE, TALK, answer, make_session, say
from viva.accounts.models import User
from viva.ai.engines.scripted import ScriptedEngine
from viva.api.v1.interviews import described
from viva.interviews.enums import Outcome, Status
from viva.interviews.models import Interview, InterviewQuestion, InterviewResponse
from viva.interviews.services.creation import question_row
from viva.live.heard import bytes_of
from viva.live.models import InterviewSession, RecordingPart

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]
URL = "/api/v1/interviews/"


CRITERION = {"id": "task", "text": "The task", "share": 0.4, "quote": None, "advice": "Say what was yours."}


@pytest.fixture
def ann() -> User:
    return UserFactory()


def names(serializer: type) -> list[str]:
    return sorted(serializer().fields)


def done(user: User | None = None, **fields: Any) -> Interview:
    """Completed over the API, without an engine: all questions answered and scored 8.0."""
    interview = make_running(user, **fields)
    for question in interview.questions.all():
        InterviewResponse.objects.create(
            interview=interview,
            question=question,
            outcome=Outcome.ANSWERED,
            text_response="An answer.",
            score=8.0,
            is_evaluated=True,
            evidence={
                "covered": [{"text": "Point", "quote": "answer"}],
                "missing": [],
                "criteria": [CRITERION],
            },
            submitted_at=timezone.now(),
        )
    Interview.objects.filter(pk=interview.pk).update(status=Status.COMPLETED, completed_at=timezone.now())
    InterviewSession.objects.filter(interview=interview).update(status="completed")
    interview.refresh_from_db()
    interview.calculate_score()
    return interview


def test_a_list_has_pages_of_rows_newest_first(ann: User) -> None:
    made = [make_interview(ann).pk for _ in range(3)]
    make_interview()
    answer = client_of(ann).get(URL, {"page_size": 2}).json()
    assert sorted(answer) == ["count", "next", "previous", "results"]
    assert (answer["count"], answer["previous"], answer["next"] is None) == (3, None, False)
    assert [row["id"] for row in answer["results"]] == made[:0:-1]
    assert sorted(answer["results"][0]) == names(described.InterviewRow)


def test_a_row_says_what_the_interview_says(ann: User) -> None:
    for interview in (make_interview(ann), done(ann), make_hiring()[0]):
        viewer = interview.user
        [row] = [row for row in client_of(viewer).get(URL).json()["results"] if row["id"] == interview.pk]
        shown = get(interview, by=viewer).json()
        assert row == {name: shown[name] for name in row}


@pytest.mark.parametrize("microsecond", [0, 1, 120_000, 999_990])
def test_a_row_tells_a_time_to_the_microsecond(ann: User, microsecond: int) -> None:
    interview = make_interview(ann)
    at = datetime(2026, 3, 1, 9, 30, 5, microsecond, tzinfo=UTC)
    Interview.objects.filter(pk=interview.pk).update(created_at=at)
    [row] = client_of(ann).get(URL).json()["results"]
    assert row["created_at"] == get(interview, by=ann).json()["created_at"]


def test_a_list_is_narrowed_by_status_kind_and_difficulty(ann: User) -> None:
    combinations = list(itertools.product(("scheduled", "cancelled"), ("technical", "hr"), ("easy", "hard")))
    for status, kind, difficulty in combinations:
        interview = make_interview(ann)
        Interview.objects.filter(pk=interview.pk).update(status=status, interview_type=kind, difficulty=difficulty)
    for status, kind, difficulty in combinations:
        query = {"status": status, "type": kind, "difficulty": difficulty}
        rows = client_of(ann).get(URL, query).json()["results"]
        assert [(row["status"], row["interview_type"], row["difficulty"]) for row in rows] == [
            (status, kind, difficulty)
        ]
    assert client_of(ann).get(URL, {"status": "cancelled"}).json()["count"] == 4


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ({"status": "lost"}, "status"),
        ({"type": "cooking"}, "type"),
        ({"difficulty": "5"}, "difficulty"),
        ({"page": "0"}, "page"),
        ({"page": "x"}, "page"),
        ({"page": str(2**70)}, "page"),
        ({"page_size": "101"}, "page_size"),
    ],
)
def test_a_bad_parameter_is_refused_by_its_name(ann: User, query: dict[str, str], name: str) -> None:
    answer = client_of(ann).get(URL, query)
    assert (answer.status_code, list(answer.json())) == (400, [name])


def test_ones_own_come_in_a_plain_array_newest_first(ann: User) -> None:
    made = [make_interview(ann).pk for _ in range(3)]
    sat, _recruiter, candidate = make_hiring()
    make_interview()
    rows = client_of(ann).get(f"{URL}my_interviews/").json()
    assert [row["id"] for row in rows] == made[::-1]
    assert sorted(rows[0]) == names(described.MyInterview)
    assert [row["id"] for row in client_of(candidate).get(f"{URL}my_interviews/").json()] == [sat.pk]


def test_one_interview_shows_its_questions(ann: User) -> None:
    interview = make_interview(ann, questions=(*TALK, CODE))
    shown = get(interview).json()
    assert sorted(shown) == names(described.InterviewAnswer)
    assert [sorted(question) for question in shown["questions"]] == [names(described.QuestionAnswer)] * 4
    assert shown["questions"] == get(interview, "questions/").json()
    assert [question["order"] for question in shown["questions"]] == [1, 2, 3, 4]
    code = shown["questions"][3]
    assert (code["question_text"], code["entry_point"]) == ("Write double(n).", "double")
    assert (code["title"], code["starters"]) == ("Double", {"python": "def double(n):\n    pass\n"})


def test_results_hold_everything(ann: User) -> None:
    interview = done(ann)
    results = get(interview, "results/").json()
    assert sorted(results) == names(described.ResultsAnswer)
    assert [sorted(each) for each in results["questions"]] == [names(described.SolvedQuestionAnswer)] * 3
    assert [sorted(each) for each in results["responses"]] == [names(described.ResultResponse)] * 3
    assert results["questions"][0]["expected_answer"] == "Scripted answer 1."
    assert results["responses"][0]["covered"] == [{"text": "Point", "quote": "answer"}]
    assert results["responses"][0]["criteria"] == [CRITERION]
    assert (results["total_score"], results["max_score"], results["percentage"]) == (24.0, 30.0, 80.0)


def test_results_carry_a_tag_that_changes_with_them(ann: User) -> None:
    interview = done(ann)
    first = get(interview, "results/")
    tag = first["ETag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = get(interview, "results/", headers={"If-None-Match": known})
        assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    response = interview.responses.first()
    assert response
    post(interview, "complete/")
    assert get(interview, "results/", headers={"If-None-Match": tag}).status_code == 304
    client_of(ann).patch(f"{URL}{interview.pk}/responses/{response.pk}/", {"score": 1, "reason": "Too kind."})
    changed = get(interview, "results/", headers={"If-None-Match": tag})
    assert (changed.status_code, changed["ETag"] == tag) == (200, False)


def test_a_transcript_over_the_api_is_each_question_with_its_answer(ann: User) -> None:
    interview = done(ann)
    lines = get(interview, "transcript/").json()
    assert (lines["count"], sorted(lines["results"][0])) == (6, names(described.TranscriptLine))
    said = [(line["number"], line["speaker"], line["kind"], line["text"]) for line in lines["results"][:2]]
    assert said == [
        (1, "interviewer", "question", "Scripted question 1?"),
        (2, "candidate", "text", "An answer."),
    ]


@pytest.mark.django_db(transaction=True)
def test_a_transcript_of_a_room_is_its_conversation(engine: ScriptedEngine) -> None:
    session = make_session()
    say(session, "Hello there.")
    answer(session)
    lines = get(session.interview, "transcript/").json()["results"]
    assert [line["number"] for line in lines] == list(range(1, len(lines) + 1))
    assert ("candidate", "Hello there.") in [(line["speaker"], line["text"]) for line in lines]
    assert sorted(lines[0]) == names(described.TranscriptLine)


def test_of_what_is_typed_there_is_no_recording(ann: User) -> None:
    answer = get(make_interview(ann), "recordings/")
    assert answer.json() == {"count": 0, "next": None, "previous": None, "results": []}


def test_a_recording_is_heard_by_its_company_and_its_candidate_alone(ann: User) -> None:
    interview = make_recorded(candidate=ann)
    record(interview)
    for person in (ann, interview.user):
        [part] = get(interview, "recordings/", by=person).json()["results"]
        assert sorted(part) == names(described.RecordingAnswer)
        assert (part["kind"], part["content_type"], part["seconds"]) == ("audio", "audio/webm", 12.0)
        stored = RecordingPart.objects.get()
        assert part["size"] == bytes_of(stored).size
        assert (part["sha256"], part["gaps"]) == (None, [])  # it is still being held
        assert datetime.fromisoformat(part["expires_at"]) == stored.recording.keep_until
        path = part["url"].removeprefix("http://testserver")
        assert Client().get(path).status_code == 200
    assert get(interview, "recordings/", by=UserFactory()).status_code == 404


def test_insights_are_over_what_one_has_sat(ann: User) -> None:
    mine = done(ann)
    done()
    shown = client_of(ann).get("/api/v1/insights/").json()
    assert sorted(shown) == [
        "average_score",
        "best_score",
        "interviews",
        "progress",
        "recommendations",
        "skills",
    ]
    assert (shown["interviews"], shown["average_score"], shown["best_score"]) == (1, 80.0, 80.0)
    assert [point["interview"] for point in shown["progress"]] == [mine.pk]
    assert [(skill["name"], skill["score"], skill["answers"]) for skill in shown["skills"]] == [
        ("Scripts", 80.0, 3)
    ]


def queries(ann: User, path: str) -> int:
    client = client_of(ann)
    client.get(path)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("path", [f"{URL}?page_size=100", f"{URL}my_interviews/", "/api/v1/insights/"])
def test_lists_take_as_many_queries_for_1_as_for_100(ann: User, path: str) -> None:
    counts = []
    for more in (1, 9, 90):
        for _ in range(more):
            done(ann, questions=TALK[:1])
        counts.append(queries(ann, path))
    assert counts[0] == counts[1] == counts[2]


@pytest.mark.parametrize("part", ["", "questions/", "results/", "transcript/?page_size=100"])
def test_one_interview_takes_as_many_queries_with_1_question_as_with_100(ann: User, part: str) -> None:
    interview = done(ann, questions=TALK[:1])
    path = f"{URL}{interview.pk}/{part}"
    counts = [queries(ann, path)]
    for total in (10, 100):
        have = interview.questions.count()
        rows = [question_row(interview, order, TALK[1], is_generated=True) for order in range(have + 1, total + 1)]
        for question in InterviewQuestion.objects.bulk_create(rows):
            InterviewResponse.objects.create(
                interview=interview, question=question, score=5.0, submitted_at=timezone.now()
            )
        counts.append(queries(ann, path))
    assert counts[0] == counts[1] == counts[2]
