"""The start page reads a job description or a résumé and comes back filled; the text is kept nowhere."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import now

from tests.factories.accounts import UserFactory
from tests.factories.interviews import make_interview
from tests.jobs import files
from viva.accounts.models import User
from viva.interviews.models import Interview
from viva.live.languages import known
from viva.live.providers import use
from viva.web.room import views
from viva.web.room.forms import DEFAULTS

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

START = "/ai-interview/start/"
JOB = """Senior Data Engineer
Requirements
- 5 years with Airflow and Spark
- Strong SQL
Nice to have
- Kafka
"""


class TellingJudge:
    async def status(self) -> dict:
        return {"languages": [{"name": name, "title": name, "version": "1"} for name in ("python", "javascript")]}

    async def judge(self, submission, *, waiting=None):
        raise AssertionError


@pytest.fixture(autouse=True)
def two_languages() -> Iterator[None]:
    known.forget()
    use(judge=TellingJudge())
    asyncio.run(known.refresh())
    yield
    known.forget()
    use()


@pytest.fixture
def user() -> User:
    return UserFactory()


@pytest.fixture
def own(user: User, client: Client) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What interviews were started with; the engine itself is left out."""
    made: list[Any] = []

    def create(user: User, choice: Any) -> Any:
        made.append(choice)
        return type("Session", (), {"pk": 1})

    monkeypatch.setattr(views, "_create", create)
    return made


def upload(content: bytes, name: str = "cv.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


class TestRead:
    def test_the_form_comes_back_filled_and_nothing_is_started(self, own: Client, chosen: list[Any]) -> None:
        response = own.post(START, {"read": "1", "description": JOB, "minutes": "60", "mode": "real"})
        form = response.context["form"]
        filled = {name: form[name].value() for name in ("role", "difficulty", "minutes", "mode", "found")}
        assert filled == {
            "role": "Data engineer",
            "difficulty": "hard",
            "minutes": "60",
            "mode": "real",
            "found": ["Airflow", "Spark", "SQL"],
        }
        assert (response.status_code, chosen) == (200, [])

    def test_each_skill_stands_beside_the_words_it_was_found_in(self, own: Client) -> None:
        rows = own.post(START, {"read": "1", "description": JOB}).context["skill_rows"]
        assert {row["label"]: (row["quote"], row["ticked"]) for row in rows} == {
            "Spark": ("5 years with Airflow and Spark", True),
            "Airflow": ("5 years with Airflow and Spark", True),
            "SQL": ("Strong SQL", True),
            "Kafka": ("Kafka", False),
        }

    @pytest.mark.parametrize(
        "content",
        [files.pdf_of(*JOB.splitlines()), files.docx_of(files.paragraphs(*JOB.splitlines())), JOB.encode()],
        ids=["pdf", "docx", "text"],
    )
    def test_a_file_is_read_as_pasted_words_are(self, own: Client, content: bytes) -> None:
        response = own.post(START, {"read": "1", "source": "job", "file": upload(content, "any.name")})
        assert response.context["form"]["found"].value() == ["Airflow", "Spark", "SQL"]

    def test_a_resume_tells_its_level_by_years_of_work(self, own: Client) -> None:
        text = "Kim\nTester\n2001 - 2003 Tester at Acme, Selenium"
        response = own.post(START, {"read": "1", "source": "resume", "description": text})
        assert response.context["form"]["difficulty"].value() == "medium"
        assert response.context["form"]["role"].value() == "QA engineer"

    def test_what_the_text_does_not_tell_stays_as_it_was(self, own: Client) -> None:
        response = own.post(
            START, {"read": "1", "description": "Baker. Bread!", "role": "Poet", "difficulty": "hard"}
        )
        form = response.context["form"]
        assert (form["role"].value(), form["difficulty"].value()) == ("Poet", "hard")
        assert "Nothing was recognised" in response.content.decode()

    def test_pasted_words_are_read_whichever_button_was_pressed(self, own: Client, chosen: list[Any]) -> None:
        response = own.post(START, {"description": JOB})
        assert (response.context["read"].role, chosen) == ("data_engineer", [])

    def test_the_text_is_kept_nowhere_and_not_even_sent_back(self, own: Client) -> None:
        text = f"{JOB}\nOur office is in Timbuktu."
        with CaptureQueriesContext(
            connection,
        ) as ran:
            page = own.post(START, {"read": "1", "description": text}).content.decode()
        assert "Timbuktu" not in page
        assert "Timbuktu" not in str([query["sql"] for query in ran.captured_queries])
        assert "is not kept" in page

    def test_words_of_the_text_are_text(self, own: Client) -> None:
        page = own.post(START, {"read": "1", "description": "Python <script>alert(1)</script>"}).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert" in page


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
        ],
        ids=["empty", "program", "encrypted", "scanned", "31 pages", "bomb", "5 MB and more"],
    )
    def test_a_file_is_refused_at_its_field_with_the_reason(self, own: Client, content: bytes, told: str) -> None:
        response = own.post(START, {"read": "1", "file": upload(content), "role": "Poet"})
        assert response.status_code == 400
        assert told in response.context["reader"].errors["file"][0]
        assert response.context["form"]["role"].value() == "Poet"
        assert '<details class="fold border-t border-line pt-2" id="particular" open>' in response.content.decode()

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({}, "description"),
            ({"description": " "}, "description"),
            ({"description": "x" * 60_001}, "description"),
            ({"description": "a\0b"}, "description"),
            ({"description": "a", "source": "dream"}, "source"),
        ],
    )
    def test_what_makes_no_sense_is_refused_at_its_field(self, own: Client, given: dict, field: str) -> None:
        response = own.post(START, {"read": "1", **given})
        assert (response.status_code, list(response.context["reader"].errors)) == (400, [field])

    def test_readings_by_one_account_are_limited(self, own: Client, user: User) -> None:
        codes = [own.post(START, {"description": "Go"}).status_code for _ in range(61)]
        assert codes == [200] * 60 + [429]
        other = Client()
        other.force_login(UserFactory())
        assert other.post(START, {"description": "Go"}).status_code == 200

    def test_nobody_is_asked_to_sign_in(self, client: Client) -> None:
        response = client.post(START, {"read": "1", "description": JOB})
        assert (response.status_code, b"Airflow" in response.content) in {(302, False), (403, False)}


