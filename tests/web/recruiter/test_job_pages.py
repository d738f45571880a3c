"""Jobs, their questions, applications and candidates, through their pages; and the public page of a job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import UserFactory
from tests.factories.jobs import make_application, make_job
from tests.jobs import files
from tests.web.recruiter.world import World
from viva.audit.models import Entry
from viva.interviews.models import QuestionSet
from viva.jobs.models import Application, Job

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

HOME = "/dashboard/recruiter/"
JOB = {
    "title": "Data engineer",
    "description": "Pipes.",
    "required_skills": "SQL, sql, Python",
    "seniority": "senior",
    "duration_minutes": "40",
    "status": "open",
}


def test_a_job_is_made_changed_closed_and_opened(world: World, recruiter: Client) -> None:
    response = recruiter.post(f"{HOME}jobs/new/", JOB)
    job = Job.objects.get(title="Data engineer")
    assert response["Location"] == f"{HOME}jobs/{job.pk}/questions/"
    assert (job.company, job.required_skills, job.seniority) == (world.company, ["SQL", "Python"], "senior")
    recruiter.post(f"{HOME}jobs/{job.pk}/edit/", {**JOB, "title": "Data person"})
    statuses = []
    for status in ("closed", "open"):
        recruiter.post(f"{HOME}jobs/{job.pk}/status/", {"status": status})
        statuses.append(Job.objects.get(pk=job.pk).status)
    assert (Job.objects.get(pk=job.pk).title, statuses) == ("Data person", ["closed", "open"])
    told = Entry.objects.filter(subject="job", subject_id=job.pk).values_list("action", flat=True)
    assert list(told) == ["job.created", "job.changed", "job.closed", "job.opened"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("duration_minutes", "0"), ("required_skills", "x" * 61), ("seniority", "god")],
)
def test_a_job_that_makes_no_sense_is_refused_at_its_field(recruiter: Client, field: str, value: str) -> None:
    response = recruiter.post(f"{HOME}jobs/new/", {**JOB, field: value})
    assert (response.status_code, list(response.context["form"].errors)) == (400, [field])


def test_only_a_job_that_nobody_applied_to_is_deleted(world: World, recruiter: Client) -> None:
    fresh = make_job(world.company)
    for job in (world.job, fresh):
        recruiter.post(f"{HOME}jobs/{job.pk}/delete/")
    assert list(Job.objects.filter(company=world.company)) == [world.job]


class TestQuestions:
    GIVEN = {
        "source": "chosen",
        "interview_type": "technical",
        "difficulty": "medium",
        "total_questions": "5",
        "picked": ["recent-cache"],
        "typed-TOTAL_FORMS": "2",
        "typed-INITIAL_FORMS": "0",
        "typed-0-question": "Why us?",
        "typed-0-type": "general",
        "typed-0-difficulty": "easy",
        "typed-1-question": "",
    }

    def test_picked_and_typed_ones_are_saved_and_shown_again(self, world: World, recruiter: Client) -> None:
        path = f"{HOME}jobs/{world.job.pk}/questions/"
        assert recruiter.post(path, self.GIVEN).status_code == 302
        kept = QuestionSet.objects.get(job=world.job)
        assert [(each["bank_id"], each["type"]) for each in kept.questions] == [
            ("recent-cache", "coding"),
            ("", "general"),
        ]
        page = recruiter.get(path)
        assert page.context["form"]["picked"].value() == ["recent-cache"]
        assert page.context["typed"].forms[0]["question"].value() == "Why us?"

    def test_the_difficulty_follows_the_answers_where_it_is_ticked_for_generated_ones(
        self, world: World, recruiter: Client
    ) -> None:
        path = f"{HOME}jobs/{world.job.pk}/questions/"
        assert recruiter.get(path).context["form"]["adaptive"].value() is False
        for source, kept in (("generated", True), ("chosen", False)):
            recruiter.post(path, {**self.GIVEN, "source": source, "adaptive": "on"})
            assert QuestionSet.objects.get(job=world.job).adaptive is kept
        recruiter.post(path, {**self.GIVEN, "source": "generated"})
        assert QuestionSet.objects.get(job=world.job).adaptive is False

    @pytest.mark.parametrize(
        "changes",
        [
            {"picked": [], "typed-0-question": ""},
            {"picked": ["no-such-question"]},
            {"source": "template"},
            {"source": "template", "template": "99999"},
            {"source": "magic"},
            {"typed-1-expected_answer": "An answer to nothing"},
            {"typed-TOTAL_FORMS": "x"},
            {"typed-TOTAL_FORMS": "100000"},
            {"total_questions": "21"},
        ],
    )
    def test_what_makes_no_sense_is_refused_and_changes_nothing(
        self, world: World, recruiter: Client, changes: dict[str, Any]
    ) -> None:
        path = f"{HOME}jobs/{world.job.pk}/questions/"
        assert recruiter.post(path, {**self.GIVEN, **changes}).status_code == 400
        assert not QuestionSet.objects.exists()


class TestApplications:
    def test_those_ticked_are_moved_and_the_rest_stay(self, world: World, recruiter: Client) -> None:
        other, foreign = make_application(world.job), make_application()
        ticked = [world.application.pk, foreign.pk, "x", "99999999999999999999"]
        recruiter.post(f"{HOME}jobs/{world.job.pk}/applications/", {"application": ticked, "stage": "interviewed"})
        stages = [Application.objects.get(pk=each.pk).stage for each in (world.application, other, foreign)]
        assert stages == ["interviewed", "applied", "applied"]
        [entry] = Entry.objects.filter(action="application.moved")
        assert (entry.actor_id, entry.data["stage"], entry.data["before"]) == (
            world.recruiter.pk,
            "interviewed",
            "applied",
        )

    def test_those_ticked_are_scheduled_on_a_page_of_their_own(self, world: World, recruiter: Client) -> None:
        response = recruiter.post(
            f"{HOME}jobs/{world.job.pk}/applications/", {"application": [world.application.pk], "schedule": "1"}
        )
        assert response["Location"] == f"{HOME}schedule/many/?application={world.application.pk}"
        assert recruiter.get(response["Location"]).status_code == 200

    @pytest.mark.parametrize("given", [{}, {"application": ["x"]}, {"stage": "withdrawn"}])
    def test_nothing_ticked_or_a_stage_that_is_not_theirs_to_give_changes_nothing(
        self, world: World, recruiter: Client, given: dict[str, Any]
    ) -> None:
        data = {"application": [world.application.pk], **given} if "stage" in given else given
        assert recruiter.post(f"{HOME}jobs/{world.job.pk}/applications/", data).status_code == 302
        world.application.refresh_from_db()
        assert world.application.stage == "applied"

    def test_the_list_costs_the_same_for_one_and_for_many(self, world: World, recruiter: Client) -> None:
        def cost() -> int:
            with CaptureQueriesContext(connection) as caught:
                assert recruiter.get(f"{HOME}jobs/{world.job.pk}/").status_code == 200
                assert recruiter.get(f"{HOME}jobs/").status_code == 200
            return len(caught)

        before = cost()
        for _ in range(20):
            make_application(world.job)
        for _ in range(9):
            make_job(world.company)
        assert cost() == before

    def test_a_stage_shows_those_in_it(self, world: World, recruiter: Client) -> None:
        rows = {}
        for stage in ("", "applied", "hired", "nonsense"):
            page = recruiter.get(f"{HOME}jobs/{world.job.pk}/?stage={stage}&page=x").context["page"]
            rows[stage] = len(page.object_list)
        assert rows == {"": 1, "applied": 1, "hired": 0, "nonsense": 1}

    def test_a_candidate_is_added_by_hand_once(self, world: World, recruiter: Client) -> None:
        path = f"{HOME}jobs/{world.job.pk}/candidates/add/"
        given = {"name": "Ann Lee", "email": "ann@x.org", "note": ""}
        made = recruiter.post(path, given)
        assert made["Location"] == f"{HOME}applications/{Application.objects.get(email='ann@x.org').pk}/"
        assert recruiter.post(path, given).status_code == 400


class TestCsv:
    TEXT = "name,email\nAnn,ann@x.org\n=cmd(),b@x.org\n,c@x.org"

    @pytest.mark.parametrize("how", ["pasted", "uploaded"])
    def test_it_is_shown_first_and_written_at_the_second_post(
        self, world: World, recruiter: Client, how: str
    ) -> None:
        path = f"{HOME}jobs/{world.job.pk}/candidates/csv/"
        given = (
            {"text": self.TEXT} if how == "pasted" else {"file": SimpleUploadedFile("c.csv", self.TEXT.encode())}
        )
        preview = recruiter.post(path, given)
        assert (preview.context["good"], preview.context["bad"], world.job.applications.count()) == (2, 1, 1)
        recruiter.post(path, {"text": preview.context["text"], "add": "1"})
        assert set(world.job.applications.values_list("name", flat=True)) >= {"Ann", "=cmd()"}
        assert world.job.applications.count() == 3

    @pytest.mark.parametrize(
        "given",
        [
            {},
            {"text": "  "},
            {"text": "name,phone\nx,1"},
            {"text": "a\0,b@x.org"},
            {"file": SimpleUploadedFile("c.csv", b"")},
            {"file": SimpleUploadedFile("c.csv", bytes([0x81]))},
            {"file": SimpleUploadedFile("c.csv", b"x" * (1024 * 1024 + 1))},
            {"text": "name,phone\nx,1", "add": "1"},
        ],
    )
    def test_what_is_no_table_is_told_and_adds_nobody(
        self, world: World, recruiter: Client, given: dict[str, Any]
    ) -> None:
        assert recruiter.post(f"{HOME}jobs/{world.job.pk}/candidates/csv/", given).status_code == 400
        assert world.job.applications.count() == 1


class TestPublicPage:
    @pytest.fixture(autouse=True)
    def _stored_apart(self, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path

    def apply(self, client: Client, job: Job, content: bytes | None = None, **changes: str) -> Any:
        given: dict[str, Any] = {"name": "Ann Lee", "email": "ann@x.org", "note": "Hello", **changes}
        if content is not None:
            given["resume"] = SimpleUploadedFile("cv.pdf", content)
        return client.post(f"/jobs/{job.pk}/", given)

    def test_everybody_sees_an_open_job_and_nobody_else_a_closed_one(
        self, world: World, recruiter: Client
    ) -> None:
        closed = make_job(world.company, status="closed")
        stranger = Client()
        assert [stranger.get(f"/jobs/{job.pk}/").status_code for job in (world.job, closed)] == [200, 404]
        assert [stranger.post(f"/jobs/{job.pk}/").status_code for job in (world.job, closed)] == [400, 404]
        assert recruiter.get(f"/jobs/{closed.pk}/").status_code == 200

    def test_a_stranger_applies_once_and_is_answered_the_same_each_time(
        self, world: World, client: Client
    ) -> None:
        answers = [self.apply(client, world.job, files.pdf())["Location"] for _ in range(2)]
        assert answers == [f"/jobs/{world.job.pk}/applied/"] * 2
        [made] = Application.objects.filter(email="ann@x.org")
        assert (made.candidate, made.note, made.resume_name) == (None, "Hello", "cv.pdf")

    def test_an_account_applies_in_its_own_name(self, world: World, client: Client) -> None:
        candidate = UserFactory()
        client.force_login(candidate)
        assert self.apply(client, world.job).status_code == 302
        [made] = Application.objects.filter(candidate=candidate)
        assert (made.name, made.email) == (candidate.name, candidate.email)
        assert client.get(f"/jobs/{world.job.pk}/").context["standing"] == made

    def test_a_file_that_is_no_resume_is_refused_at_its_field(self, world: World, client: Client) -> None:
        for content in (b"MZ", files.locked_pdf(), files.bomb()):
            response = self.apply(client, world.job, content)
            assert (response.status_code, list(response.context["form"].errors)) == (400, ["resume"])
        assert not Application.objects.filter(email="ann@x.org").exists()

    def test_ten_megabytes_are_no_server_error(self, world: World, client: Client) -> None:
        response = self.apply(client, world.job, b"%PDF-" + bytes(10 * 1024 * 1024))
        assert response.status_code == 400

    def test_applications_from_one_address_are_limited(self, world: World, client: Client) -> None:
        codes = [self.apply(client, world.job, email=f"a{number}@x.org").status_code for number in range(31)]
        assert codes == [302] * 30 + [429]

    def test_the_resume_goes_to_the_company_and_its_sender_as_an_attachment(
        self, world: World, recruiter: Client, client: Client
    ) -> None:
        candidate = UserFactory()
        own = Client()
        own.force_login(candidate)
        self.apply(own, world.job, files.pdf())
        path = f"{HOME}applications/{Application.objects.get(candidate=candidate).pk}/resume/"
        for entitled in (recruiter, own):
            response = entitled.get(path)
            assert response["Content-Disposition"] == 'attachment; filename="cv.pdf"'
            assert (response["X-Content-Type-Options"], response["Content-Type"]) == ("nosniff", "application/pdf")
        for outsider in (world.foreigner, world.candidate):
            client.force_login(outsider)
            assert client.get(path).status_code == 404
        assert Client().get(path).status_code == 302
        assert recruiter.get(f"{HOME}applications/{world.application.pk}/resume/").status_code == 404
