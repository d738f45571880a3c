"""Mail that is over is deleted after its time; what somebody may still need is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Event
from typing import Any

import pytest

from tests.factories.mails import make_mail
from tests.moving_clock import NOON, Clock, moving_clock
from viva.core.time import now
from viva.notifications.mail_ticker import _round
from viva.notifications.models import Mail, MailAttempt, MailStatus
from viva.notifications.services import purging
from viva.notifications.services.purging import purge_old_mail

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]
SOON, LATER = NOON + timedelta(hours=1), NOON + timedelta(days=400)


@pytest.fixture(autouse=True)
def time() -> Iterator[Clock]:
    with moving_clock() as moving:
        yield moving


def made(status: MailStatus, **fields: Any) -> Mail:
    mail = make_mail()
    Mail.objects.filter(pk=mail.pk).update(status=status, **fields)
    MailAttempt.objects.create(mail=mail, number=1, at=now())
    return mail


def test_what_was_sent_is_kept_for_its_days_and_then_deleted_with_its_log(time: Clock) -> None:
    made(MailStatus.SENT)
    time.pass_by(days=180)
    assert purge_old_mail() == 0
    time.pass_by(seconds=1)
    assert (purge_old_mail(), purge_old_mail()) == (1, 0)
    assert (Mail.objects.count(), MailAttempt.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("status", "not_after", "is_kept"),
    [
        (MailStatus.SENT, SOON, False),
        (MailStatus.SENT, LATER, True),
        (MailStatus.ABORTED, None, False),
        (MailStatus.ABORTED, LATER, False),
        (MailStatus.FAILED, None, True),
        (MailStatus.FAILED, LATER, True),
        (MailStatus.FAILED, SOON, False),
        (MailStatus.QUEUED, None, True),
        (MailStatus.SENDING, SOON, True),
        (MailStatus.RETRYING, None, True),
    ],
)
def test_only_what_is_over_is_deleted(status: MailStatus, not_after: Any, is_kept: bool, time: Clock) -> None:
    made(status, not_after=not_after)
    time.pass_by(days=200)
    purge_old_mail()
    assert Mail.objects.exists() is is_kept


def test_the_days_are_a_setting_and_0_keeps_everything(settings: Any, time: Clock) -> None:
    made(MailStatus.SENT)
    time.pass_by(days=8)
    kept = []
    for days in (0, 9, 7):
        settings.VIVA_MAIL_RETENTION_DAYS = days
        purge_old_mail()
        kept.append(Mail.objects.exists())
    assert kept == [True, True, False]


def test_many_are_deleted_a_few_at_a_time(monkeypatch: pytest.MonkeyPatch, time: Clock) -> None:
    monkeypatch.setattr(purging, "PURGED_AT_ONCE", 2)
    for _ in range(3):
        made(MailStatus.SENT)
    time.pass_by(days=200)
    assert [purge_old_mail() for _ in range(3)] == [2, 1, 0]


def test_the_ticker_sees_to_it(time: Clock) -> None:
    made(MailStatus.SENT)
    time.pass_by(days=200)
    _round(Event())
    assert not Mail.objects.exists()
