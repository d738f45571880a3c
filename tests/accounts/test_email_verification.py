"""An address is an account's own once its link was followed; then what was sent to it is theirs."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail as outbox
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.sittings import make_sitting
from tests.web.signing_in import asks_to_sign_in
from viva.accounts.email_verification import LINK_DAYS, verification_link, verify_email
from viva.accounts.mail import wait_until_sent
from viva.accounts.services import change_email
from viva.core.errors import StateForbids

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


def token_of(user: Any) -> str:
    return verification_link(user).rstrip("/").rsplit("/", 1)[1]


@pytest.mark.django_db(transaction=True)
def test_the_link_comes_by_mail_and_its_button_confirms(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    client.post("/accounts/verify-email/")
    wait_until_sent()
    [message] = outbox.outbox
    found = re.search(r"http://\S+?(/accounts/verify-email/\S+)", message.body)
    assert (message.to, bool(found)) == ([user.email], True)
    assert found
    client.get(found.group(1))
    user.refresh_from_db()
    assert not user.has_verified_email  # mail scanners open links too
    client.post(found.group(1))
    user.refresh_from_db()
    assert user.has_verified_email


def test_what_was_sent_to_the_address_is_theirs_from_then_on_and_what_comes_later() -> None:
    user = UserFactory(email="Samira@people.example")
    before, others = make_sitting(), make_sitting(candidate_email="else@people.example")
    assert before.candidate is None
    verify_email(user, token=token_of(user))
    for interview in (before, others):
        interview.refresh_from_db()
    assert (before.candidate, others.candidate, make_sitting().candidate) == (user, None, user)


def test_what_has_a_candidate_keeps_them() -> None:
    somebody, user = UserFactory(), UserFactory(email="samira@people.example")
    interview = make_sitting(somebody)
    verify_email(user, token=token_of(user))
    interview.refresh_from_db()
    assert interview.candidate == somebody


def test_an_address_that_nobody_has_verified_is_nobodys() -> None:
    UserFactory(email="samira@people.example")
    assert make_sitting().candidate is None


def test_a_link_that_somebody_else_had_sent_to_you_confirms_nothing(client: Client) -> None:
    owner, attacker = UserFactory(), UserFactory()
    token = token_of(attacker)
    with pytest.raises(StateForbids):
        verify_email(owner, token=token)
    client.force_login(owner)
    client.post(f"/accounts/verify-email/{token}/")
    attacker.refresh_from_db()
    owner.refresh_from_db()
    assert [owner.has_verified_email, attacker.has_verified_email] == [False, False]


def test_it_is_of_one_address_and_ends_with_it() -> None:
    user = UserFactory()
    old = token_of(user)
    verify_email(user, token=old)
    change_email(user, email="new@people.example")
    user.refresh_from_db()
    assert not user.has_verified_email
    with pytest.raises(StateForbids):
        verify_email(user, token=old)


def test_it_grows_old(monkeypatch: pytest.MonkeyPatch) -> None:
    user = UserFactory()
    token = token_of(user)
    import time

    later = time.time() + LINK_DAYS * 24 * 3600 + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    with pytest.raises(StateForbids):
        verify_email(user, token=token)


@pytest.mark.parametrize("token", ["x", "a:b:c", "é", "A" * 3000])
def test_a_link_that_is_none_says_so(client: Client, token: str) -> None:
    client.force_login(UserFactory())
    answer = client.post(f"/accounts/verify-email/{token}/", follow=True)
    assert "too old" in answer.content.decode()


def test_it_is_asked_for_by_the_signed_in_and_not_without_end(client: Client) -> None:
    assert asks_to_sign_in(client.post("/accounts/verify-email/"))
    client.force_login(UserFactory())
    pages = [client.post("/accounts/verify-email/", follow=True).content.decode() for _ in range(6)]
    assert ["We have sent a link" in page for page in pages] == [True] * 5 + [False]
    assert "Too many attempts" in pages[-1]
    wait_until_sent()
