"""An interview given to another address: the new one is invited, the old one is out of it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from icalendar import Calendar

from tests.api.clients import client_of
from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company
from tests.factories.sittings import agree
from tests.factories.slots import NOBODY, make_slot, make_wanting, told
from viva.accounts.models import User
from viva.audit.selectors import entries_of
from viva.core.errors import StateForbids
from viva.core.time import clock, now
from viva.interviews.models import Consent, Interview
from viva.live.services.changing import change_planned
from viva.live.services.over_api import begin_over_api
from viva.notifications.models import Mail, MailStatus
from viva.notifications.services.resending import may_send_again
from viva.scheduling.services.addressing import readdress
from viva.scheduling.services.booking import book_slot, release_slot
from viva.scheduling.services.releasing import ask_to_choose

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]
OLD, NEW = "ann@people.example", "bo@people.example"


def booked(candidate: User | None = None) -> Interview:
    """Its mail was sent."""
    company = make_company()
    interview = make_wanting(company, candidate=candidate)
    book_slot(make_slot(company, in_hours=48), interview=interview, who=NOBODY)
    Mail.objects.filter(kind="scheduled").update(status=MailStatus.SENT, attempts=1, sent_at=now())
    return fresh(interview)


def fresh(interview: Interview) -> Interview:
    return Interview.objects.get(pk=interview.pk)


def give(interview: Interview, email: str = NEW, name: str = "Bo Li") -> Mail | None:
    return readdress(interview, email=email, name=name, who=NOBODY)


def portal(key: str) -> int:
    return Client().get(f"/?session_key={key}").status_code


def test_the_new_address_is_invited_and_the_old_one_told() -> None:
    interview = booked()
    invited = give(interview)
    withdrawn = Mail.objects.get(kind="readdressed")
    assert invited and (invited.kind, invited.to_email, invited.to_name) == ("scheduled", NEW, "Bo Li")
    assert (withdrawn.to_email, withdrawn.link_path) == (OLD, "")
    assert NEW not in withdrawn.text + withdrawn.html + withdrawn.calendar
    reminders = Mail.objects.filter(kind="reminder").values_list("to_email", "status")
    assert sorted(reminders) == [(OLD, "aborted"), (OLD, "aborted"), (NEW, "queued"), (NEW, "queued")]


def test_the_calendars_of_both_are_right() -> None:
    interview = booked()
    first = Mail.objects.get(kind="scheduled")
    invited = give(interview)
    assert invited
    entries = []
    for mail in (first, Mail.objects.get(kind="readdressed"), invited):
        calendar = Calendar.from_ical(mail.calendar)
        event = calendar.walk("VEVENT")[0]
        entries.append((str(calendar["method"]), str(event["uid"]), event["sequence"], str(event["attendee"])))
    uid = str(interview.uuid)
    assert entries == [
        ("REQUEST", uid, 0, f"mailto:{OLD}"),
        ("CANCEL", uid, 1, f"mailto:{OLD}"),
        ("REQUEST", uid, 1, f"mailto:{NEW}"),
    ]


def test_the_old_link_opens_nothing_and_the_new_one_does() -> None:
    interview = booked()
    old = interview.session_key
    give(interview)
    assert (portal(old), portal(fresh(interview).session_key)) == (404, 200)


def test_the_account_that_had_it_has_it_no_more_and_the_new_ones_has() -> None:
    ann = UserFactory(email=OLD)
    bo = UserFactory(email=NEW, verified_email_key=NEW)
    interview = booked(ann)
    ready = f"/interview/ready/{interview.uuid}/"
    give(interview)
    for user, status in ((ann, 404), (bo, 200)):
        client = Client()
        client.force_login(user)
        assert client.get(ready).status_code == status, user.email
    assert fresh(interview).candidate == bo


def test_an_address_that_nobody_has_shown_to_be_theirs_opens_no_account() -> None:
    UserFactory(email=NEW)
    interview = booked()
    give(interview)
    assert fresh(interview).candidate is None


def test_consent_was_another_persons() -> None:
    interview = booked()
    agree(interview)
    give(interview)
    assert not Consent.objects.exists()


def test_what_was_sent_to_the_old_address_is_not_sent_again() -> None:
    interview = booked()
    first = Mail.objects.get(kind="scheduled")
    give(interview)
    first.refresh_from_db()
    assert not may_send_again(first)


def test_who_never_got_a_mail_is_told_nothing() -> None:
    interview = booked()
    Mail.objects.update(status=MailStatus.FAILED, attempts=1)
    give(interview)
    assert told() == ["scheduled", "scheduled"]


def test_the_same_address_in_other_letters_changes_nothing_else() -> None:
    interview = booked()
    key = interview.session_key
    assert give(interview, OLD.upper(), "Ann M. Lee") is None
    after = fresh(interview)
    assert (after.session_key, after.candidate_email, after.candidate_name) == (key, OLD.upper(), "Ann M. Lee")
    assert told() == ["scheduled"]


def test_back_again_the_first_is_invited_anew_and_not_told_otherwise() -> None:
    interview = booked()
    give(interview)
    again = give(interview, OLD, "Ann Lee")
    assert again and (again.kind, again.to_email, again.status) == ("scheduled", OLD, "queued")
    assert Mail.objects.get(kind="readdressed").status == MailStatus.ABORTED


def test_one_without_a_time_is_for_the_new_candidate_to_choose() -> None:
    interview = make_wanting(make_company())
    ask_to_choose(interview, who=NOBODY)
    mail = give(interview)
    assert mail and (mail.kind, mail.to_email, mail.status) == ("choose_time", NEW, "queued")


def test_nothing_is_said_before_anybody_was_invited() -> None:
    interview = make_wanting(make_company())
    assert give(interview) is None
    assert (told(), fresh(interview).candidate_email, fresh(interview).link_hash) == ([], NEW, None)


def test_after_a_release_both_are_told_where_they_stand() -> None:
    interview = booked()
    slot = interview.schedules.get().slot
    release_slot(slot, interview=interview, who=NOBODY)
    give(interview)
    kinds = list(Mail.objects.exclude(kind="reminder").order_by("pk").values_list("kind", "to_email", "status"))
    assert kinds == [
        ("scheduled", OLD, "sent"),
        ("cancelled", OLD, "aborted"),
        ("readdressed", OLD, "queued"),
        ("choose_time", NEW, "queued"),
    ]


def test_a_missed_time_is_told_to_nobody() -> None:
    interview = booked()
    with clock(lambda: interview.scheduled_at + timedelta(hours=1)):
        assert give(interview) is None


def test_one_that_has_begun_stays_whose_it_is() -> None:
    interview = booked()
    begin_over_api(interview.pk)
    with pytest.raises(StateForbids):
        give(interview)
    assert fresh(interview).candidate_email == OLD


def test_it_is_recorded_without_a_name() -> None:
    interview = booked()
    give(interview)
    last = entries_of("interview", interview.pk).last()
    assert last and (last.action, last.data) == ("interview.readdressed", {})


def test_another_time_and_another_address_in_one_call_are_one_mail_to_the_new_one() -> None:
    interview = booked()
    at = now().replace(microsecond=0) + timedelta(days=9)
    change_planned(interview, changes={"scheduled_at": at, "candidate_email": NEW}, who=NOBODY)
    waiting = Mail.objects.exclude(kind="reminder").filter(status="queued").order_by("pk")
    assert list(waiting.values_list("kind", "to_email")) == [("readdressed", OLD), ("scheduled", NEW)]
    assert fresh(interview).scheduled_at == at


def test_the_api_gives_it_to_another_address() -> None:
    interview = booked()
    owner = interview.user
    interview.company.memberships.create(user=owner, role="owner", created_at=now())
    old = interview.session_key
    path = f"/api/v1/interviews/{interview.pk}/"
    answer = client_of(owner).patch(path, {"candidate_email": NEW, "candidate_name": "Bo Li"})
    assert (answer.status_code, answer.json()["candidate_email"]) == (200, NEW)
    assert answer.json()["session_key"] not in ("", old)
    assert told() == ["scheduled", "readdressed", "scheduled"]
