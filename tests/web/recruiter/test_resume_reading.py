"""The skills that a résumé names, beside what its job asks for: for the company's people alone, kept nowhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import UserFactory
from tests.factories.jobs import make_application, make_job
from tests.jobs import files
from tests.web.recruiter.world import World
from tests.web.signing_in import asks_to_sign_in
from viva.audit.models import Entry
from viva.jobs.models import Application
from viva.jobs.resumes import checked_resume
from viva.jobs.services import apply_for, apply_openly

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

LINES = ("Sam Field", "Tester", "Postgres at Acme since 2019", "Kafka and Docker in Timbuktu", "Bookkeeping")
WANTED = ["PostgreSQL", "bookkeeping", "Kubernetes", "Tact"]


@pytest.fixture(autouse=True)
def _stored_apart(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sender() -> Any:
    return UserFactory()


@pytest.fixture
def application(world: World, sender: Any) -> Application:
    """To the world's job, with a résumé."""
    world.job.required_skills = WANTED
    world.job.save()
    resume = checked_resume(files.pdf_of(*LINES), name="cv.pdf")
    return apply_for(world.job, candidate=sender, note="", resume=resume)


def page_of(application: Application) -> str:
    return f"/dashboard/recruiter/applications/{application.pk}/skills/"


def with_file(application: Application, content: bytes) -> None:
    """As if this had been stored, whatever the checks of an application say."""
    application.resume.name = default_storage.save("resumes/any.pdf", ContentFile(content))
    application.save()


def reading_of(client: Client, application: Application) -> Any:
    return client.get(page_of(application)).context["reading"]


class TestShown:
    def test_what_the_job_asks_for_stands_in_its_order_with_the_words_of_the_resume(
        self, recruiter: Client, application: Application
    ) -> None:
        reading = reading_of(recruiter, application)
        assert [(each.name, each.quote) for each in reading.asked] == [
            ("PostgreSQL", "Postgres at Acme since 2019"),
            ("bookkeeping", "Bookkeeping"),
            ("Kubernetes", ""),
            ("Tact", ""),
        ]
        page = recruiter.get(page_of(application)).content.decode()
        assert page.count("Not found by this reading: look, or ask.") == 2

    def test_what_else_it_names_stands_by_the_alphabet_and_nothing_twice(
        self, recruiter: Client, application: Application
    ) -> None:
        assert [each.label for each in reading_of(recruiter, application).others] == ["Docker", "Kafka"]

    def test_a_word_document_is_read_as_a_pdf_is(self, recruiter: Client, application: Application) -> None:
        with_file(application, files.docx_of(files.paragraphs(*LINES)))
        assert [each.quote for each in reading_of(recruiter, application).asked][:2] == [
            "Postgres at Acme since 2019",
            "Bookkeeping",
        ]

    def test_one_sent_without_an_account_is_read_too(self, world: World, recruiter: Client) -> None:
        resume = checked_resume(files.pdf_of("Python"), name="cv.pdf")
        assert apply_openly(world.job, name="Ann", email="ann@x.org", note="", resume=resume)
        reading = reading_of(recruiter, Application.objects.get(email="ann@x.org"))
        assert [(each.name, each.quote) for each in reading.asked] == [("Python", "Python")]

    def test_a_job_that_names_no_skills_and_a_resume_that_says_little_are_told(
        self, world: World, recruiter: Client, application: Application
    ) -> None:
        world.job.required_skills = []
        world.job.save()
        with_file(application, files.pdf_of("Baker", "Bread"))
        page = recruiter.get(page_of(application)).content.decode()
        assert "The job names no required skills." in page
        assert "Nothing else that Viva knows by name." in page

    def test_it_says_that_it_scores_nobody(self, recruiter: Client, application: Application) -> None:
        page = recruiter.get(page_of(application)).content.decode()
        assert "It counts for no score, no order and no decision" in page

    def test_words_of_the_resume_are_text(self, world: World, recruiter: Client, application: Application) -> None:
        world.job.required_skills = ["Python", "<b>Tact</b>"]
        world.job.save()
        with_file(application, files.pdf_of("Python <script>alert(1)</script>", "Docker <img src=x>"))
        page = recruiter.get(page_of(application)).content.decode()
        assert not any(tag in page for tag in ("<script>alert", "<img src=x", "<b>Tact"))
        assert all(
            text in page
            for text in ("Python &lt;script&gt;alert(1)", "Docker &lt;img src=x&gt;", "&lt;b&gt;Tact&lt;/b&gt;")
        )

    def test_the_application_leads_there_only_where_there_is_a_resume(
        self, world: World, recruiter: Client, application: Application
    ) -> None:
        shown = {
            each: page_of(each) in recruiter.get(f"/dashboard/recruiter/applications/{each.pk}/").content.decode()
            for each in (application, world.application)
        }
        assert shown == {application: True, world.application: False}


