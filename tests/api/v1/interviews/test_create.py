"""Creating interviews: what is asked for, what is generated, for whom, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.clients import client_of
from tests.api.stored import everything_stored
from tests.factories.accounts import RecruiterFactory, UserFactory
from tests.factories.interviews import make_company
from tests.factories.rooms import TALK
from viva.accounts.models import MemberRole, User
from viva.ai.engines.base import EngineError
from viva.ai.engines.scripted import ScriptedEngine
from viva.interviews.models import Interview, QuestionSet
from viva.jobs.models import Job

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]
URL = "/api/v1/interviews/"
LEAST = {"title": "Backend", "job_role": "Engineer", "total_questions": 3}
GIVEN = [{"question_text": "What is an index?", "question_type": "technical", "expected_answer": "A sorted copy."}]


@pytest.fixture
def ann() -> User:
    return UserFactory()


@pytest.fixture
def recruiter() -> User:
    return RecruiterFactory()


def created(caller: User, **body: Any) -> dict[str, Any]:
    answer = client_of(caller).post(URL, LEAST | body)
    assert answer.status_code == 201, answer.json()
    return answer.json()["interview"]


def test_the_least_is_a_title_and_a_role_and_the_rest_has_its_defaults(ann: User, engine: ScriptedEngine) -> None:
    answer = client_of(ann).post(URL, LEAST)
    assert (answer.status_code, sorted(answer.json())) == (201, ["interview", "message"])
    assert answer.json()["message"] == "Interview created successfully"
    interview = answer.json()["interview"]
    defaults = {
        "user": ann.pk,
        "company": None,
        "candidate": None,
        "interview_type": "technical",
        "difficulty": "medium",
        "use_ai": True,
        "enable_video": False,
        "enable_audio": False,
        "status": "scheduled",
        "duration_minutes": 30,
        "total_questions": 3,
        "required_skills": [],
        "total_score": 0.0,
        "max_score": 0.0,
        "percentage": 0.0,
        "assessed": False,
        "overall_score": None,
    }
    assert {name: interview[name] for name in defaults} == defaults


def test_exactly_as_many_questions_are_generated_as_were_asked_for(ann: User, engine: ScriptedEngine) -> None:
    interview = created(ann, total_questions=2, required_skills=["SQL"], difficulty="hard")
    assert [question["question_text"] for question in interview["questions"]] == [each.text for each in TALK[:2]]
    [request] = engine.requests("plan")
    assert (request.count, request.skills, request.difficulty, request.role) == (2, ("SQL",), "hard", "Engineer")


def test_an_engine_with_too_few_questions_creates_nothing(ann: User, engine: ScriptedEngine) -> None:
    answer = client_of(ann).post(URL, LEAST | {"total_questions": 4})
    assert (answer.status_code, answer.json()) == (409, {"detail": "Only 3 questions could be generated."})
    assert Interview.objects.count() == 0


def test_an_engine_that_fails_creates_nothing(ann: User, engine: ScriptedEngine) -> None:
    engine.script("plan", EngineError("down"))
    answer = client_of(ann).post(URL, LEAST)
    assert (answer.status_code, list(answer.json()), Interview.objects.count()) == (503, ["detail"], 0)


def test_given_questions_are_used_as_they_are(ann: User, engine: ScriptedEngine) -> None:
    more = [{"question": "And a lock?", "type": "coding", "difficulty": "hard"}]
    interview = created(ann, questions=GIVEN + more)
    shown = [
        (each["order"], each["question_text"], each["question_type"], each["difficulty"], each["is_ai_generated"])
        for each in interview["questions"]
    ]
    assert shown == [
        (1, "What is an index?", "technical", "medium", False),
        (2, "And a lock?", "coding", "hard", False),
    ]
    assert (interview["total_questions"], engine.requests("plan")) == (2, [])
    stored = Interview.objects.get().questions.get(order=1)
    assert stored.expected_answer == "A sorted copy."


def test_without_ai_nothing_is_generated(ann: User, engine: ScriptedEngine) -> None:
    interview = created(ann, use_ai=False)
    assert (interview["questions"], interview["total_questions"], engine.calls) == ([], 0, [])


def test_a_recruiter_names_a_candidate_by_name_and_address(recruiter: User, engine: ScriptedEngine) -> None:
    company = make_company((recruiter, MemberRole.RECRUITER))
    interview = created(recruiter, candidate_name="Bo Li", candidate_email="bo@people.example")
    shown = {name: interview[name] for name in ("company", "company_name", "candidate", "candidate_name")}
    assert shown == {
        "company": company.pk,
        "company_name": "Acme",
        "candidate": None,
        "candidate_name": "Bo Li",
    }
    assert interview["candidate_email"] == "bo@people.example"


def test_a_candidates_address_is_not_told_to_who_knows_their_number(
    recruiter: User, ann: User, engine: ScriptedEngine
) -> None:
    make_company((recruiter, MemberRole.OWNER))
    interview = created(recruiter, candidate_id=ann.pk)
    assert (interview["candidate"], interview["candidate_name"]) == (ann.pk, ann.name)
    assert interview["candidate_email"] == ""


def test_title_role_and_skills_come_from_the_job(recruiter: User, engine: ScriptedEngine) -> None:
    company = make_company((recruiter, MemberRole.OWNER))
    job = Job.objects.create(
        company=company, title="Data engineer", description="Pipelines.", required_skills=["SQL", "Spark"]
    )
    answer = client_of(recruiter).post(URL, {"job_id": job.pk, "title": "Mine", "total_questions": 1})
    interview = answer.json()["interview"]
    wanted = ("title", "job_role", "required_skills", "job", "job_position", "job_description", "company")
    assert [interview[name] for name in wanted] == [
        "Data engineer",
        "Data engineer",
        ["SQL", "Spark"],
        job.pk,
        job.pk,
        "Pipelines.",
        company.pk,
    ]


@pytest.mark.parametrize("follows", [True, False])
def test_a_jobs_generated_questions_follow_the_answers_where_the_job_says_so(
    recruiter: User, engine: ScriptedEngine, follows: bool
) -> None:
    company = make_company((recruiter, MemberRole.OWNER))
    job = Job.objects.create(company=company, title="Data engineer")
    QuestionSet.objects.create(job=job, adaptive=follows)
    created(recruiter, job_id=job.pk)
    assert Interview.objects.get().adaptive is follows
    given = [{"question_text": "Why?", "question_type": "general"}]
    created(recruiter, job_id=job.pk, questions=given)
    assert not Interview.objects.order_by("-pk")[0].adaptive


def test_practice_made_over_the_api_follows_the_answers_in_its_room(ann: User, engine: ScriptedEngine) -> None:
    created(ann)
    assert Interview.objects.get().adaptive


def test_a_time_without_an_offset_is_one_of_the_display_time_zone(recruiter: User, engine: ScriptedEngine) -> None:
    interview = created(recruiter, scheduled_at="2030-01-02T10:00:00")
    assert interview["scheduled_at"] == interview["interview_date"] == "2030-01-02T04:30:00Z"


@pytest.mark.parametrize(
    "body", [{"candidate_id": 1}, {"job_id": 1}, {"candidate_name": "Bo", "candidate_email": "bo@people.example"}]
)
def test_only_a_companys_writers_name_a_candidate_or_a_job(
    ann: User, engine: ScriptedEngine, body: dict[str, Any]
) -> None:
    make_company((ann, MemberRole.REVIEWER))
    answer = client_of(ann).post(URL, LEAST | body)
    assert (answer.status_code, sorted(answer.json())) == (400, sorted(body))


def test_a_job_of_another_company_is_none(recruiter: User, engine: ScriptedEngine) -> None:
    make_company((recruiter, MemberRole.OWNER))
    job = Job.objects.create(company=make_company(name="Other"), title="Spy")
    answer = client_of(recruiter).post(URL, LEAST | {"job_id": job.pk})
    assert (answer.status_code, answer.json()) == (400, {"job_id": ["Your companies have no such job."]})


@pytest.mark.parametrize("number", [0, -1, 2**63, 2**70, "x", 1.5, [], {}, True])
def test_a_candidate_that_is_not_there_is_named(recruiter: User, engine: ScriptedEngine, number: object) -> None:
    make_company((recruiter, MemberRole.OWNER))
    answer = client_of(recruiter).post(URL, LEAST | {"candidate_id": number})
    assert (answer.status_code, list(answer.json())) == (400, ["candidate_id"])


BAD = {
    "title": ["", " ", None, "x" * 201, [], {"a": 1}],
    "job_role": ["", None, "x" * 121],
    "description": [None, "x" * 20_001, []],
    "job_description": [None, "x" * 20_001],
    "company_name": [None, "x" * 201],
    "interview_type": ["", "cooking", None, 5, []],
    "difficulty": ["", "brutal", None],
    "required_skills": ["SQL", ["x" * 61], [[]], ["x"] * 51, None, {"a": 1}],
    "duration_minutes": [0, -1, 481, "x", None, 2**70, 1.5],
    "total_questions": [0, 51, "many", None, 2**70],
    "use_ai": ["perhaps", 7, []],
    "enable_video": ["perhaps", None],
    "enable_audio": ["perhaps", None],
    "scheduled_at": ["tomorrow", 5, "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", [], "2030-13-01"],
    "candidate_email": ["nobody", "a@", None, []],
    "questions": ["x", {"a": 1}, [{}] * 51],
}


@pytest.mark.parametrize(("field", "value"), [(field, value) for field, values in BAD.items() for value in values])
def test_a_bad_value_is_refused_by_the_name_of_its_field(
    ann: User, engine: ScriptedEngine, field: str, value: object
) -> None:
    client = client_of(ann)
    before = everything_stored()
    answer = client.post(URL, LEAST | {"candidate_name": "Bo", field: value})
    names = {name.partition(".")[0] for name in answer.json()}
    assert (answer.status_code, names) == (400, {field})
    assert everything_stored() == before


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ({}, "question_text"),
        ({"question_text": ""}, "question_text"),
        ({"question_text": "x" * 5001}, "question_text"),
        ({"question_text": "?", "question_type": "riddle"}, "question_type"),
        ({"question_text": "?", "difficulty": 5}, "difficulty"),
        ({"question_text": "?", "expected_answer": "x" * 10_001}, "expected_answer"),
        ({"question_text": "?", "evaluation_criteria": [""]}, "evaluation_criteria.0"),
        ({"question_text": "?", "expected_duration_minutes": 0}, "expected_duration_minutes"),
    ],
)
def test_a_bad_question_is_refused_by_its_place_and_field(
    ann: User, engine: ScriptedEngine, question: dict[str, Any], name: str
) -> None:
    answer = client_of(ann).post(URL, LEAST | {"questions": [*GIVEN, question]})
    assert (answer.status_code, list(answer.json())) == (400, [f"questions.1.{name}"])


def test_what_is_not_the_clients_to_write_is_passed_over(ann: User, engine: ScriptedEngine) -> None:
    other = UserFactory()
    interview = created(
        ann,
        user=other.pk,
        status="completed",
        total_score=99,
        overall_score=100,
        percentage=100,
        uuid="x",
        company=1,
        released_at="2026-01-01T00:00:00Z",
        role="admin",
    )
    shown = {name: interview[name] for name in ("user", "status", "total_score", "overall_score", "company")}
    assert shown == {
        "user": ann.pk,
        "status": "scheduled",
        "total_score": 0.0,
        "overall_score": None,
        "company": None,
    }
    assert interview["released_at"] is None


def test_the_same_idempotency_key_creates_one_interview(ann: User, engine: ScriptedEngine) -> None:
    first, second = (
        client_of(ann).post(URL, LEAST, headers={"Idempotency-Key": "one"}).json()["interview"] for _ in range(2)
    )
    assert (first, Interview.objects.count()) == (second, 1)
