"""What the letters say, to whom and in which zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from typing import Any

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.bookings import book, mail_of, make_waiting
from tests.factories.companies import make_company, make_member
from tests.moving_clock import NOON, Clock, moving_clock
from viva.accounts.models import Company, MemberRole
from viva.ai.engines.base import Conclusion
from viva.ai.feedback.scores import Scores
from viva.core.events import Event, publish
from viva.interviews.models import Interview
from viva.interviews.services.completion import complete_interview
from viva.notifications.mailing import LINK_PLACE, Parcel
from viva.notifications.models import Mail, MailKind
from viva.scheduling import letters
from viva.scheduling.services.booking import release_slot
from viva.scheduling.services.times import Who

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

IN_THREE_DAYS = NOON + timedelta(days=3)
CONCLUSION, NO_SCORES = Conclusion(overall_feedback=""), Scores(None, None, None, None)


@pytest.fixture(autouse=True)
def time() -> Iterator[Clock]:
    with moving_clock() as moving:
        yield moving


def sent(mail: Mail) -> EmailMessage:
    return Parcel(mail).message()


def complete(interview: Interview) -> None:
    assert complete_interview(
        interview.pk,
        title="Done",
        description="",
        conclusion=CONCLUSION,
        scores=Scores(None, None, None, None),
        at=NOON,
    )


class TestScheduled:
    def test_it_says_what_the_product_promises(self, settings: Any) -> None:
        settings.VIVA_BASE_URL = "https://viva.example.org"
        company = make_company()
        Company.objects.filter(pk=company.pk).update(contact="ask@brightwater.example")
        company.refresh_from_db()
        interview = make_waiting(company)
        mail = mail_of(book(interview, starts_at=IN_THREE_DAYS))
        assert mail.subject == "Interview Scheduled - Backend Engineer at Brightwater Labs"
        assert (mail.to_email, mail.to_name, mail.kind) == ("asha@candidates.example", "Asha Rao", "scheduled")
        interview.refresh_from_db()
        text = Parcel(mail).body
        assert text.splitlines()[:12] == [
            "Hello Asha Rao,",
            "",
            "Your interview for the position of Backend Engineer has been scheduled.",
            "",
            "Interview Details:",
            "Date & Time: Wednesday, 4 March 2026, 17:30 IST (Asia/Kolkata, UTC+05:30)",
            "Duration: 30 minutes",
            "Position: Backend Engineer",
            "Company: Brightwater Labs",
            f"Interview Link: https://viva.example.org/?session_key={interview.session_key}",
            "",
            "Please click the link to start your interview at the scheduled time.",
        ]
        assert "What to prepare:" in text
        assert "Write to ask@brightwater.example." in text
        assert text.endswith("Best regards,\nHR Team, Brightwater Labs\n")

    def test_the_html_says_the_same(self) -> None:
        interview = make_waiting()
        part = sent(mail_of(book(interview, starts_at=IN_THREE_DAYS))).get_body(("html",))
        assert part
        html = str(part.get_content())
        interview.refresh_from_db()
        for said in ("Hello <bdi>Asha Rao</bdi>,", "Interview Details:", "17:30 IST", "HR Team, Brightwater Labs"):
            assert said in html
        assert f'href="http://127.0.0.1:8000/?session_key={interview.session_key}"' in html

    def test_one_that_stands_alone_is_called_by_its_title(self) -> None:
        mail = mail_of(book(make_waiting(with_job=False), starts_at=IN_THREE_DAYS))
        assert mail.subject == "Interview Scheduled - Backend interview at Brightwater Labs"
        assert "Position: Backend engineer" in mail.text

    def test_without_a_contact_the_one_who_scheduled_is_asked(self) -> None:
        interview = make_waiting()
        mail = mail_of(book(interview, starts_at=IN_THREE_DAYS))
        assert (mail.reply_to, interview.user.email in mail.text) == (interview.user.email, True)

    def test_the_companys_own_close_takes_the_place_of_the_usual_one(self) -> None:
        company = make_company()
        company.signature = "Warmly,\nthe people of Brightwater"
        company.save()
        mail = mail_of(book(make_waiting(company), starts_at=IN_THREE_DAYS))
        assert mail.text.endswith("Warmly,\nthe people of Brightwater\n")
        assert "Best regards" not in mail.text

    @pytest.mark.parametrize(
        ("zone", "shown"),
        [
            ("", "Wednesday, 4 March 2026, 17:30 IST (Asia/Kolkata, UTC+05:30)"),
            ("Europe/Berlin", "Wednesday, 4 March 2026, 13:00 CET (Europe/Berlin, UTC+01:00)"),
            ("America/Sao_Paulo", "Wednesday, 4 March 2026, 09:00 UTC-03:00 (America/Sao_Paulo)"),
            ("Pacific/Kiritimati", "Thursday, 5 March 2026, 02:00 UTC+14:00 (Pacific/Kiritimati)"),
            ("UTC", "Wednesday, 4 March 2026, 12:00 UTC (UTC)"),
            ("Mars/Olympus", "Wednesday, 4 March 2026, 17:30 IST (Asia/Kolkata, UTC+05:30)"),
        ],
    )
    def test_the_time_is_in_the_candidates_zone_else_in_the_display_zone(self, zone: str, shown: str) -> None:
        candidate = UserFactory(profile__time_zone=zone)
        mail = mail_of(book(make_waiting(candidate=candidate), starts_at=IN_THREE_DAYS))
        assert f"Date & Time: {shown}" in mail.text

    def test_extra_minutes_count_as_length(self) -> None:
        interview = make_waiting()
        Interview.objects.filter(pk=interview.pk).update(extra_minutes=15)
        assert "Duration: 45 minutes" in mail_of(book(interview, starts_at=IN_THREE_DAYS)).text

    def test_nobody_to_write_to_is_no_mail(self) -> None:
        assert book(make_waiting(email=""), starts_at=IN_THREE_DAYS).mail is None
        assert Mail.objects.count() == 0


class TestOthers:
    def test_moved_tells_the_old_time_and_the_new(self) -> None:
        interview = make_waiting()
        first = mail_of(book(interview, starts_at=IN_THREE_DAYS))
        mail = mail_of(book(interview, starts_at=IN_THREE_DAYS + timedelta(hours=2)))
        assert mail.subject == "Interview Rescheduled - Backend Engineer at Brightwater Labs"
        assert "Date & Time: Wednesday, 4 March 2026, 19:30 IST" in mail.text
        assert "Before: Wednesday, 4 March 2026, 17:30 IST" in mail.text
        first.refresh_from_db()
        assert (first.status, first.error) == ("aborted", "The interview was moved.")

    def test_released_tells_the_reason_and_keeps_the_link(self) -> None:
        interview = make_waiting()
        booking = book(interview, starts_at=IN_THREE_DAYS)
        release_slot(booking.schedule.slot, interview=interview, who=Who(), reason="The interviewer is ill.")
        mail = Mail.objects.get(kind=MailKind.CANCELLED)
        assert "Reason: The interviewer is ill." in mail.text
        assert LINK_PLACE in mail.text
        assert set(Mail.objects.exclude(pk=mail.pk).values_list("status", flat=True)) == {"aborted"}

    def test_cancelled_tells_the_reason_and_has_no_link(self) -> None:
        interview = book(make_waiting(), starts_at=IN_THREE_DAYS).interview
        mail = letters.tell_cancelled(interview, reason="The position is\nfilled.", by=None)
        assert mail
        assert mail.subject == "Interview Cancelled - Backend Engineer at Brightwater Labs"
        assert "Reason: The position is\nfilled." in mail.text
        assert (LINK_PLACE in mail.text, mail.link_path) == (False, "")
        again = letters.tell_cancelled(interview, reason="", by=None)
        assert again and (again.pk, again.status) == (mail.pk, "queued")

    def test_cancelling_what_nobody_was_told_of_says_nothing(self) -> None:
        assert letters.tell_cancelled(make_waiting(), reason="", by=None) is None

    def test_a_time_given_after_a_release_takes_back_the_release_that_waits(self) -> None:
        interview = make_waiting()
        booking = book(interview, starts_at=IN_THREE_DAYS)
        release_slot(booking.schedule.slot, interview=interview, who=Who())
        again = mail_of(book(interview, starts_at=IN_THREE_DAYS + timedelta(days=1)))
        assert (again.kind, again.status) == ("scheduled", "queued")
        assert Mail.objects.get(kind=MailKind.CANCELLED).status == "aborted"

    def test_choosing_a_time_is_offered_by_the_link(self) -> None:
        from viva.scheduling.services.times import ensure_link

        interview = make_waiting()
        ensure_link(interview)
        mail = letters.tell_choose_time(interview, by=interview.user_id)
        assert mail
        assert mail.subject == "Choose Your Interview Time - Backend Engineer at Brightwater Labs"
        assert f"/?session_key={interview.session_key}" in Parcel(mail).body
        book(interview, starts_at=IN_THREE_DAYS)
        mail.refresh_from_db()
        assert mail.status == "aborted"

    def test_an_invitation_goes_out_with_its_own_link(self) -> None:
        from viva.accounts.link_keys import hash_of, key_of, new_seed
        from viva.accounts.models import Invitation

        seed, company = new_seed(), make_company("Quay & Sons")
        owner = make_member(company, MemberRole.OWNER)
        invitation = Invitation.objects.create(
            company=company, email="new@people.example", invited_by=owner, link_nonce=seed.nonce,
            link_key_id=seed.key_id, link_hash=hash_of(key_of(seed)), created_at=NOON,
            expires_at=NOON + timedelta(days=14),
        )  # fmt: skip
        event = Event(
            "company.invitation", user_id=owner.pk, company_id=company.pk, data={"invitation_id": invitation.pk}
        )
        publish(event)
        publish(event)
        mail = Mail.objects.get()
        assert (mail.subject, mail.to_email) == ("Invitation to Quay & Sons on Viva", "new@people.example")
        assert f"/invitations/{key_of(seed)}/" in Parcel(mail).body
        assert "Quay &amp; Sons" in mail.html
        Invitation.objects.update(expires_at=NOON + timedelta(days=28))
        publish(event)
        assert Mail.objects.count() == 2


class TestAfterwards:
    def completed(self, recruiter: Any = None) -> Interview:
        interview = book(make_waiting(recruiter=recruiter), starts_at=IN_THREE_DAYS).interview
        complete(interview)
        interview.refresh_from_db()
        assert interview.status == "completed"
        return interview

    def test_completed_tells_the_candidate_and_who_scheduled(self) -> None:
        interview = self.completed()
        to_candidate = Mail.objects.get(kind=MailKind.COMPLETED)
        to_company = Mail.objects.get(kind=MailKind.RESULT_READY)
        assert to_candidate.subject == "Interview Completed - Backend Engineer at Brightwater Labs"
        assert (to_candidate.to_email, to_candidate.link_path) == ("asha@candidates.example", "")
        assert to_company.to_email == interview.user.email
        assert f"/dashboard/recruiter/interviews/{interview.pk}/" in Parcel(to_company).body
        waiting = Mail.objects.filter(kind__in=[MailKind.SCHEDULED, MailKind.REMINDER])
        assert set(waiting.values_list("status", flat=True)) == {"aborted"}

    def test_who_has_left_the_company_hears_nothing_but_its_owners_do(self) -> None:
        company = make_company()
        owner, left = make_member(company, MemberRole.OWNER), make_member(company)
        interview = book(make_waiting(company, recruiter=left), starts_at=IN_THREE_DAYS).interview
        left.memberships.all().delete()
        complete(interview)
        assert list(Mail.objects.filter(kind=MailKind.RESULT_READY).values_list("to_email", flat=True)) == [
            owner.email
        ]

    def test_practice_is_nobody_elses_affair(self) -> None:
        from tests.factories.rooms import make_session

        complete(make_session().interview)
        assert Mail.objects.count() == 0

    def test_the_released_result_is_told_once(self) -> None:
        interview = self.completed()
        event = Event(
            "interview.released",
            user_id=interview.user_id,
            company_id=interview.company_id,
            data={"interview": {"id": interview.pk}},
        )
        publish(event)
        publish(event)
        mail = Mail.objects.get(kind=MailKind.RELEASED)
        assert (mail.subject, mail.link_path) == (
            "Interview Result - Backend Engineer at Brightwater Labs",
            "/?session_key={key}",
        )
