"""The sample data: to the letter of the product, loaded once, and nothing in it that would not hold in earnest."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.factories.accounts import RecruiterFactory, UserFactory
from viva.accounts.actors import UserActor
from viva.accounts.models import Company, Membership, User
from viva.ai.grading.pool import GraderPool
from viva.core.time import now
from viva.insights.progress import progress_points, recent_interviews, skill_levels
from viva.insights.waiting import coming_to, to_review
from viva.interviews.enums import Difficulty, QuestionType
from viva.interviews.models import Interview, InterviewResponse, InterviewTemplate
from viva.interviews.selectors import interviews_for, templates_for
from viva.interviews.services.consents import DISCLOSURE
from viva.jobs.models import Application, Job
from viva.notifications.models import Mail
from viva.scheduling.models import InterviewSchedule, InterviewSlot
from viva.web.sample.content import question, read
from viva.web.sample.load import load_sample

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


@pytest.fixture
def loaded() -> None:
    load_sample(password="viva-demo")


def everything() -> dict[str, list[tuple[object, ...]]]:
    models = [model for model in apps.get_models() if model.__module__.startswith("viva.")]
    return {model._meta.label: list(model._default_manager.order_by("pk").values_list()) for model in models}


def interview(title: str) -> Interview:
    return Interview.objects.get(title=title, user__username="candidate")


@pytest.mark.usefixtures("loaded")
class TestToTheLetter:
    def test_the_four_templates(self) -> None:
        rows = {
            template.title: (len(template.questions), template.difficulty, template.interview_type)
            for template in templates_for(UserActor(UserFactory()))
        }
        assert rows == {
            "Frontend Developer Interview": (4, "medium", "technical"),
            "Python Backend Engineer": (5, "hard", "technical"),
            "System Design Interview": (3, "hard", "system_design"),
            "Behavioral Interview": (5, "easy", "behavioral"),
        }

    def test_every_question_of_a_template_is_whole(self) -> None:
        for template in InterviewTemplate.objects.all():
            for entry in template.questions:
                assert set(entry) == {"question", "type", "difficulty", "expected_answer"}
                assert entry["type"] in QuestionType.values
                assert entry["difficulty"] in Difficulty.values
                assert len(entry["expected_answer"]) > 200

    def test_the_scheduled_interview(self) -> None:
        found = interview("Frontend Developer at TechCorp")
        assert (found.status, found.company_name, found.questions.count()) == ("scheduled", "TechCorp", 5)
        assert found.scheduled_at > now()
        skills = {skill for question in found.questions.all() for skill in question.skills}
        assert {"react", "typescript", "api_design"} <= skills

    def test_the_completed_interview(self) -> None:
        found = interview("Backend Engineer at StartupX")
        assert (found.status, found.company_name, found.questions.count()) == ("completed", "StartupX", 4)
        assert (found.total_score, found.max_score, found.percentage) == (32.0, 40.0, 80.0)
        assert found.overall_score == 80.0
        skills = {skill for question in found.questions.all() for skill in question.skills}
        assert {"django", "databases", "caching"} <= skills
        assert all([found.overall_feedback, found.strengths, found.weaknesses, found.recommendations])

    def test_the_interview_in_progress(self) -> None:
        found = interview("Full Stack Developer Interview")
        assert (found.status, found.questions.count()) == ("in_progress", 3)
        assert found.started_at < now()
        skills = {skill for question in found.questions.all() for skill in question.skills}
        assert {"databases", "security", "cloud"} <= skills

    def test_a_company_with_recruiter_open_job_and_scheduled_candidate(self) -> None:
        job = Job.objects.get()
        assert (job.status, job.company.memberships.get().user.username) == ("open", "recruiter")
        applied = Application.objects.get(stage="invited")
        hiring = Interview.objects.get(company=job.company, status="scheduled")
        assert (applied.job, hiring.job, hiring.candidate_email) == (job, job, applied.email)
        assert (hiring.status, hiring.purpose, hiring.scheduled_at > now()) == ("scheduled", "hiring", True)

    def test_each_sees_what_is_theirs(self) -> None:
        candidate, recruiter = User.objects.get(username="candidate"), User.objects.get(username="recruiter")
        assert interviews_for(UserActor(candidate)).filter(company__isnull=False).count() == 0
        assert [each.purpose for each in interviews_for(UserActor(recruiter))] == ["hiring", "hiring"]

    def test_the_recruiters_desk_has_slots_an_interview_coming_and_one_to_review(self) -> None:
        company = Job.objects.get().company
        [coming] = coming_to(company, since=now())
        assert InterviewSchedule.objects.get().interview == coming
        assert InterviewSlot.objects.count() >= 12
        [held] = to_review(company)
        assert (held.assessed, held.candidate_name) == (True, "Jonas Weber")
        assert Application.objects.get(name="Jonas Weber").stage == "interviewed"

    def test_the_interview_that_was_held_for_the_company_was_no_practice(self) -> None:
        held = Interview.objects.get(candidate_name="Jonas Weber")
        consent = held.consent
        assert (held.mode, consent.version, consent.given_at < held.started_at) == ("real", DISCLOSURE, True)
        assert (consent.ai_evaluation, consent.recording) == (True, True)
        said = " ".join(held.session.messages.filter(speaker="interviewer").values_list("text", flat=True))
        assert ("practice" in held.overall_feedback, "hint" in said) == (False, False)
        assert not held.responses.exclude(hints_used=0).exists()

    def test_no_mail_leaves_for_people_who_are_nobody(self) -> None:
        assert set(Mail.objects.values_list("status", flat=True)) == {"aborted"}

    def test_the_history_is_worth_looking_at(self) -> None:
        candidate = UserActor(User.objects.get(username="candidate"))
        scores = [score for _, score in progress_points(recent_interviews(candidate))]
        assert scores == [46.67, 55.0, 75.0, 67.5, 75.0, 80.0]
        assert len(skill_levels(candidate)) >= 6


@pytest.mark.usefixtures("loaded")
class TestHonest:
    def test_every_quote_stands_in_its_answer(self) -> None:
        quotes = [
            (point["quote"], response.text_response)
            for response in InterviewResponse.objects.all()
            for point in response.evidence["covered"]
        ]
        assert len(quotes) >= 30
        assert [quote for quote, text in quotes if quote not in text] == []

    def test_the_judgements_name_no_grader(self) -> None:
        engines = {row.evaluations.get().engine for row in InterviewResponse.objects.all()}
        assert engines == {"sample"}

    def test_the_code_passes_every_test_of_its_problem(self) -> None:
        row = InterviewResponse.objects.exclude(code_response="").get()
        problem = question(row.question.bank_id).problem
        names: dict[str, Any] = {}
        exec(row.code_response, names)
        cases = (*problem.samples, *problem.hidden)
        solve = names[problem.entry_point]
        copies = [json.loads(json.dumps(case.args)) for case in cases]
        assert [solve(*args) for args in copies] == [case.expected for case in cases]
        submission = row.interview.session.submissions.get()
        assert (submission.verdict, submission.passed, len(submission.results)) == ("AC", len(cases), len(cases))

    def test_no_result_of_a_hidden_test_tells_what_it_was(self) -> None:
        row = InterviewResponse.objects.exclude(code_response="").get()
        hidden = [result for result in row.interview.session.submissions.get().results if result["hidden"]]
        assert hidden
        assert [result for result in hidden if {"args", "expected", "value"} & set(result)] == []

    def test_the_figures_of_the_templates_are_true(self) -> None:
        figures = set(InterviewTemplate.objects.values_list("times_used", "average_score"))
        assert (figures, Interview.objects.filter(template__isnull=False).count()) == ({(0, 0.0)}, 0)


def test_loading_again_changes_nothing() -> None:
    load_sample(password="viva-demo")
    before = everything()
    load_sample(password="another")
    assert everything() == before


def test_what_became_of_it_since_is_left_as_it_is(loaded: None) -> None:
    Interview.objects.filter(title="Frontend Developer at TechCorp").update(title="AI Interview - Practice")
    before = everything()
    load_sample(password="viva-demo")
    assert everything() == before


def test_a_recruiter_who_has_a_company_keeps_it() -> None:
    company = Company.objects.create(name="Their own")
    Membership.objects.create(company=company, user=RecruiterFactory(username="recruiter"))
    load_sample(password="viva-demo")
    assert (Company.objects.get(), Job.objects.get().company) == (company, company)


def test_no_grader_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr(GraderPool, "start", lambda self: asked.append(self))
    monkeypatch.setattr(GraderPool, "grade", lambda self, *_, **__: asked.append(self))
    load_sample(password="viva-demo")
    assert asked == []


def test_the_command_prints_a_password_only_where_it_made_one() -> None:
    first, second = StringIO(), StringIO()
    call_command("load_sample_data", stdout=first)
    call_command("load_sample_data", stdout=second)
    assert first.getvalue().startswith("Made candidate, recruiter, admin with the password ")
    assert second.getvalue() == ""


def test_every_answer_names_key_points_of_its_question() -> None:
    for entry in [*read("history"), *read("interviews")]:
        for answer in entry.get("answers", []):
            assert set(answer["covered"]) <= {point.id for point in question(answer["question"]).key_points}
