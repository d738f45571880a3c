"""Companies and who belongs to them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connections
from PIL import Image

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from viva.accounts.actors import LinkHolder, UserActor
from viva.accounts.logos import NoLogo, drawn_anew
from viva.accounts.models import Company, MemberRole, Membership
from viva.accounts.selectors import get_member_for, memberships_of
from viva.accounts.services import (
    change_company,
    change_member_role,
    create_company,
    remove_logo,
    remove_member,
    set_logo,
)
from viva.audit.models import Entry
from viva.core.errors import StateForbids

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

WORDS = {
    "name": "Brightwater Labs",
    "colour": "#112233",
    "signature": "Yours",
    "contact": "hr@x.org",
    "strictness": "strict",
    "retention_days": 30,
}


def owners(company: Company) -> int:
    return Membership.objects.filter(company=company, role=MemberRole.OWNER).count()


def place(company: Company, role: MemberRole = MemberRole.OWNER) -> Membership:
    return Membership.objects.get(company=company, user=make_member(company, role))


def test_whoever_makes_a_company_owns_it_and_recruits() -> None:
    user = UserFactory()
    company = create_company(user, name="Acme")
    user.refresh_from_db()
    [membership] = memberships_of(UserActor(user))
    assert (membership.company, membership.role, user.role) == (company, "owner", "recruiter")


def test_the_record_names_what_was_changed_and_not_to_what() -> None:
    company = make_company()
    owner = make_member(company, MemberRole.OWNER)
    change_company(company, words=WORDS, by=owner)
    change_company(company, words=WORDS, by=owner)
    [entry] = Entry.objects.filter(action="company.changed")
    expected = ["colour", "contact", "retention_days", "signature", "strictness"]
    assert (entry.data, entry.actor_id) == ({"changed": expected}, owner.pk)


class TestMembers:
    def test_the_last_owner_stays(self) -> None:
        company = make_company()
        last = place(company)
        with pytest.raises(StateForbids):
            remove_member(last, by=last.user)
        with pytest.raises(StateForbids):
            change_member_role(last, role=MemberRole.REVIEWER, by=last.user)
        assert owners(company) == 1

    def test_one_of_two_owners_goes_and_it_is_recorded(self) -> None:
        company = make_company()
        first, second = place(company), place(company)
        change_member_role(first, role=MemberRole.RECRUITER, by=second.user)
        remove_member(first, by=second.user)
        assert [entry.action for entry in Entry.objects.all()] == ["member.role_changed", "member.removed"]
        assert list(Membership.objects.all()) == [second]

    def test_one_who_has_left_meanwhile_is_told_of(self) -> None:
        company = make_company()
        first, second = place(company), place(company)
        remove_member(first, by=first.user)
        with pytest.raises(StateForbids):
            change_member_role(first, role=MemberRole.REVIEWER, by=second.user)

    def test_another_companys_people_are_not_seen(self) -> None:
        mine, theirs = place(make_company()), place(make_company())
        assert get_member_for(UserActor(mine.user), mine.pk) == mine
        with pytest.raises(Membership.DoesNotExist):
            get_member_for(UserActor(mine.user), theirs.pk)
        assert not memberships_of(LinkHolder(1)).exists()


def leave_at_once(leave: Any) -> int:
    """Two owners leave at the same moment by `leave`; how many owners stay."""
    company = make_company()
    places, barrier = [place(company), place(company)], Barrier(2)

    def attempt(membership: Membership) -> None:
        try:
            leave(membership, barrier)
        except StateForbids:
            pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(attempt, places))
    return owners(company)


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_do_not_leave_it_alone() -> None:
    def leave(membership: Membership, barrier: Barrier) -> None:
        user = membership.user
        barrier.wait(10)
        remove_member(membership, by=user)

    assert leave_at_once(leave) == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_two_leave_it_alone_where_nothing_is_locked() -> None:
    """The control of the test above: look, then act."""

    def leave(membership: Membership, barrier: Barrier) -> None:
        others = Membership.objects.filter(company=membership.company, role=MemberRole.OWNER)
        may = others.exclude(pk=membership.pk).exists()
        barrier.wait(10)
        if may:
            membership.delete()

    assert leave_at_once(leave) == 0


def picture(kind: str, size: tuple[int, int] = (800, 400), **more: Any) -> bytes:
    buffer = BytesIO()
    Image.new("RGB", size, "#336699").save(buffer, format=kind, **more)
    return buffer.getvalue()


class TestLogos:
    @pytest.fixture(autouse=True)
    def _stored_apart(self, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path

    @pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
    def test_a_picture_is_drawn_anew_as_a_small_png(self, kind: str) -> None:
        with Image.open(BytesIO(drawn_anew(picture(kind)))) as drawn:
            assert (drawn.format, drawn.size) == ("PNG", (512, 256))

    def test_nothing_that_rode_along_is_kept(self) -> None:
        exif = Image.Exif()
        exif[0x010E] = "secret place"
        content = picture("JPEG", exif=exif) + b"<script>alert(1)</script>PK\x03\x04"
        drawn = drawn_anew(content)
        assert b"secret" not in drawn
        assert b"<script>" not in drawn

    @pytest.mark.parametrize(
        "content",
        [
            b"",
            b"MZ" + bytes(200),
            b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
            picture("GIF"),
            picture("PNG")[:60],
            picture("PNG", size=(5000, 4000)),
            bytes(5 * 1024 * 1024 + 1),
        ],
        ids=["empty", "exe", "svg", "gif", "cut off", "too many pixels", "too large"],
    )
    def test_anything_else_is_refused_and_changes_nothing(self, content: bytes) -> None:
        company = make_company()
        with pytest.raises(NoLogo):
            set_logo(company, content=content, by=make_member(company))
        company.refresh_from_db()
        assert company.logo_path == ""

    @pytest.mark.django_db(transaction=True)
    def test_a_new_logo_takes_the_old_files_place(self) -> None:
        company = make_company()
        owner = make_member(company)
        names = []
        for _ in range(2):
            set_logo(company, content=picture("PNG"), by=owner)
            names.append(company.logo.name)
        assert [default_storage.exists(name) for name in names] == [False, True]
        assert company.logo_path == f"/logos/{Path(names[1]).name}"
        remove_logo(company, by=owner)
        company.refresh_from_db()
        assert (company.logo_path, default_storage.exists(names[1])) == ("", False)