class TestWho:
    @pytest.mark.parametrize("role", ["owner", "recruiter", "reviewer"])
    def test_each_of_the_companys_people_may(
        self, world: World, client: Client, application: Application, role: str
    ) -> None:
        client.force_login(getattr(world, role))
        assert client.get(page_of(application)).status_code == 200

    def test_nobody_else_may_not_even_who_sent_it(
        self, world: World, client: Client, application: Application, sender: Any
    ) -> None:
        assert asks_to_sign_in(client.get(page_of(application)))
        for outsider in (world.foreigner, world.candidate, sender):
            client.force_login(outsider)
            response = client.get(page_of(application))
            assert (response.status_code, b"Postgres" in response.content) == (404, False)

    def test_the_skills_of_one_job_never_stand_in_anothers(
        self, world: World, recruiter: Client, application: Application
    ) -> None:
        other = make_application(make_job(world.company))
        with_file(other, files.pdf_of("Python"))
        assert [each.name for each in reading_of(recruiter, other).asked] == ["Python"]

    def test_nothing_can_be_sent_to_it(self, recruiter: Client, application: Application) -> None:
        assert recruiter.post(page_of(application)).status_code == 405


class TestNotRead:
    def test_no_resume_and_one_whose_file_is_gone_are_404(
        self, world: World, recruiter: Client, application: Application
    ) -> None:
        default_storage.delete(application.resume.name)
        for each in (world.application, application):
            assert recruiter.get(page_of(each)).status_code == 404

    @pytest.mark.parametrize(
        ("content", "told"),
        [
            (b"", "The file is empty."),
            (b"MZ\0\0", "neither a PDF nor"),
            (files.locked_pdf(), "protected by a password"),
            (files.scanned_pdf(), "no text in this PDF, only pictures"),
            (files.pdf(31), "31 pages; at most 30 are read"),
            (files.bomb(), "too large to read"),
            (b"%PDF-" + bytes(5 * 1024 * 1024), "larger than 5 MB"),
        ],
        ids=["empty", "program", "encrypted", "scanned", "31 pages", "bomb", "5 MB and more"],
    )
    def test_a_file_that_cannot_be_read_is_told_without_asking_for_another(
        self, recruiter: Client, application: Application, content: bytes, told: str
    ) -> None:
        with_file(application, content)
        response = recruiter.get(page_of(application))
        page = response.content.decode()
        assert (response.status_code, response.context["reading"], told in page) == (200, None, True)
        assert "paste" not in page
        assert "The file itself can still be opened." in page

    def test_readings_by_one_account_are_limited_and_the_file_can_still_be_opened(
        self, recruiter: Client, owner: Client, application: Application
    ) -> None:
        with_file(application, b"Python, as plain text")
        codes = [recruiter.get(page_of(application)).status_code for _ in range(60)]
        refused = recruiter.get(page_of(application))
        assert (set(codes), refused.status_code) == ({200}, 429)
        assert int(refused["Retry-After"]) > 0
        assert page_of(application).replace("skills", "resume") in refused.content.decode()
        assert owner.get(page_of(application)).status_code == 200


class TestKeptNowhere:
    def test_its_words_reach_no_query_and_nothing_is_written_but_the_count(
        self, recruiter: Client, application: Application
    ) -> None:
        before = (list(Application.objects.values()), Entry.objects.count())
        with CaptureQueriesContext(connection) as ran:
            response = recruiter.get(page_of(application))
        written = [query["sql"] for query in ran.captured_queries if query["sql"].startswith(("INSERT", "UPDATE"))]
        assert b"Timbuktu" in response.content
        assert not any("Timbuktu" in query["sql"] for query in ran.captured_queries)
        assert [sql for sql in written if "accounts_attemptcount" not in sql] == []
        assert (list(Application.objects.values()), Entry.objects.count()) == before
        assert "no-store" in response["Cache-Control"]

    def test_it_costs_the_same_few_queries_however_many_applied(
        self, world: World, recruiter: Client, application: Application
    ) -> None:
        def queries() -> int:
            with CaptureQueriesContext(connection) as ran:
                assert recruiter.get(page_of(application)).status_code == 200
            return len(ran)

        queries()
        one = queries()
        for _ in range(9):
            make_application(world.job)
        assert queries() == one
