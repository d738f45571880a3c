"""What a job's description tells fills the form; nothing of it is saved until a person saves it."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.companies import make_member
from tests.jobs import files
from tests.web.recruiter.world import World
from tests.web.signing_in import asks_to_sign_in
from viva.audit.models import Entry
from viva.interviews.models import QuestionSet
from viva.jobs.models import Job
from viva.web.recruiter.job_forms import LONGEST_DESCRIPTION

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

NEW = "/dashboard/recruiter/jobs/new/"
TEXT = """Senior Data Engineer
Requirements
- 5 years with Airflow and Spark
- Strong SQL
Nice to have
- Kafka"""
TYPED = {
    "title": "Pipes",
    "description": TEXT,
    "required_skills": "",
    "seniority": "junior",
    "duration_minutes": "40",
    "status": "closed",
}


def edit_of(world: World) -> str:
    return f"/dashboard/recruiter/jobs/{world.job.pk}/edit/"


def read(client: Client, path: str = NEW, **changes: Any) -> Any:
    return client.post(path, {**TYPED, "read": "1", **changes})


def upload(content: bytes, name: str = "job.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def values(response: Any) -> dict[str, Any]:
    form = response.context["form"]
    return {name: form[name].value() for name in TYPED}


def suggested(response: Any) -> list[str]:
    return [planned.question.id for planned in response.context["reading"].questions]


@pytest.fixture
def stored() -> Any:
    """Everything that saving a job changes."""
    return lambda: (list(Job.objects.values()), list(QuestionSet.objects.values()), Entry.objects.count())


class TestRead:
    @pytest.mark.parametrize("of", ["new", "edit"])
    def test_the_form_comes_back_filled_and_nothing_is_saved(
        self, world: World, recruiter: Client, stored: Any, of: str
    ) -> None:
        before = stored()
        response = read(recruiter, NEW if of == "new" else edit_of(world))
        assert (response.status_code, stored()) == (200, before)
        assert values(response) == {**TYPED, "required_skills": "Airflow, Spark, SQL", "seniority": "senior"}
        assert "Nothing is saved yet" in response.content.decode()

    @pytest.mark.parametrize(
        "content",
        [files.pdf_of(*TEXT.splitlines()), files.docx_of(files.paragraphs(*TEXT.splitlines())), TEXT.encode()],
        ids=["pdf", "docx", "text"],
    )
    def test_a_file_of_each_kind_is_read_whatever_its_name_and_its_words_become_the_description(
        self, recruiter: Client, stored: Any, content: bytes
    ) -> None:
        before = stored()
        response = read(recruiter, title="", description="Typed before.", file=upload(content, "any.name"))
        assert stored() == before
        assert values(response) == {
            **TYPED,
            "title": "Senior Data Engineer",
            "required_skills": "Airflow, Spark, SQL",
            "seniority": "senior",
        }

    @pytest.mark.parametrize("button", [{}, {"take_over": "1"}], ids=["save", "save with questions"])
    def test_a_chosen_file_is_read_whichever_button_was_pressed(
        self, recruiter: Client, stored: Any, button: dict[str, str]
    ) -> None:
        before = stored()
        response = recruiter.post(NEW, {**TYPED, **button, "file": upload(b"Strong Go")})
        assert (values(response)["description"], stored()) == ("Strong Go", before)

    def test_what_was_typed_stays_and_nothing_is_named_twice(self, recruiter: Client) -> None:
        typed = {"title": "My own title", "required_skills": f"sql, Apache Spark, Patience, {'x' * 61}"}
        filled = values(read(recruiter, **typed))
        assert filled["title"] == "My own title"
        assert filled["required_skills"] == f"{typed['required_skills']}, Airflow"

    def test_reading_again_changes_nothing_more(self, recruiter: Client) -> None:
        once = values(read(recruiter))
        assert values(read(recruiter, **once)) == once

    def test_no_more_skills_are_filled_in_than_a_job_may_have(self, recruiter: Client) -> None:
        fifty = ", ".join(f"a{number}" for number in range(50))
        assert values(read(recruiter, required_skills=fifty))["required_skills"] == fifty

    def test_a_level_that_the_text_does_not_tell_stays_as_it_was(self, recruiter: Client) -> None:
        response = read(recruiter, description="Baker. Bread!", seniority="lead")
        assert values(response)["seniority"] == "lead"
        assert "No skill was recognised" in response.content.decode()

    def test_each_skill_stands_beside_the_words_it_was_found_in(self, recruiter: Client) -> None:
        response = read(recruiter)
        skills = response.context["reading"].profile.skills
        assert {each.label: (each.quote, each.optional) for each in skills} == {
            "Spark": ("5 years with Airflow and Spark", False),
            "Airflow": ("5 years with Airflow and Spark", False),
            "SQL": ("Strong SQL", False),
            "Kafka": ("Kafka", True),
        }
        assert "For the role Data engineer" in response.content.decode()

    def test_words_of_the_text_are_text(self, recruiter: Client) -> None:
        page = read(recruiter, title="", description="Python developer <script>alert(1)</script>").content.decode()
        assert "<script>alert" not in page
        assert page.count("Python developer &lt;script&gt;alert(1)&lt;/script&gt;") >= 3  # title, text, quote


class TestRefused:
    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"", "empty"),
            (b"MZ\0\0", "neither"),
            (files.locked_pdf(), "password"),
            (files.scanned_pdf(), "only pictures"),
            (files.pdf(31), "at most 30"),
            (files.bomb(), "too large"),
            (b"%PDF-" + bytes(5 * 1024 * 1024), "larger than 5 MB"),
            (b"word " * 4001, "longer than a description may be (20,000 characters)"),
        ],
        ids=["empty", "program", "encrypted", "scanned", "31 pages", "bomb", "5 MB and more", "too long"],
    )
    def test_a_file_is_refused_at_its_field_with_the_reason_and_what_was_typed_stays(
        self, recruiter: Client, stored: Any, content: bytes, told: str
    ) -> None:
        before = stored()
        response = read(recruiter, file=upload(content))
        errors = response.context["form"].errors
        assert (response.status_code, list(errors), stored()) == (400, ["file"], before)
        assert told in errors["file"][0]
        assert values(response) == TYPED

    @pytest.mark.parametrize("text", ["", " \n", "a\0b", "x" * (LONGEST_DESCRIPTION + 1)])
    def test_a_text_that_cannot_be_read_is_refused_at_its_field(self, recruiter: Client, text: str) -> None:
        response = read(recruiter, description=text)
        assert (response.status_code, list(response.context["form"].errors)) == (400, ["description"])

    @pytest.mark.parametrize(
        "changes",
        [{"title": ""}, {"duration_minutes": "x"}, {"duration_minutes": "9" * 30}, {"seniority": "god"}],
    )
    def test_what_is_wrong_elsewhere_is_told_when_it_is_saved_and_not_before(
        self, recruiter: Client, changes: dict[str, str]
    ) -> None:
        assert read(recruiter, description="Bread", **changes).status_code == 200
        assert list(read(recruiter, description="", **changes).context["form"].errors) == ["description"]
        assert list(recruiter.post(NEW, {**TYPED, **changes}).context["form"].errors) == list(changes)

    def test_readings_by_one_account_are_limited(self, world: World, recruiter: Client, owner: Client) -> None:
        codes = [read(recruiter, description="Go").status_code for _ in range(60)]
        refused = read(recruiter, description="Go")
        assert (set(codes), refused.status_code) == ({200}, 429)
        assert int(refused["Retry-After"]) > 0
        assert values(refused) == {**TYPED, "description": "Go"}
        assert read(owner, description="Go").status_code == 200

    @pytest.mark.parametrize("how", ["pasted", "uploaded"])
    @pytest.mark.parametrize(("who", "status"), [("candidate", 404), ("foreigner", 404), ("reviewer", 403)])
    def test_outsiders_and_reviewers_have_nothing_read(
        self, world: World, client: Client, who: str, status: int, how: str
    ) -> None:
        client.force_login(getattr(world, who))
        given = {"description": TEXT} if how == "pasted" else {"file": upload(TEXT.encode())}
        response = read(client, edit_of(world), **given)
        assert (response.status_code, b"Airflow" in response.content) == (status, False)

    def test_nobody_is_asked_to_sign_in(self, world: World, client: Client) -> None:
        assert all(asks_to_sign_in(read(client, path)) for path in (NEW, edit_of(world)))


class TestTakenOver:
    def take(self, client: Client, path: str, picked: list[str], **changes: Any) -> Any:
        return client.post(path, {**TYPED, "take_over": "1", "picked": picked, **changes})

    def test_the_ticked_ones_are_asked_in_their_order_and_no_others(self, world: World, recruiter: Client) -> None:
        picked = suggested(read(recruiter))[:2]
        assert len(picked) == 2
        response = self.take(recruiter, NEW, [*picked, picked[0]], seniority="senior")
        job = Job.objects.get(title="Pipes")
        kept = QuestionSet.objects.get(job=job)
        assert response["Location"] == f"/dashboard/recruiter/jobs/{job.pk}/"
        assert [each["bank_id"] for each in kept.questions] == picked
        assert (job.company, kept.source, kept.difficulty, kept.total_questions) == (
            world.company,
            "chosen",
            "hard",
            2,
        )

    def test_saving_without_them_leaves_the_jobs_questions_as_they_were(
        self, world: World, recruiter: Client
    ) -> None:
        self.take(recruiter, edit_of(world), suggested(read(recruiter))[:1])
        before = QuestionSet.objects.get(job=world.job).questions
        recruiter.post(edit_of(world), {**TYPED, "picked": ["recent-cache"]})
        assert QuestionSet.objects.get(job=world.job).questions == before

    def test_who_would_lose_questions_is_told_first(self, world: World, recruiter: Client) -> None:
        told = "replaces the questions that this job has now"
        assert told not in read(recruiter, edit_of(world)).content.decode()
        self.take(recruiter, edit_of(world), suggested(read(recruiter))[:1])
        assert told in read(recruiter, edit_of(world)).content.decode()
        assert told not in read(recruiter).content.decode()

    @pytest.mark.parametrize(
        ("picked", "changes"),
        [([], {}), (["no-such-question"], {}), (["c1/own"], {}), (["recent-cache"], {"title": " "})],
    )
    def test_what_makes_no_sense_is_refused_and_saves_nothing(
        self, recruiter: Client, stored: Any, picked: list[str], changes: dict[str, str]
    ) -> None:
        before = stored()
        assert self.take(recruiter, NEW, picked, **changes).status_code == 400
        assert stored() == before

    def test_a_refused_form_still_shows_the_questions_as_they_were_ticked(self, recruiter: Client) -> None:
        first, *others = suggested(read(recruiter))
        response = self.take(recruiter, NEW, [first], title="")
        assert response.context["reading"].left_out == frozenset(others)
        assert response.content.decode().count('name="picked"') == len(others) + 1

    def test_another_companys_owner_takes_nothing_over(self, world: World, client: Client, stored: Any) -> None:
        before = stored()
        client.force_login(world.foreigner)
        assert self.take(client, edit_of(world), ["recent-cache"]).status_code == 404
        assert stored() == before


def test_a_reading_costs_the_same_few_queries_however_many_people_and_skills(
    world: World, recruiter: Client
) -> None:
    def queries(text: str) -> int:
        with CaptureQueriesContext(connection) as ran:
            assert read(recruiter, edit_of(world), description=text).status_code == 200
        return len(ran)

    queries("Go")
    one = queries("Go")
    for _ in range(9):
        make_member(world.company)
    assert queries(TEXT * 50) == one


def test_the_words_of_a_file_reach_no_query(recruiter: Client) -> None:
    with CaptureQueriesContext(connection) as ran:
        page = read(recruiter, file=upload(b"Python, in Timbuktu")).content.decode()
    assert "Timbuktu" in page  # in the form, for its author
    assert "Timbuktu" not in str([query["sql"] for query in ran.captured_queries])
