"""How a mail stands, in words; waiting for its first attempt; sending it again; who may see it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.mails import make_mail
from tests.moving_clock import NOON, Clock, moving_clock
from tests.notifications.letterbox import Letterbox, letterbox, send_through
from viva.accounts.actors import LinkHolder, UserActor
from viva.accounts.models import Company, MemberRole, User
from viva.audit.selectors import entries_of
from viva.core.errors import StateForbids
from viva.notifications.mail_ticker import run_mail_ticker
from viva.notifications.models import Mail
from viva.notifications.selectors import get_mail_for, mails_for, troubled_mails_for
from viva.notifications.services import send_again, wait_for_mail
from viva.notifications.services.outbox import abort_mail
from viva.notifications.services.sending import send_due
from viva.notifications.waking import mail_due
from viva.notifications.wording import mail_state

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def box(settings: Any) -> Iterator[Letterbox]:
    with letterbox() as running:
        send_through(settings, running)
        yield running


@pytest.fixture
def time() -> Iterator[Clock]:
    with moving_clock() as moving:
        yield moving


def of_company() -> tuple[Company, User]:
    company = make_company()
    return company, make_member(company)


class TestWords:
    def state(self, mail: Mail) -> tuple[str, str]:
        mail.refresh_from_db()
        state = mail_state(mail)
        return state.status, state.detail

    def test_each_state_is_said(self, box: Letterbox, time: Clock) -> None:
        mail = make_mail()
        assert self.state(mail) == ("queued", f"The e-mail to {mail.to_email} is on its way.")
        box.replies["RCPT"] = ["450 later", "550 never"]
        send_due()
        assert self.state(mail) == (
            "retrying",
            f"The e-mail to {mail.to_email} could not be sent yet and will be tried again: "
            "The mail server refused the recipient's address.",
        )
        time.pass_by(minutes=1)
        send_due()
        assert self.state(mail) == (
            "failed",
            f"The e-mail to {mail.to_email} could not be sent: The mail server refused the recipient's address.",
        )

    def test_sent_is_said_with_its_time(self, box: Letterbox, time: Clock) -> None:
        mail = make_mail()
        send_due()
        assert self.state(mail) == ("sent", f"The e-mail to {mail.to_email} was sent on 1 Mar 2026, 12:00.")

    def test_written_to_files_is_not_called_sent_to_anybody(self, settings: Any) -> None:
        mail = make_mail()
        send_due()
        settings.EMAIL_HOST = ""
        assert "No mail server is set (EMAIL_HOST)" in self.state(mail)[1]
        assert mail_state(mail).title == "The e-mail was written to the outbox"

    def test_planned_and_aborted(self, time: Clock) -> None:
        mail = make_mail(not_before=NOON + timedelta(hours=2), interview_id=3)
        assert self.state(mail) == ("queued", f"The e-mail to {mail.to_email} goes out on 1 Mar 2026, 14:00.")
        abort_mail(3, kinds=["scheduled"], why="The interview was moved.")
        told = f"The e-mail to {mail.to_email} is not sent any more: The interview was moved."
        assert self.state(mail) == ("aborted", told)


class TestAgain:
    def test_what_failed_is_tried_at_once_and_the_log_goes_on(self, box: Letterbox) -> None:
        company, recruiter = of_company()
        mail = make_mail(company_id=company.pk, interview_id=5)
        box.replies["RCPT"] = ["550 no"]
        send_due()
        again = send_again(Mail.objects.get(pk=mail.pk), by=recruiter)
        send_due()
        assert (again.pk, box.ids) == (mail.pk, [mail.message_id])
        assert list(mail.log.values_list("number", "sent", "code")) == [(1, False, 550), (2, True, None)]
        [entry] = entries_of("interview", 5)
        assert (entry.action, entry.actor_id, entry.data["mail_id"]) == ("mail.sent_again", recruiter.pk, mail.pk)

    def test_what_was_sent_goes_out_as_another_message(self, box: Letterbox) -> None:
        company, recruiter = of_company()
        mail = make_mail(company_id=company.pk)
        send_due()
        mail.refresh_from_db()
        again = send_again(mail, by=recruiter)
        send_due()
        assert again.pk != mail.pk
        assert box.ids == [mail.message_id, again.message_id]
        assert box.got[0].get_content_type() == box.got[1].get_content_type()
        assert again.text == mail.text

    def test_what_does_not_hold_any_more_is_refused(self, box: Letterbox, time: Clock) -> None:
        _, recruiter = of_company()
        moved, late, sent = make_mail(interview_id=1), make_mail(not_after=NOON), make_mail(interview_id=2)
        abort_mail(1, kinds=["scheduled"], why="Moved.")
        send_due()
        abort_mail(2, kinds=["scheduled"], why="Moved.")
        for mail in (moved, late, sent):
            mail.refresh_from_db()
            with pytest.raises(StateForbids):
                send_again(mail, by=recruiter)
        assert Mail.objects.count() == 3


class TestWaiting:
    def test_without_a_sender_in_this_process_nobody_waits(self) -> None:
        mail = make_mail()
        assert wait_for_mail(mail, seconds=60).status == "queued"

    def test_the_ticker_sends_what_is_queued_while_one_waits(self, box: Letterbox) -> None:
        told: list[str] = []

        def queue_and_wait() -> None:
            try:
                told.append(wait_for_mail(make_mail(), seconds=20).status)
            finally:
                connections.close_all()

        async def tick() -> None:
            ticker = asyncio.create_task(run_mail_ticker())
            await asyncio.sleep(0)  # it begins
            assert mail_due.is_answered
            await asyncio.to_thread(queue_and_wait)
            ticker.cancel()
            await asyncio.gather(ticker, return_exceptions=True)

        asyncio.run(tick())
        assert (told, len(box.got), mail_due.is_answered) == (["sent"], 1, False)

    def test_stopping_gives_back_what_was_not_begun(self, box: Letterbox) -> None:
        for _ in range(3):
            make_mail()
        stop = _SetLater(after=2)
        send_due(stop=stop)
        states = list(Mail.objects.order_by("pk").values_list("status", "lease"))
        assert [status for status, _ in states] == ["sent", "queued", "queued"]
        assert {lease for _, lease in states[1:]} == {None}


class _SetLater(threading.Event):
    """Set once it has been asked `after` times."""

    def __init__(self, *, after: int) -> None:
        super().__init__()
        self._left = after

    def is_set(self) -> bool:
        self._left -= 1
        return self._left < 0


class TestWhoSees:
    def test_a_companys_mail_is_seen_by_who_writes_for_it(self) -> None:
        company, recruiter = of_company()
        mail = make_mail(company_id=company.pk)
        owner = make_member(company, MemberRole.OWNER)
        for user in (recruiter, owner):
            assert get_mail_for(UserActor(user), mail.pk) == mail

    def test_nobody_else_sees_it(self) -> None:
        company, _ = of_company()
        mail = make_mail(company_id=company.pk, interview_id=4)
        others = [of_company()[1], make_member(company, MemberRole.REVIEWER), UserFactory()]
        for actor in [*map(UserActor, others), LinkHolder(4)]:
            assert not mails_for(actor).exists()
            with pytest.raises(Mail.DoesNotExist):
                get_mail_for(actor, mail.pk)

    def test_what_needs_somebody_is_what_failed_and_still_holds(self, box: Letterbox, time: Clock) -> None:
        company, recruiter = of_company()
        box.replies["RCPT"] = ["550 no", "450 later", "550 no", ""]
        failed = make_mail(company_id=company.pk)
        retrying = make_mail(company_id=company.pk)
        make_mail(company_id=company.pk, not_after=NOON + timedelta(hours=1))
        make_mail(company_id=company.pk)
        send_due()
        time.pass_by(hours=1)
        assert set(troubled_mails_for(UserActor(recruiter))) == {failed, retrying}
