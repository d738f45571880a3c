"""The outbox through a real SMTP server: once each, tried again where it may pass, given up where it will not."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from tests.factories.mails import make_mail
from tests.moving_clock import Clock, moving_clock
from tests.notifications.letterbox import DIE, HANG, Letterbox, letterbox, send_through
from viva.accounts.link_keys import key_of, new_seed
from viva.core.time import now
from viva.notifications.models import Mail, MailAttempt
from viva.notifications.services.outbox import abort_mail
from viva.notifications.services.sending import (
    DELAYS,
    LEASE,
    MOST_AT_ONCE,
    begin_attempt,
    lease_due_mail,
    send_due,
    settle_mail,
)

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def time() -> Iterator[Clock]:
    with moving_clock() as moving:
        yield moving


@pytest.fixture
def box(settings: Any) -> Iterator[Letterbox]:
    with letterbox() as running:
        send_through(settings, running)
        yield running


def log_of(mail: Mail) -> list[tuple[bool, int | None, str]]:
    return list(mail.log.values_list("sent", "code", "detail"))


def state_of(mail: Mail) -> tuple[str, int]:
    mail.refresh_from_db()
    return mail.status, mail.attempts


class TestSent:
    def test_it_arrives_once_with_its_link_and_its_id(self, box: Letterbox, time: Clock) -> None:
        seed = new_seed()
        mail = make_mail(seed=seed)
        assert (send_due(), send_due()) == (1, 0)
        assert box.ids == [mail.message_id]
        text, html = box.got[0].get_body(("plain",)), box.got[0].get_body(("html",))
        assert text and html
        link = f"/?session_key={key_of(seed)}"
        assert link in text.get_content() and link in html.get_content()
        assert (state_of(mail), mail.sent_at, log_of(mail)) == (("sent", 1), time.at, [(True, None, "")])

    def test_a_batch_goes_over_one_connection(self, box: Letterbox) -> None:
        for _ in range(MOST_AT_ONCE):
            make_mail()
        assert (send_due(), len(box.got), box.connections) == (MOST_AT_ONCE, MOST_AT_ONCE, 1)

    def test_more_than_a_batch_goes_out_too(self, box: Letterbox) -> None:
        mails = [make_mail().message_id for _ in range(MOST_AT_ONCE * 2 + 1)]
        send_due()
        assert sorted(box.ids) == sorted(mails)

    def test_what_is_queued_twice_is_one_mail(self, box: Letterbox) -> None:
        from viva.notifications.services.outbox import Letter, queue_mail

        letter = Letter(kind="scheduled", to_email="asha@candidates.example", subject="One", text="One")
        assert queue_mail(letter, dedupe_key="one").pk == queue_mail(letter, dedupe_key="one").pk
        send_due()
        assert box.subjects == ["One"]

    def test_one_for_later_waits_for_its_time(self, box: Letterbox, time: Clock) -> None:
        make_mail(not_before=now() + timedelta(hours=1))
        assert send_due() == 0
        time.pass_by(hours=1)
        assert send_due() == 1


class TestRefused:
    @pytest.mark.parametrize(
        ("command", "reply", "code"),
        [("RCPT", "550 no such user", 550), ("DATA", "554 spam", 554), ("MAIL", "553 not for you", 553)],
    )
    def test_what_is_refused_for_good_is_not_tried_again(
        self, box: Letterbox, time: Clock, command: str, reply: str, code: int
    ) -> None:
        box.replies[command] = [reply]
        mail = make_mail()
        send_due()
        time.pass_by(days=2)
        assert (send_due(), box.got, state_of(mail)) == (0, [], ("failed", 1))
        assert mail.log.get().code == code
        assert mail.error == mail.log.get().detail != ""

    @pytest.mark.parametrize(
        ("command", "reply", "code"),
        [
            ("MAIL", "421 closing", 421),
            ("RCPT", "421 closing", 421),
            ("RCPT", "450 try later", 450),
            ("DATA", "451 try later", 451),
            ("DATA", "421 closing", 421),
            ("MAIL", "530 sign in first", 530),
        ],
    )
    def test_what_may_pass_is_tried_again_and_arrives_once(
        self, box: Letterbox, time: Clock, command: str, reply: str, code: int
    ) -> None:
        box.replies[command] = [reply]
        mail = make_mail()
        assert (send_due(), send_due(), state_of(mail)) == (1, 0, ("retrying", 1))
        time.pass_by(seconds=DELAYS[0])
        assert (send_due(), box.ids, state_of(mail)) == (1, [mail.message_id], ("sent", 2))
        assert [(sent, told) for sent, told, _ in log_of(mail)] == [(False, code), (True, None)]

    def test_the_poisoned_one_does_not_hold_up_the_others(self, box: Letterbox) -> None:
        box.replies["RCPT"] = ["", "550 no such user", ""]
        first, poisoned, last = make_mail(), make_mail(), make_mail()
        send_due()
        assert [state_of(mail)[0] for mail in (first, poisoned, last)] == ["sent", "failed", "sent"]
        assert box.connections == 1

    def test_one_that_cannot_be_made_fails_alone(self, box: Letterbox) -> None:
        broken, whole = make_mail(to_email="asha@candidates.example\nBcc: all@example.org"), make_mail()
        send_due()
        assert (state_of(broken)[0], state_of(whole)[0], box.ids) == ("failed", "sent", [whole.message_id])

    def test_a_link_whose_secret_is_gone_fails_and_says_so(self, box: Letterbox, settings: Any) -> None:
        mail = make_mail()
        settings.VIVA_LINK_SECRET, settings.VIVA_OLD_LINK_SECRETS = "another secret", []
        send_due()
        assert (state_of(mail)[0], box.got) == ("failed", [])
        assert "secret" in mail.error

    def test_nothing_of_the_mail_stands_in_the_log(self, box: Letterbox, caplog: pytest.LogCaptureFixture) -> None:
        box.replies["RCPT"] = ["550 <asha@candidates.example> is unknown"]
        make_mail(to_email="asha@candidates.example")
        with caplog.at_level(logging.DEBUG):
            send_due()
        ours = [record.getMessage() for record in caplog.records if not record.name.startswith("mail")]
        assert "mail not sent: recipient_refused (550)" in ours  # "mail" is the logger of the test's server
        assert "asha" not in str(ours)
        assert "asha" not in str(list(MailAttempt.objects.values_list()))


class TestServerTroubles:
    def test_one_that_hangs_is_given_up_and_tried_again(self, box: Letterbox, settings: Any, time: Clock) -> None:
        settings.EMAIL_TIMEOUT = 0.3
        box.replies["RCPT"] = [HANG]
        hung, next_one = make_mail(), make_mail()
        send_due()
        assert (state_of(hung), state_of(next_one)) == (("retrying", 1), ("sent", 1))
        assert hung.error == "The mail server did not answer in time."
        time.pass_by(seconds=DELAYS[0])
        send_due()
        assert sorted(box.ids) == sorted([hung.message_id, next_one.message_id])

    def test_one_that_dies_in_the_middle_of_a_batch_costs_no_mail(self, box: Letterbox, time: Clock) -> None:
        box.replies["MAIL"] = ["", "", DIE]
        mails = [make_mail() for _ in range(5)]
        send_due()
        assert [state_of(mail)[0] for mail in mails] == ["sent", "sent", "retrying", "sent", "sent"]
        time.pass_by(seconds=DELAYS[0])
        send_due()
        assert sorted(box.ids) == sorted(mail.message_id for mail in mails)

    def test_down_for_an_hour_each_goes_out_once_when_it_is_back(self, settings: Any, time: Clock) -> None:
        with letterbox() as before:
            send_through(settings, before)
        mails = [make_mail() for _ in range(25)]
        for _ in range(60):
            send_due()
            time.pass_by(minutes=1)
        assert {state_of(mail)[0] for mail in mails} == {"retrying"}
        assert mails[0].error == "The mail server refuses connections at this port."
        with letterbox(port=before.port) as back:
            for _ in range(60):
                send_due()
                time.pass_by(minutes=1)
            assert sorted(back.ids) == sorted(mail.message_id for mail in mails)
        assert {state_of(mail)[0] for mail in mails} == {"sent"}

    def test_the_server_is_asked_once_a_batch_while_it_is_down(
        self, settings: Any, time: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with letterbox() as gone:
            send_through(settings, gone)
        asked = []
        from django.core.mail.backends.smtp import EmailBackend

        def refuse(backend: EmailBackend) -> bool:
            asked.append(1)
            raise ConnectionRefusedError

        monkeypatch.setattr(EmailBackend, "open", refuse)
        for _ in range(MOST_AT_ONCE):
            make_mail()
        send_due()
        assert (len(asked), MailAttempt.objects.count()) == (1, MOST_AT_ONCE)

    def test_it_is_given_up_after_the_last_pause_and_within_a_day(self, settings: Any, time: Clock) -> None:
        with letterbox() as gone:
            send_through(settings, gone)
        mail, begun_at, pauses = make_mail(), time.at, []
        while send_due():
            mail.refresh_from_db()
            if mail.status == "retrying":
                pauses.append(int((mail.next_attempt_at - time.at).total_seconds()))
                time.at = mail.next_attempt_at
        assert (pauses, state_of(mail)) == (list(DELAYS), ("failed", len(DELAYS) + 1))
        assert time.at - begun_at < timedelta(days=1)


class TestPointless:
    def test_what_is_too_late_is_not_sent(self, box: Letterbox, time: Clock) -> None:
        mail = make_mail(not_after=now() + timedelta(hours=1))
        time.pass_by(hours=1)
        send_due()
        assert (state_of(mail), box.got, log_of(mail)) == (("aborted", 0), [], [])

    def test_what_was_aborted_while_it_was_held_is_not_sent(self, box: Letterbox) -> None:
        mail = make_mail(interview_id=7)
        [held] = lease_due_mail()
        assert abort_mail(7, kinds=["scheduled"], why="Moved.") == 1
        assert begin_attempt(held) is None
        assert (send_due(), state_of(mail), mail.error) == (0, ("aborted", 0), "Moved.")

    def test_what_was_aborted_while_under_way_is_not_tried_again(self, box: Letterbox, time: Clock) -> None:
        mail = make_mail(interview_id=7)
        [held] = lease_due_mail()
        begun = begin_attempt(held)
        assert begun
        abort_mail(7, kinds=["scheduled"], why="Moved.")
        from viva.notifications.causes import Cause

        settle_mail(begun, Cause("cut", "Cut."))
        time.pass_by(days=1)
        assert (send_due(), state_of(mail), box.got) == (0, ("aborted", 1), [])


class TestLease:
    def test_what_one_holds_no_other_gets_until_the_lease_is_over(self, time: Clock) -> None:
        make_mail()
        assert (len(lease_due_mail()), len(lease_due_mail())) == (1, 0)
        time.pass_by(seconds=LEASE.total_seconds())
        assert len(lease_due_mail()) == 1

    def test_who_lost_the_lease_begins_nothing(self, time: Clock) -> None:
        make_mail()
        [late] = lease_due_mail()
        time.pass_by(seconds=LEASE.total_seconds())
        [owner] = lease_due_mail()
        assert begin_attempt(late) is None
        assert begin_attempt(owner) is not None

    def test_who_lost_the_lease_settles_the_attempt_and_not_the_mail(self, time: Clock) -> None:
        mail = make_mail()
        [late] = lease_due_mail()
        begun = begin_attempt(late)
        assert begun
        time.pass_by(seconds=LEASE.total_seconds())
        [owner] = lease_due_mail()
        again = begin_attempt(owner)
        assert again
        assert (settle_mail(begun, None), state_of(mail)[0]) == (False, "sending")
        assert (settle_mail(again, None), settle_mail(again, None), state_of(mail)) == (True, False, ("sent", 2))
