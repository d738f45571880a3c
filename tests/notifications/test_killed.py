"""Processes that send: killed with -9 before and after the message was handed over, and two at once."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.mails import make_mail
from tests.notifications.letterbox import HANG, SLOW, Letterbox, letterbox, send_through
from tests.notifications.sender import go, sender
from viva.core.time import clock, now
from viva.notifications.models import Mail
from viva.notifications.services.sending import LEASE, MOST_AT_ONCE, send_due

pytestmark = [pytest.mark.integration, pytest.mark.services, pytest.mark.django_db(transaction=True)]

INTERRUPTED = "Interrupted: the server may have taken it. A further attempt has the same Message-ID."


def kill_where_it_hangs(box: Letterbox) -> None:
    """A process begins to send and dies at the reply that does not come."""
    with sender(box.port) as process:
        go(process)
        assert box.reached.wait(30)
        process.kill()
        process.wait(10)
    box.let_go.set()


def recover(settings: Any, box: Letterbox) -> int:
    """What another process would send once the lease is over."""
    send_through(settings, box)
    later = now() + LEASE + timedelta(seconds=1)
    with clock(lambda: later):
        return send_due()


@pytest.mark.parametrize("command", ["MAIL", "RCPT"])
def test_killed_before_the_message_it_is_sent_once_later(settings: Any, command: str) -> None:
    mail = make_mail()
    with letterbox() as box:
        box.replies[command] = [HANG]
        kill_where_it_hangs(box)
        send_through(settings, box)
        assert send_due() == 0  # the lease stands
        assert recover(settings, box) == 1
        assert box.ids == [mail.message_id]
    mail.refresh_from_db()
    assert (mail.status, list(mail.log.values_list("sent", "detail"))) == (
        "sent",
        [(False, INTERRUPTED), (True, "")],
    )


def test_killed_after_the_message_it_arrives_twice_at_most_and_the_log_says_why(settings: Any) -> None:
    mail = make_mail()
    with letterbox() as box:
        box.replies["DATA"] = [HANG]
        kill_where_it_hangs(box)
        recover(settings, box)
        assert recover(settings, box) == 0
        assert box.ids == [mail.message_id, mail.message_id]
    assert list(mail.log.values_list("sent", "detail")) == [(False, INTERRUPTED), (True, "")]


def test_killed_in_a_batch_the_others_go_once(settings: Any) -> None:
    mails = [make_mail() for _ in range(4)]
    with letterbox() as box:
        box.replies["RCPT"] = ["", HANG]
        kill_where_it_hangs(box)
        recover(settings, box)
        assert sorted(box.ids) == sorted(mail.message_id for mail in mails)
    logs = [list(mail.log.values_list("sent", flat=True)) for mail in mails]
    assert logs == [[True], [False, True], [True], [True]]


def both_at_once(box: Letterbox, *arguments: str) -> None:
    with sender(box.port, *arguments) as one, sender(box.port, *arguments) as other:
        for process in (one, other):
            go(process)
        for process in (one, other):
            process.wait(60)


def test_of_two_processes_each_mail_is_sent_by_one() -> None:
    count = MOST_AT_ONCE * 4
    mails = [make_mail().message_id for _ in range(count)]
    with letterbox() as box:
        box.replies["DATA"] = [SLOW] * count
        both_at_once(box)
        assert Counter(box.ids) == Counter(mails)
    assert set(Mail.objects.values_list("status", "attempts")) == {("sent", 1)}


def test_without_the_lease_they_would_be_sent_twice() -> None:
    """The control of the test above."""
    mails = {make_mail().message_id for _ in range(MOST_AT_ONCE)}
    with letterbox() as box:
        box.replies["MAIL"] = [SLOW] * MOST_AT_ONCE * 2
        both_at_once(box, "naive")
        assert set(box.ids) == mails
        assert len(box.ids) > len(mails)
