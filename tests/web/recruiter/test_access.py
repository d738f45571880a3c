"""Who gets which of the recruiter's pages: one row for each page, one column for each kind of person."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from tests.factories.interviews import make_interview
from tests.web.recruiter.world import World, make_world
from tests.web.signing_in import asks_to_sign_in
from viva.accounts.models import User

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

READ, WRITE, MANAGE = "read", "write", "manage"
HOME = "/dashboard/recruiter/"


@dataclass(frozen=True)
class Page:
    """`of` names the thing of the world whose id stands in the path; without one the page is the desk's own."""

    name: str
    path: str
    needs: str = READ
    method: str = "get"
    of: str = ""


PAGES = [
    Page("dashboard", ""),
    Page("company", "company/"),
    Page("logo", "company/logo/", MANAGE, "post"),
    Page("own_model", "company/model/", MANAGE),
    Page("own_model_try", "company/model/try/", MANAGE, "post"),
    Page("own_model_remove", "company/model/remove/", MANAGE, "post"),
    Page("members", "members/"),
    Page("member_role", "members/{}/role/", MANAGE, "post", "membership"),
    Page("member_remove", "members/{}/remove/", MANAGE, "post", "membership"),
    Page("invitation_revoke", "invitations/{}/revoke/", MANAGE, "post", "invitation"),
    Page("invitation_send", "invitations/{}/send/", MANAGE, "post", "invitation"),
    Page("jobs", "jobs/"),
    Page("job_new", "jobs/new/", WRITE),
    Page("job", "jobs/{}/", of="job"),
    Page("job_edit", "jobs/{}/edit/", WRITE, of="job"),
    Page("job_status", "jobs/{}/status/", WRITE, "post", "job"),
    Page("job_delete", "jobs/{}/delete/", WRITE, "post", "job"),
    Page("job_choose", "jobs/{}/applications/", WRITE, "post", "job"),
    Page("questions", "jobs/{}/questions/", WRITE, of="job"),
    Page("own_questions", "questions/"),
    Page("own_question_new", "questions/new/", WRITE),
    Page("own_question_import", "questions/import/", WRITE),
    Page("own_question_export", "questions/export/yaml/"),
    Page("own_question", "questions/{}/", of="own_question"),
    Page("own_question_edit", "questions/{}/edit/", WRITE, of="own_question"),
    Page("own_question_archive", "questions/{}/archive/", WRITE, "post", "own_question"),
    Page("candidate_add", "jobs/{}/candidates/add/", WRITE, of="job"),
    Page("csv", "jobs/{}/candidates/csv/", WRITE, of="job"),
    Page("schedule_job", "jobs/{}/schedule/", WRITE, of="job"),
    Page("application", "applications/{}/", of="application"),
    Page("application_move", "applications/{}/move/", WRITE, "post", "application"),
    Page("schedule_application", "applications/{}/schedule/", WRITE, of="application"),
    Page("schedule", "schedule/", WRITE),
    Page("scheduled", "schedule/{}/", of="interview"),
    Page("scheduled_mail", "schedule/{}/mail/", of="interview"),
    Page("move", "schedule/{}/move/", WRITE, "post", "interview"),
    Page("release", "schedule/{}/release/", WRITE, "post", "interview"),
    Page("extra_time", "schedule/{}/extra-time/", WRITE, "post", "interview"),
    Page("candidate", "schedule/{}/candidate/", WRITE, "post", "interview"),
    Page("cancel", "schedule/{}/cancel/", WRITE, "post", "interview"),
    Page("slots", "slots/"),
    Page("slot_new", "slots/new/", WRITE),
    Page("hours", "slots/hours/", WRITE),
    Page("slot", "slots/{}/", of="slot"),
    Page("slot_cancel", "slots/{}/cancel/", WRITE, "post", "slot"),
    Page("slot_delete", "slots/{}/delete/", WRITE, "post", "slot"),
]
# Their own tests ask after these: they are for those without a company, for any member, and need more than an id.
ELSEWHERE = {"company_new", "switch", "resume", "resume_skills", "schedule_many"}
THINGS = ["jobs", "questions", "applications", "schedule", "slots"]