class TestStarted:
    def test_the_ticked_and_the_named_are_asked_about_first(self, own: Client, chosen: list[Any]) -> None:
        own.post(START, {"role": "Data engineer", "found": ["Spark", "SQL"], "more": "dbt, sql,  Data  mesh "})
        assert chosen[0].skills == ("Spark", "SQL", "dbt", "Data mesh")

    def test_an_empty_form_starts_with_the_profiles_role_and_skills(
        self, own: Client, user: User, chosen: list[Any]
    ) -> None:
        user.profile.skills = ["Python"]
        user.profile.save()
        own.post(START, {})
        assert (chosen[0].role, chosen[0].minutes) == (user.profile.target_role, DEFAULTS["minutes"])
        assert chosen[0].skills == ("Python",)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"found": "x" * 61}, "found"),
            ({"more": "x" * 61}, "more"),
            ({"more": ",".join(f"a{number}" for number in range(31))}, "more"),
        ],
    )
    def test_skills_that_make_no_sense_are_refused(
        self, own: Client, chosen: list[Any], given: dict, field: str
    ) -> None:
        response = own.post(START, given)
        assert (response.status_code, list(response.context["form"].errors), chosen) == (400, [field], [])

    def test_a_refused_form_still_has_what_was_ticked(self, own: Client) -> None:
        response = own.post(START, {"found": ["Spark", "a\0b"], "more": "dbt", "kind": "dancing"})
        assert response.status_code == 400
        assert [row["label"] for row in response.context["skill_rows"]] == ["Spark", "a b"]
        assert response.context["form"]["more"].value() == "dbt"


@pytest.mark.parametrize("given", [{}, {"read": "1", "description": JOB}], ids=["shown", "read"])
def test_the_page_costs_the_same_however_long_the_history(own: Client, user: User, given: dict) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as ran:
            own.post(START, given) if given else own.get(START)
        return len(ran)

    make_interview(user)
    queries()
    one = queries()
    Interview.objects.bulk_create(
        Interview(user=user, candidate=user, title=f"{number}", created_at=now()) for number in range(99)
    )
    assert queries() == one
