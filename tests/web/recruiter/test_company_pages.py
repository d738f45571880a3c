"""The company's settings and its people, through their pages."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.web.recruiter.world import World, make_world
from viva.accounts.models import Company, Invitation, MemberRole, Membership

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

HOME = "/dashboard/recruiter/"
GIVEN = {
    "name": "Brightwater",
    "contact": "hr@x.org",
    "colour": "#123456",
    "signature": "Yours",
    "strictness": "lenient",
    "retention_days": "90",
}


def test_an_owner_saves_the_company(world: World, owner: Client) -> None:
    assert owner.post(f"{HOME}company/", GIVEN).status_code == 302
    world.company.refresh_from_db()
    assert (world.company.name, world.company.retention_days, world.company.colour) == (
        "Brightwater",
        90,
        "#123456",
    )


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("colour", "red"), ("contact", "no"), ("retention_days", "0"), ("strictness", "harsh")],
)
def test_what_is_wrong_is_told_at_its_field(owner: Client, field: str, value: str) -> None:
    form = owner.post(f"{HOME}company/", {**GIVEN, field: value}).context["form"]
    assert list(form.errors) == [field]


def test_a_recruiter_reads_it_and_cannot_save(world: World, recruiter: Client) -> None:
    assert recruiter.post(f"{HOME}company/", GIVEN).status_code == 200
    world.company.refresh_from_db()
    assert world.company.name == "Brightwater Labs"


def test_a_logo_is_uploaded_and_served_to_everybody_by_its_random_name(
    world: World, owner: Client, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    buffer = BytesIO()
    Image.new("RGB", (30, 30)).save(buffer, format="PNG")
    owner.post(f"{HOME}company/logo/", {"logo": SimpleUploadedFile("evil.html", buffer.getvalue())})
    world.company.refresh_from_db()
    response = client.get(world.company.logo_path)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    for path in ("/logos/x.png", "/logos/..%2fviva.sqlite3", "/logos/"):
        assert client.get(path).status_code == 404
    refused = owner.post(f"{HOME}company/logo/", {"logo": SimpleUploadedFile("a.png", b"<svg/>")})
    assert (refused.status_code, list(refused.context["logo_form"].errors)) == (400, ["logo"])


def test_an_owner_invites_changes_roles_and_removes(world: World, owner: Client) -> None:
    owner.post(f"{HOME}members/", {"email": "b@x.org", "role": "reviewer"})
    assert Invitation.objects.filter(email="b@x.org", role="reviewer", company=world.company).count() == 1
    refused = owner.post(f"{HOME}members/", {"email": "B@X.ORG", "role": "reviewer"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (400, ["email"])
    owner.post(f"{HOME}members/{world.membership.pk}/role/", {"role": "owner"})
    world.membership.refresh_from_db()
    assert world.membership.role == MemberRole.OWNER
    owner.post(f"{HOME}members/{world.membership.pk}/remove/")
    assert not Membership.objects.filter(pk=world.membership.pk).exists()


def test_the_last_owner_is_told_why_not(world: World, owner: Client) -> None:
    own = Membership.objects.get(user=world.owner)
    page = owner.post(f"{HOME}members/{own.pk}/remove/", follow=True)
    assert "A company needs an owner" in page.content.decode()
    assert Membership.objects.filter(pk=own.pk).exists()


def test_a_recruiter_sees_the_people_and_no_invitations(world: World, recruiter: Client) -> None:
    page = recruiter.get(f"{HOME}members/").content.decode()
    assert (world.owner.email in page, "new@x.org" in page) == (True, False)


class TestTwoCompanies:
    def test_one_switches_and_nothing_is_mixed(self, world: World, recruiter: Client) -> None:
        other = make_world()
        Membership.objects.create(company=other.company, user=world.recruiter, role=MemberRole.REVIEWER)
        Company.objects.filter(pk=other.company.pk).update(name="Other Works")
        assert recruiter.get(HOME).context["desk"].company == world.company
        recruiter.post(f"{HOME}switch/", {"company": other.company.pk})
        assert recruiter.get(HOME).context["desk"].company == other.company
        assert recruiter.get(f"{HOME}schedule/").status_code == 403  # a reviewer there

    def test_a_thing_of_the_other_company_brings_its_desk_and_its_role(
        self, world: World, recruiter: Client
    ) -> None:
        other = make_world()
        Membership.objects.create(company=other.company, user=world.recruiter, role=MemberRole.REVIEWER)
        assert recruiter.get(f"{HOME}jobs/{other.job.pk}/").context["desk"].company == other.company
        assert recruiter.get(f"{HOME}jobs/{other.job.pk}/edit/").status_code == 403
        assert recruiter.get(HOME).context["desk"].company == other.company

    @pytest.mark.parametrize("given", ["", "x", "0", "99999999999999999999"])
    def test_a_company_that_is_not_ones_own_changes_nothing(
        self, world: World, recruiter: Client, given: str
    ) -> None:
        for value in (given, str(make_world().company.pk)):
            assert recruiter.post(f"{HOME}switch/", {"company": value}).status_code == 302
            assert recruiter.get(HOME).context["desk"].company == world.company
