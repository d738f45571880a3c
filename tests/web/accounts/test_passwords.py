"""New passwords, by e-mail and by the old one."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.mail import EmailMessage
from django.test import Client

from tests.factories.accounts import PASSWORD, UserFactory
from viva.accounts import mail

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

RESET, CHANGE = "/accounts/password-reset/", "/accounts/password-change/"
NEW = "another calm hour"


def _ask(client: Client, email: str) -> Any:
    response = client.post(RESET, {"email": email}, headers={"host": "localhost"})
    mail.wait_until_sent()
    return response


def _link(outbox: list[EmailMessage]) -> str:
    found = re.search(r"https://viva\.example(/\S+)", str(outbox[-1].body))
    assert found
    return found[1]


@pytest.fixture(autouse=True)
def _base(settings: Any) -> None:
    settings.VIVA_BASE_URL = "https://viva.example"


def test_a_link_comes_by_mail_and_its_host_is_the_configured_one(
    client: Client, mailoutbox: list[EmailMessage]
) -> None:
    UserFactory(email="Ann@x.org", name="Ann Lee", username="ann")
    assert _ask(client, "ann@X.ORG")["Location"] == "/accounts/password-reset/done/"
    (message,) = mailoutbox
    assert (message.to, message.subject) == (["Ann@x.org"], "A new password for Viva")
    assert str(message.body).startswith("Hello Ann,\n")
    assert "localhost" not in str(message.body)
    assert "within 1 hour." in str(message.body)


def test_nothing_tells_an_unknown_address_from_a_known_one(client: Client, mailoutbox: list[EmailMessage]) -> None:
    UserFactory(email="ann@x.org")
    UserFactory(email="off@x.org", is_active=False)
    answers = [_ask(client, email) for email in ("ann@x.org", "nobody@x.org", "off@x.org")]
    assert len({(a.status_code, a["Location"], a.content) for a in answers}) == 1
    assert [message.to for message in mailoutbox] == [["ann@x.org"]]


def test_mail_that_fails_is_not_told_either(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    UserFactory(email="ann@x.org")
    settings.EMAIL_BACKEND = "no.such.Backend"
    assert _ask(client, "ann@x.org").status_code == 302
    assert [record.getMessage() for record in caplog.records if record.name == "viva.accounts.mail"] == [
        "Mail not sent: ModuleNotFoundError"
    ]


def test_the_link_sets_a_password_once(client: Client, mailoutbox: list[EmailMessage]) -> None:
    user = UserFactory(email="ann@x.org")
    _ask(client, "ann@x.org")
    link = _link(mailoutbox)
    form = client.get(link, follow=True)
    assert form.context["validlink"] is True
    assert "set-password" in form.redirect_chain[-1][0]
    done = client.post(form.redirect_chain[-1][0], {"new_password": NEW})
    assert done["Location"] == "/accounts/password-reset/complete/"
    user.refresh_from_db()
    assert user.check_password(NEW)
    assert "_auth_user_id" not in client.session
    assert Client().get(link, follow=True).context["validlink"] is False


def test_the_link_ends_with_its_time_and_with_another_address(
    client: Client, mailoutbox: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    user = UserFactory(email="ann@x.org")
    _ask(client, "ann@x.org")
    link = _link(mailoutbox)
    with monkeypatch.context() as patch:
        later = datetime.now() + timedelta(seconds=3602)
        patch.setattr(PasswordResetTokenGenerator, "_now", lambda self: later)
        assert client.get(link, follow=True).context["validlink"] is False
    user.email = "elsewhere@x.org"
    user.save()
    assert client.get(link, follow=True).context["validlink"] is False


@pytest.mark.parametrize(
    "path", ["MQ/x-y/", "MQ/set-password/", "%FF/a-b/", "_/_/", "OTk5OTk5OTk5OTk5OTk5OTk5OTk5/a-b/"]
)
def test_a_made_up_link_says_that_it_is_none(client: Client, path: str) -> None:
    UserFactory()
    response = client.get(f"{RESET}{path}", follow=True)
    assert (response.status_code, response.context["validlink"]) == (200, False)


def test_a_weak_password_is_refused_at_the_link(client: Client, mailoutbox: list[EmailMessage]) -> None:
    UserFactory(email="ann@x.org")
    _ask(client, "ann@x.org")
    page = client.get(_link(mailoutbox), follow=True).redirect_chain[-1][0]
    assert list(client.post(page, {"new_password": "short"}).context["form"].errors) == ["new_password"]


@pytest.mark.parametrize("email", ["ann@x.org", "nobody@x.org"])
def test_three_mails_to_one_address_then_a_wait(
    client: Client, mailoutbox: list[EmailMessage], email: str
) -> None:
    UserFactory(email="ann@x.org")
    answers = [_ask(client, email) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert answers[-1].headers["Retry-After"] in {"899", "900"}
    assert len(mailoutbox) == (3 if email == "ann@x.org" else 0)


def test_twenty_asked_for_from_one_address_then_a_wait(client: Client) -> None:
    answers = [_ask(client, f"person{number}@x.org").status_code for number in range(21)]
    assert answers == [302] * 20 + [429]


def test_who_was_locked_out_signs_in_after_a_reset(client: Client, mailoutbox: list[EmailMessage]) -> None:
    UserFactory(username="ann", email="ann@x.org")
    for _ in range(10):
        client.post("/accounts/login/", {"username": "ann", "password": "wrong"})
    _ask(client, "ann@x.org")
    page = client.get(_link(mailoutbox), follow=True).redirect_chain[-1][0]
    client.post(page, {"new_password": NEW})
    assert client.post("/accounts/login/", {"username": "ann", "password": NEW}).status_code == 302


def test_changing_the_password_keeps_this_sign_in_and_ends_the_others() -> None:
    user = UserFactory()
    here, elsewhere = Client(), Client()
    here.force_login(user)
    elsewhere.force_login(user)
    response = here.post(CHANGE, {"old_password": PASSWORD, "new_password": NEW})
    assert (response.status_code, response["Location"]) == (302, "/profile/")
    assert here.get(CHANGE).status_code == 200
    assert elsewhere.get(CHANGE).status_code == 302


def test_changing_takes_the_old_password_and_limits_the_guesses(client: Client) -> None:
    user = UserFactory()
    client.force_login(user)
    wrong = {"old_password": "wrong", "new_password": NEW}
    answers = [client.post(CHANGE, wrong) for _ in range(11)]
    assert [answer.status_code for answer in answers] == [200] * 10 + [429]
    assert list(answers[0].context["form"].errors) == ["old_password"]
    user.refresh_from_db()
    assert user.check_password(PASSWORD)
