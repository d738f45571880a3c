"""Asking somebody to join a company, and the link that is sent."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.companies import make_company, make_member
from viva.accounts.actors import UserActor
from viva.accounts.events import COMPANY_INVITATION
from viva.accounts.link_keys import LinkSeed, key_of
from viva.accounts.models import Invitation, MemberRole, Membership, User
from viva.accounts.selectors import get_invitation_by, get_invitation_for
from viva.accounts.services import accept_invitation, invite, revoke_invitation, send_invitation_again
from viva.audit.models import Entry
from viva.core import events, time
from viva.core.errors import StateForbids

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

ACCOUNT = {"name": "Ann Lee", "username": "ann", "email": "ann@x.org", "password": PASSWORD}


@pytest.fixture
def told() -> Iterator[list[dict[str, Any]]]:
    """What the rooms above hear."""
    heard: list[dict[str, Any]] = []

    def hear(event: events.Event) -> None:
        heard.append(event.data)

    events.subscribe(COMPANY_INVITATION, hear, within=True)
    yield heard
    events.unsubscribe(COMPANY_INVITATION, hear)


def make_invitation(**changes: Any) -> Invitation:
    company = make_company()
    owner = make_member(company, MemberRole.OWNER)
    return invite(company, by=owner, **{"email": "ann@x.org", "role": MemberRole.REVIEWER, **changes})


def key(invitation: Invitation) -> str:
    return key_of(LinkSeed(invitation.link_nonce, invitation.link_key_id))


def join(client: Client, invitation: Invitation, **given: str) -> Any:
    return client.post("/invitations/join/", {"key": key(invitation), **given})


class TestSending:
    def test_the_mail_is_asked_for_with_ids_alone(self, told: list[dict[str, Any]]) -> None:
        invitation = make_invitation()
        assert told == [{"invitation_id": invitation.pk, "expires_at": invitation.expires_at.isoformat()}]

    def test_it_is_found_by_its_key_which_stands_in_no_row(self) -> None:
        invitation = make_invitation()
        assert get_invitation_by(key(invitation)) == invitation
        stored = [*Invitation.objects.values_list(), *Entry.objects.values_list()]
        assert key(invitation) not in str(stored)

    @pytest.mark.parametrize("guess", ["", "x", "x" * 43, "x" * 5000, "é" * 43])
    def test_a_guessed_key_finds_nothing(self, guess: str) -> None:
        make_invitation()
        with pytest.raises(Invitation.DoesNotExist):
            get_invitation_by(guess)

    def test_an_address_is_invited_once_whatever_the_case_and_a_member_not_at_all(self) -> None:
        invitation = make_invitation()
        owner = invitation.invited_by
        assert owner is not None
        for email in ("ANN@x.org", owner.email.upper()):
            with pytest.raises(StateForbids):
                invite(invitation.company, email=email, role=MemberRole.OWNER, by=owner)
        assert Invitation.objects.count() == 1

    def test_again_means_the_same_link_for_longer(self, told: list[dict[str, Any]]) -> None:
        invitation = make_invitation()
        before, later = key(invitation), invitation.expires_at + timedelta(days=1)
        with time.clock(lambda: later):
            send_invitation_again(invitation, by=invitation.invited_by)
        assert (key(invitation), invitation.expires_at) == (before, later + timedelta(days=14))
        assert len({str(data) for data in told}) == 2

    def test_only_owners_of_the_company_see_it(self) -> None:
        invitation = make_invitation()
        assert get_invitation_for(UserActor(invitation.invited_by), invitation.pk) == invitation
        outsiders = [make_member(invitation.company), make_member(make_company(), MemberRole.OWNER)]
        for outsider in outsiders:
            with pytest.raises(Invitation.DoesNotExist):
                get_invitation_for(UserActor(outsider), invitation.pk)


class TestItsLink:
    def test_looking_changes_nothing(self, client: Client) -> None:
        invitation = make_invitation()
        before = list(Invitation.objects.values_list())
        for method in (client.get, client.head):
            response = method(f"/invitations/{key(invitation)}/")
            assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
        assert client.post(f"/invitations/{key(invitation)}/").status_code == 405
        assert list(Invitation.objects.values_list()) == before

    def test_a_stranger_signs_up_and_joins_at_once(self, client: Client) -> None:
        invitation = make_invitation()
        assert "ann@x.org" in client.get(f"/invitations/{key(invitation)}/").content.decode()
        response = join(client, invitation, **ACCOUNT)
        assert (response.status_code, response["Location"]) == (302, "/dashboard/recruiter/")
        [membership] = User.objects.get(username="ann").memberships.all()
        assert (membership.company, membership.role) == (invitation.company, "reviewer")
        assert client.get("/dashboard/recruiter/").status_code == 200

    def test_what_is_wrong_on_the_form_is_told_and_joins_nobody(self, client: Client) -> None:
        invitation = make_invitation()
        response = join(client, invitation, **{**ACCOUNT, "password": "short"})
        assert list(response.context["form"].errors) == ["password"]
        invitation.refresh_from_db()
        assert (invitation.accepted_at, User.objects.filter(username="ann").count()) == (None, 0)

    def test_a_candidate_who_joins_recruits_from_then_on(self, client: Client) -> None:
        invitation, user = make_invitation(), UserFactory()
        client.force_login(user)
        assert user.get_full_name() in client.get(f"/invitations/{key(invitation)}/").content.decode()
        join(client, invitation)
        user.refresh_from_db()
        assert (user.role, user.memberships.count()) == ("recruiter", 1)

    def test_it_works_once(self, client: Client) -> None:
        invitation = make_invitation()
        join(client, invitation, **ACCOUNT)
        other = Client()
        other.force_login(UserFactory())
        assert join(other, invitation).status_code == 410
        assert Membership.objects.filter(company=invitation.company).count() == 2
        with pytest.raises(StateForbids):
            accept_invitation(invitation, user=UserFactory())

    def test_one_taken_back_expired_or_unknown_says_so(self, client: Client) -> None:
        revoked, expired = make_invitation(), make_invitation()
        revoke_invitation(revoked, by=revoked.invited_by)
        Invitation.objects.filter(pk=expired.pk).update(expires_at=time.now())
        answers = {}
        for name, path in (("revoked", key(revoked)), ("expired", key(expired)), ("unknown", "x" * 43)):
            response = client.get(f"/invitations/{path}/")
            answers[name] = (response.status_code, response.context["state"])
            assert client.post("/invitations/join/", {"key": path, **ACCOUNT}).status_code == response.status_code
        assert answers == {"revoked": (410, "revoked"), "expired": (410, "expired"), "unknown": (404, "unknown")}
        assert not User.objects.filter(username="ann").exists()

    def test_no_log_line_holds_the_key(self, client: Client, caplog: pytest.LogCaptureFixture) -> None:
        invitation = make_invitation()
        revoke_invitation(invitation, by=invitation.invited_by)
        strict = Client(enforce_csrf_checks=True)
        with caplog.at_level(logging.DEBUG):
            client.get(f"/invitations/{key(invitation)}/")
            join(client, invitation, **ACCOUNT)
            assert join(strict, invitation, **ACCOUNT).status_code == 403
        assert key(invitation) not in caplog.text
