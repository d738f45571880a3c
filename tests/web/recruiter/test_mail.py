"""The recruiter's mail: the log with its filters, one mail with its attempts, *Send again*; not for others."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.mails import make_mail
from tests.web.signing_in import asks_to_sign_in
from viva.accounts.models import Company, MemberRole, User
from viva.notifications.models import Mail, MailKind, MailStatus
from viva.notifications.services.sending import send_due

pytestmark = [pytest.mark.unit, pytest.mark.django_db]
LIST = "/dashboard/recruiter/mail/"


@pytest.fixture
def company() -> Company:
    return make_company()


@pytest.fixture
def recruiter(company: Company, client: Client) -> User:
    user = make_member(company)
    client.force_login(user)
    return user


def page(client: Client, path: str = LIST) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_empty_it_says_what_will_stand_here(client: Client, recruiter: User) -> None:
    assert "No mail yet" in page(client)


def test_it_lists_the_companys_mail_and_no_others(client: Client, company: Company, recruiter: User) -> None:
    make_mail(company_id=company.pk, to_name="Asha Rao")
    make_mail(company_id=make_company("Elsewhere").pk, to_name="Somebody Else")
    said = page(client)
    assert "Asha Rao" in said and "Somebody Else" not in said


def test_filters_narrow_it_and_nonsense_does_not(client: Client, company: Company, recruiter: User) -> None:
    make_mail(company_id=company.pk, to_name="Asha Rao", interview_id=1)
    failed = make_mail(company_id=company.pk, to_name="Bo Li", kind=MailKind.REMINDER, interview_id=2)
    Mail.objects.filter(pk=failed.pk).update(status=MailStatus.FAILED, error="Because.")
    for query in ("status=failed", "kind=reminder", "interview=2", "status=failed&interview=2"):
        said = page(client, f"{LIST}?{query}")
        assert ("Bo Li" in said, "Asha Rao" in said) == (True, False), query
    for query in ("status=nonsense", "interview=x", f"interview={'9' * 40}", "page=nonsense"):
        said = page(client, f"{LIST}?{query}")
        assert ("Bo Li" in said, "Asha Rao" in said) == (True, True), query
    assert "None fits these filters" in page(client, f"{LIST}?status=aborted")


def test_ten_rows_cost_no_more_queries_than_one(client: Client, company: Company, recruiter: User) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client)
        return len(asked)

    make_mail(company_id=company.pk)
    page(client)
    one = queries()
    for _ in range(9):
        make_mail(company_id=company.pk)
    assert queries() == one


def test_one_mail_shows_its_text_without_the_key_and_its_attempts(
    client: Client, company: Company, recruiter: User
) -> None:
    mail = make_mail(company_id=company.pk, subject="Interview Scheduled - <b>Engineer</b>")
    send_due()
    said = page(client, f"{LIST}{mail.pk}/")
    assert "[the secret link, filled in when it is sent]" in said
    assert "Interview Scheduled - &lt;b&gt;Engineer&lt;/b&gt;" in said
    assert "session_key" not in said
    assert "Send again" in said


def test_send_again_queues_it_and_says_how_it_stands(client: Client, company: Company, recruiter: User) -> None:
    mail = make_mail(company_id=company.pk)
    Mail.objects.filter(pk=mail.pk).update(status=MailStatus.FAILED, error="Because.")
    answer = client.post(f"{LIST}{mail.pk}/send-again/")
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{mail.pk}/")
    assert "is on its way." in page(client, answer["Location"])
    mail.refresh_from_db()
    assert mail.status == "queued"


def test_what_does_not_hold_any_more_is_refused_in_words(
    client: Client, company: Company, recruiter: User
) -> None:
    mail = make_mail(company_id=company.pk)
    Mail.objects.filter(pk=mail.pk).update(status=MailStatus.ABORTED, error="Moved.")
    assert "Send again" not in page(client, f"{LIST}{mail.pk}/")
    answer: Any = client.post(f"{LIST}{mail.pk}/send-again/", follow=True)
    assert "does not hold any more" in answer.content.decode()


class TestOutsiders:
    def paths(self, mail: Mail) -> list[tuple[str, str]]:
        return [("get", LIST), ("get", f"{LIST}{mail.pk}/"), ("post", f"{LIST}{mail.pk}/send-again/")]

    def test_nobody_is_asked_to_sign_in(self, client: Client, company: Company) -> None:
        for method, path in self.paths(make_mail(company_id=company.pk)):
            assert asks_to_sign_in(getattr(client, method)(path)), path

    def test_others_learn_nothing(self, client: Client, company: Company) -> None:
        mail = make_mail(company_id=company.pk)
        for user in (UserFactory(), make_member(company, MemberRole.REVIEWER)):
            client.force_login(user)
            for method, path in self.paths(mail):
                assert getattr(client, method)(path).status_code == 404

    def test_a_recruiter_of_another_company_finds_none_of_it(self, client: Client, company: Company) -> None:
        mail = make_mail(company_id=company.pk)
        client.force_login(make_member(make_company("Elsewhere")))
        for method, path in self.paths(mail)[1:]:
            assert getattr(client, method)(path).status_code == 404
        mail.refresh_from_db()
        assert mail.status == "queued"
