"""A form that comes too late loses nothing of what was typed, and is never sent by itself."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.accounts import PASSWORD
from tests.web.recruiter.world import World, make_world
from viva.jobs.models import Job

pytestmark = [pytest.mark.unit, pytest.mark.django_db]
LOGIN, NEW_JOB = "/accounts/login/", "/dashboard/recruiter/jobs/new/"
OWN = "http://testserver"
TYPED = {
    "title": "Data engineer",
    "description": 'Two lines,\n"quoted" & <b>bold</b>, in Kraków.',
    "required_skills": "SQL, Python",
    "seniority": "mid",
    "duration_minutes": "45",
    "status": "open",
}


@pytest.fixture
def world() -> World:
    return make_world()


def hidden(answer: Any) -> dict[str, str]:
    """The hidden fields of a page, as a browser would send them."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.content.decode())
    return {name: unescape(value) for name, value in found}


def sign_in(client: Client, user: Any, **more: str) -> Any:
    return client.post(LOGIN, {"username": user.username, "password": PASSWORD, **more})


def test_after_signing_in_again_the_words_are_shown_and_sent_by_their_writer(world: World, client: Client) -> None:
    asked = client.post(NEW_JOB, TYPED)
    assert (asked.status_code, asked.templates[0].name) == (403, "accounts/login.html")
    assert 'action="/accounts/login/"' in asked.content.decode()
    shown = sign_in(client, world.owner, kept=hidden(asked)["kept"])
    page = shown.content.decode()
    assert (shown.status_code, f'action="{NEW_JOB}"' in page) == (200, True)
    assert "&lt;b&gt;bold&lt;/b&gt;, in Kraków." in page
    assert not Job.objects.filter(title="Data engineer").exists()
    fields = hidden(shown)
    fields.pop("csrfmiddlewaretoken", None)
    assert fields == TYPED
    assert client.post(NEW_JOB, fields).status_code == 302
    assert Job.objects.get(title="Data engineer").description == TYPED["description"]


def test_a_wrong_password_loses_nothing(world: World, client: Client) -> None:
    kept = hidden(client.post(NEW_JOB, TYPED))["kept"]
    refused = client.post(LOGIN, {"username": world.owner.username, "password": "wrong", "kept": kept})
    assert hidden(refused)["kept"] == kept


def test_the_page_reloaded_is_the_same(world: World, client: Client) -> None:
    kept = hidden(client.post(NEW_JOB, TYPED))["kept"]
    pages = [sign_in(client, world.owner, kept=kept) for _ in range(2)]
    assert [page.templates[0].name for page in pages] == ["accounts/kept.html"] * 2


def test_an_address_that_takes_posts_alone_is_no_dead_end(world: World, client: Client) -> None:
    path = f"/dashboard/recruiter/schedule/{world.interview.pk}/cancel/"
    shown = sign_in(client, world.owner, kept=hidden(client.post(path, {"reason": "Filled."}))["kept"])
    assert f'action="{path}"' in shown.content.decode()
    client.post(path, {"reason": "Filled."})
    world.interview.refresh_from_db()
    assert (world.interview.status, world.interview.cancel_reason) == ("cancelled", "Filled.")


def test_another_person_who_signs_in_gains_nothing(world: World, client: Client) -> None:
    path = f"/dashboard/recruiter/schedule/{world.interview.pk}/cancel/"
    sign_in(client, world.foreigner, kept=hidden(client.post(path, {"reason": "Mine now."}))["kept"])
    assert client.post(path, {"reason": "Mine now."}).status_code == 404


def test_a_file_is_to_be_chosen_again(world: World, client: Client) -> None:
    csv = SimpleUploadedFile("people.csv", b"Ann,ann@x.org")
    path = f"/dashboard/recruiter/jobs/{world.job.pk}/candidates/csv/"
    shown = sign_in(client, world.owner, kept=hidden(client.post(path, {"file": csv, "text": ""}))["kept"])
    assert "The file has to be chosen again" in shown.content.decode()


@pytest.mark.parametrize("token", ["", "nonsense", "a:b:c"])
def test_what_was_not_kept_by_us_is_passed_over(world: World, client: Client, token: str) -> None:
    assert sign_in(client, world.owner, kept=token)["Location"] == "/dashboard/recruiter/"


def test_passwords_are_kept_nowhere(client: Client) -> None:
    answer = client.post("/profile/edit/", {"name": "Ann", "current_password": "secret-words"})
    assert (answer.status_code, "secret-words" in answer.content.decode()) == (302, False)


def test_a_fragment_and_a_program_are_sent_to_sign_in_as_before(client: Client) -> None:
    for headers in ({"HX-Request": "true"}, {"Accept": "application/json"}):
        assert client.post(NEW_JOB, TYPED, headers=headers).status_code == 302


def stale(world: World, **headers: str) -> Any:
    """The owner's form with a token of an earlier sign-in."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.owner)
    client.cookies["csrftoken"] = "a" * 32
    return client.post(NEW_JOB, TYPED | {"csrfmiddlewaretoken": "b" * 32}, headers=headers)


def test_a_page_open_too_long_shows_the_words_with_a_fresh_token(world: World) -> None:
    answer = stale(world, Origin=OWN)
    assert (answer.status_code, answer.templates[0].name) == (403, "accounts/kept.html")
    client = Client(enforce_csrf_checks=True)
    client.cookies = answer.cookies
    client.cookies.update(answer.client.cookies)
    assert client.post(NEW_JOB, hidden(answer), headers={"Origin": OWN}).status_code == 302
    assert Job.objects.filter(title="Data engineer").exists()


@pytest.mark.parametrize("origin", ["https://evil.example", "null", ""])
def test_another_sites_form_is_refused_and_shown_to_nobody(world: World, origin: str) -> None:
    answer = stale(world, **({"Origin": origin} if origin else {}))
    assert (answer.status_code, answer.templates[0].name) == (403, "errors/csrf.html")
    assert not Job.objects.filter(title="Data engineer").exists()