@contextmanager
def undone() -> Iterator[None]:
    """What happens in it has not happened afterwards: one world serves the whole table."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def asking(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


def ask(page: Page, world: World, client: Client) -> int:
    thing = getattr(world, page.of).pk if page.of else ""
    response = getattr(client, page.method)(HOME + page.path.format(thing))
    return 401 if asks_to_sign_in(response) else int(response.status_code)


def test_every_page_is_in_the_table() -> None:
    names = {name for name in get_resolver().namespace_dict["recruiter"][1].reverse_dict if isinstance(name, str)}
    assert names == {page.name for page in PAGES} | ELSEWHERE


def test_nobody_is_asked_to_sign_in() -> None:
    world, nobody = make_world(), asking(None)
    assert {page.name: ask(page, world, nobody) for page in PAGES} == {page.name: 401 for page in PAGES}


@pytest.mark.parametrize("who", ["candidate", "applicant", "foreigner"])
def test_a_candidate_and_another_companys_owner_learn_nothing(who: str) -> None:
    world = make_world()
    people = {"candidate": world.candidate, "applicant": world.application.candidate, "foreigner": world.foreigner}
    client = asking(people[who])
    pages = [page for page in PAGES if page.of or who != "foreigner"]  # else it is their own company's
    assert {page.name: ask(page, world, client) for page in pages} == {page.name: 404 for page in pages}


def expected(page: Page, role: str) -> set[int]:
    allowed = {READ: {"reviewer", "recruiter", "owner"}, WRITE: {"recruiter", "owner"}, MANAGE: {"owner"}}[
        page.needs
    ]
    if page.name == "member_remove":
        allowed = allowed | {"reviewer"}  # the place is the reviewer's own: everybody may leave
    if role in allowed:
        return {200, 302, 400}
    return {404 if page.of == "invitation" else 403}  # invitations are not even seen


@pytest.mark.parametrize("role", ["reviewer", "recruiter", "owner"])
def test_each_role_goes_as_far_as_it_may(role: str) -> None:
    world = make_world()
    client = asking(getattr(world, role))
    wrong = {}
    for page in PAGES:
        with undone():
            status = ask(page, world, client)
        if status not in expected(page, role):
            wrong[page.name] = status
    assert wrong == {}


def test_a_number_of_nothing_is_404() -> None:
    client = asking(make_world().recruiter)
    numbers = [0, 99999, 2**31, 2**63, 10**30]
    paths = [HOME + f"{thing}/{number}/" for thing in THINGS for number in numbers]
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 404)


def test_a_recruiter_without_a_company_is_asked_to_name_one(client: Client) -> None:
    world = make_world()
    world.membership.delete()
    client.force_login(world.reviewer)
    assert client.get(HOME)["Location"] == "/dashboard/recruiter/company/new/"
    assert client.get("/dashboard/recruiter/company/new/").status_code == 200
    assert client.get(f"{HOME}jobs/{world.job.pk}/")["Location"] == "/dashboard/recruiter/company/new/"


def test_a_practice_interview_is_on_nobodys_desk(client: Client) -> None:
    world = make_world()
    client.force_login(world.recruiter)
    own = make_interview(world.recruiter)
    assert client.get(f"{HOME}schedule/{own.pk}/").status_code == 404


def test_only_writers_see_the_candidates_link() -> None:
    world = make_world()
    shown = {}
    for role in ("reviewer", "recruiter"):
        client = Client()
        client.force_login(getattr(world, role))
        shown[role] = (
            world.interview.session_key in client.get(f"{HOME}schedule/{world.interview.pk}/").content.decode()
        )
    assert shown == {"reviewer": False, "recruiter": True}
