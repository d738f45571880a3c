"""The link's key stands nowhere but in the mail that goes out: in no row, log, attempt or page."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from tests.factories.bookings import book, make_waiting
from tests.notifications.letterbox import letterbox, send_through
from viva.core.time import now
from viva.interviews.models import Interview
from viva.notifications.models import Mail, MailAttempt
from viva.notifications.services import send_again
from viva.notifications.services.sending import send_due

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


def whole_database() -> str:
    """Every value of every row of every table."""
    rows = (row for model in apps.get_models() for row in model._default_manager.values_list())
    return "\n".join(map(str, rows))


def test_the_key_is_in_the_mail_and_nowhere_else(
    settings: Any, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG), letterbox() as box:
        send_through(settings, box)
        box.replies["RCPT"] = ["", "450 later"]
        interview = make_waiting()
        book(interview, starts_at=now() + timedelta(days=3))
        send_due()
        book(interview, starts_at=now() + timedelta(days=4))
        send_due()
        mail = Mail.objects.get(kind="scheduled")
        client.force_login(interview.user)
        pages = [client.get(f"/dashboard/recruiter/mail/{tail}").content.decode() for tail in ("", f"{mail.pk}/")]
        key = Interview.objects.get(pk=interview.pk).session_key
        assert len(key) == 43
        assert key in box.got[0].get_body(("plain",)).get_content()  # type: ignore[union-attr]
    assert mail.subject in whole_database()  # it would be found if it were there
    assert key not in whole_database()
    assert key not in "".join(pages)
    assert "session_key" in str(Mail.objects.values_list("link_path"))
    ours = [record for record in caplog.records if not record.name.startswith("mail")]
    assert key not in "\n".join(record.getMessage() + str(record.exc_text) for record in ours)
    assert MailAttempt.objects.count() == 2


def test_a_mail_sent_again_keeps_the_place_and_not_the_key(settings: Any) -> None:
    with letterbox() as box:
        send_through(settings, box)
        interview = make_waiting()
        booking = book(interview, starts_at=now() + timedelta(days=3))
        assert booking.mail
        send_due()
        booking.mail.refresh_from_db()
        send_again(booking.mail, by=interview.user)
        send_due()
        texts = [message.get_body(("plain",)).get_content() for message in box.got]  # type: ignore[union-attr]
    key = Interview.objects.get(pk=interview.pk).session_key
    assert [key in text for text in texts] == [True, True]
    assert len(set(box.ids)) == 2
    assert key not in whole_database()
