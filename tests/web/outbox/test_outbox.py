"""The outbox of development: what was written to files, shown to staff and in the demo, and to nobody else."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client

from tests.factories.accounts import AdminFactory, UserFactory
from tests.factories.bookings import book, make_waiting
from tests.factories.companies import make_company
from tests.scheduling.test_hostile_letters import ONE_PIXEL
from viva.core.time import now
from viva.interviews.models import Interview
from viva.notifications.services.sending import send_due
from viva.web.outbox.reading import filed_mails

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def into_files(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_FILE_PATH = "", tmp_path / "outbox"
    settings.MEDIA_ROOT = tmp_path / "uploads"


@pytest.fixture
def sent() -> Interview:
    """An interview whose mail was written, logo and all."""
    company = make_company("Brightwater & Söhne")
    company.logo.save("logo.png", ContentFile(ONE_PIXEL))
    interview = make_waiting(company, name="محمد <b>الأحمد</b>")
    book(interview, starts_at=now() + timedelta(days=3))
    send_due()
    interview.refresh_from_db()
    return interview


def path_of_first() -> str:
    mail = next(filed_mails())
    return f"/outbox/{mail.name}/{mail.number}/"


def test_empty_it_says_how_to_fill_it(admin_client: Client) -> None:
    assert "Nothing was written yet" in admin_client.get("/outbox/").content.decode()


def test_it_shows_text_link_and_calendar(sent: Interview, admin_client: Client) -> None:
    listed = admin_client.get("/outbox/").content.decode()
    assert "Interview Scheduled - Backend Engineer at Brightwater &amp; Söhne" in listed
    said = admin_client.get(path_of_first()).content.decode()
    assert f'href="http://127.0.0.1:8000/?session_key={sent.session_key}"' in said
    assert "BEGIN:VCALENDAR" in said
    assert "Hello محمد &lt;b&gt;الأحمد&lt;/b&gt;," in said


def test_the_html_stands_alone_in_a_sandbox(sent: Interview, admin_client: Client) -> None:
    answer = admin_client.get(f"{path_of_first()}html/")
    said, policy = answer.content.decode(), answer["Content-Security-Policy"]
    assert 'src="data:image/png;base64,' in said and "cid:" not in said
    assert "محمد &lt;b&gt;الأحمد&lt;/b&gt;" in said
    assert "default-src 'none'" in policy and "script-src" not in policy
    assert "sandbox allow-popups allow-popups-to-escape-sandbox" in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_several_in_a_file_are_told_apart(admin_client: Client) -> None:
    for name in ("Asha", "Bo"):
        book(make_waiting(name=name), starts_at=now() + timedelta(days=3))
    send_due()
    assert len({mail.name for mail in filed_mails()}) == 1
    assert sorted(mail.to_name for mail in filed_mails()) == ["Asha", "Bo"]


@pytest.mark.parametrize(
    "name", ["..%2Fviva.sqlite3", "20260101-000000-1.log", "secret.txt", "..", "20260101-000000-1.log%00"]
)
def test_no_name_leads_to_another_file(sent: Interview, admin_client: Client, name: str) -> None:
    assert admin_client.get(f"/outbox/{name}/0/").status_code == 404


def test_a_number_too_high_is_not_there(sent: Interview, admin_client: Client) -> None:
    path = path_of_first().removesuffix("0/")
    assert admin_client.get(f"{path}99999999999999999999/").status_code == 404


class TestWhoSees:
    def statuses(self, client: Client) -> set[int]:
        first = path_of_first()
        return {client.get(path).status_code for path in ("/outbox/", first, f"{first}html/")}

    def test_staff_and_in_the_demo_everybody(self, sent: Interview, client: Client, settings: Any) -> None:
        settings.VIVA_DEMO = True
        assert self.statuses(client) == {200}
        settings.VIVA_DEMO = False
        client.force_login(AdminFactory())
        assert self.statuses(client) == {200}

    def test_nobody_else(self, sent: Interview, client: Client) -> None:
        assert self.statuses(client) == {404}
        for user in (UserFactory(), sent.user):
            client.force_login(user)
            assert self.statuses(client) == {404}

    def test_not_where_mail_goes_through_a_server(
        self, sent: Interview, admin_client: Client, settings: Any
    ) -> None:
        settings.EMAIL_HOST, settings.VIVA_DEMO = "smtp.example.org", True
        assert self.statuses(admin_client) == {404}
