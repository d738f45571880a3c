"""Who gets which of the recruiter's pages: one row for each page, one column for each kind of person."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
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
BY_NAME = pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)


def ask(page: Page, world: World, user: User | None) -> int:
    client = Client()
    if user:
        client.force_login(user)
    thing = getattr(world, page.of).pk if page.of else ""
    response = getattr(client, page.method)(HOME + page.path.format(thing))
    return 401 if asks_to_sign_in(response) else int(response.status_code)


def test_every_page_is_in_the_table() -> None:
    names = {name for name in get_resolver().namespace_dict["recruiter"][1].reverse_dict if isinstance(name, str)}
    assert names == {page.name for page in PAGES} | ELSEWHERE


@BY_NAME
def test_nobody_is_asked_to_sign_in(page: Page) -> None:
    assert ask(page, make_world(), None) == 401


@BY_NAME
def test_a_candidate_and_another_companys_owner_learn_nothing(page: Page) -> None:
    world = make_world()
    assert ask(page, world, world.candidate) == 404
    assert ask(page, world, world.application.candidate) == 404
    if page.of:
        assert ask(page, world, world.foreigner) == 404


@BY_NAME
@pytest.mark.parametrize("role", ["reviewer", "recruiter", "owner"])
def test_each_role_goes_as_far_as_it_may(page: Page, role: str) -> None:
    world = make_world()
    allowed = {READ: {"reviewer", "recruiter", "owner"}, WRITE: {"recruiter", "owner"}, MANAGE: {"owner"}}[
        page.needs
    ]
    if page.name == "member_remove":
        allowed = allowed | {"reviewer"}  # the place is the reviewer's own: everybody may leave
    refused = 404 if page.of == "invitation" else 403  # invitations are not even seen
    status = ask(page, world, getattr(world, role))
    assert status in ({200, 302, 400} if role in allowed else {refused})


@pytest.mark.parametrize("path", ["jobs/{}/", "questions/{}/", "applications/{}/", "schedule/{}/", "slots/{}/"])
@pytest.mark.parametrize("number", [0, 99999, 2**31, 2**63, 10**30])
def test_a_number_of_nothing_is_404(path: str, number: int) -> None:
    client = Client()
    client.force_login(make_world().recruiter)
    assert client.get(HOME + path.format(number)).status_code == 404


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
