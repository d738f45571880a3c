"""What a candidate agrees to before an interview, and how they ask for a person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_member
from tests.factories.sittings import agree, begin, make_sitting
from tests.web.meeting.asking import open_link
from viva.accounts.actors import LinkHolder, UserActor
from viva.audit.selectors import entries_of
from viva.core import time
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.models import Consent, Interview, PersonRequest
from viva.interviews.services.consents import DISCLOSURE
from viva.interviews.services.judging import answer_person_request
from viva.interviews.services.person_requests import ask_for_person
from viva.live.models import InterviewSession

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

BOTH = {"ai_evaluation": "on", "recording": "on"}


BEFORE = {"interview.created", "interview.scheduled"}


def actions(interview: Interview) -> list[tuple[str, int | None, bool]]:
    found = entries_of("interview", interview.pk).values_list("action", "actor_id", "by_link")
    return [entry for entry in found if entry[0] not in BEFORE]


class TestConsent:
    def test_it_is_stored_with_version_language_retention_and_time(self, client: Client) -> None:
        interview = make_sitting()
        answer = client.post("/interview/begin/", {"session_key": interview.session_key, **BOTH})
        consent = Consent.objects.get()
        assert answer["Location"] == f"/?session_key={interview.session_key}"
        assert (consent.interview, consent.version, consent.locale) == (interview, DISCLOSURE, "en")
        assert (consent.ai_evaluation, consent.recording, consent.retention_days) == (True, True, 365)
        assert consent.user is None
        assert now() - consent.given_at < timedelta(minutes=1)
        assert actions(interview) == [("interview.consented", None, True)]

    def test_by_account_it_names_who_agreed(self, client: Client) -> None:
        candidate = UserFactory()
        interview = make_sitting(candidate)
        client.force_login(candidate)
        client.post(f"/interview/begin/{interview.uuid}/", BOTH)
        assert Consent.objects.get().user == candidate
        assert actions(interview) == [("interview.consented", candidate.pk, False)]

    @pytest.mark.parametrize("given", [{}, {"ai_evaluation": "on"}, {"recording": "on"}])
    def test_half_of_it_is_none_and_the_page_says_so(self, client: Client, given: dict[str, str]) -> None:
        candidate = UserFactory()
        interview = make_sitting(candidate)
        client.force_login(candidate)
        answer = client.post(f"/interview/begin/{interview.uuid}/", given, follow=True)
        assert not Consent.objects.exists()
        assert "needs your agreement to both" in answer.content.decode()

    @pytest.mark.parametrize(
        ("ticked", "agreed"),
        [
            ([], (False, False)),
            (["sound"], (True, False)),
            (["sound", "picture"], (True, True)),
            (["picture"], (False, False)),
            (["sound", "picture", "unrecorded"], (False, False)),
        ],
    )
    def test_sound_and_picture_are_agreed_to_apart_and_may_be_declined(
        self, client: Client, ticked: list[str], agreed: tuple[bool, bool]
    ) -> None:
        interview = make_sitting(enable_audio=True, enable_video=True)
        form = {"session_key": interview.session_key, **BOTH, **dict.fromkeys(ticked, "on")}
        client.post("/interview/begin/", form)
        consent = Consent.objects.get()
        assert (consent.sound, consent.picture, consent.version) == (*agreed, "recorded-2")

    @pytest.mark.parametrize(
        ("what", "told"),
        [
            ({}, "No sound and no picture. Where you may speak your answers"),
            ({"enable_audio": True}, "if you agree to it, your voice while"),
            ({"enable_video": True}, "your voice and the picture of your camera"),
        ],
    )
    def test_what_would_be_recorded_is_told_first(self, client: Client, what: dict[str, bool], told: str) -> None:
        page = open_link(client, make_sitting(**what)).content.decode()
        assert told in page
        assert ("Your choice:" in page) is bool(what)

    def test_given_twice_it_is_the_first(self) -> None:
        interview = make_sitting(consent=True)
        first = Consent.objects.get()
        agree(interview)
        assert Consent.objects.get() == first
        assert len(actions(interview)) == 1

    def test_after_the_beginning_there_is_none_to_give(self) -> None:
        interview = make_sitting(consent=True)
        begin(interview)
        Consent.objects.all().delete()
        with pytest.raises(StateForbids):
            agree(interview)

    def test_when_the_time_has_come_one_click_agrees_and_begins(self, client: Client) -> None:
        interview = make_sitting()
        at = interview.scheduled_at
        assert at
        with time.clock(lambda: at):
            client.post("/interview/begin/", {"session_key": interview.session_key, **BOTH})
        assert InterviewSession.objects.get(interview=interview).begun_at == at
        assert [action for action, _, _ in actions(interview)] == ["interview.consented", "interview.started"]

    def test_the_candidate_is_told_first_who_asks_what_is_recorded_how_long_and_how_else(
        self, client: Client
    ) -> None:
        page = open_link(client, make_sitting()).content.decode()
        for words in ("An AI asks and evaluates", "What is recorded", "365 days", "ask for a person"):
            assert words in page

    def test_an_accounts_form_without_its_token_is_refused(self) -> None:
        candidate = UserFactory()
        interview = make_sitting(candidate)
        client = Client(enforce_csrf_checks=True)
        client.force_login(candidate)
        assert client.post(f"/interview/begin/{interview.uuid}/", BOTH).status_code == 403
        assert not Consent.objects.exists()


class TestPerson:
    def test_it_flags_the_interview_with_the_candidates_words(self, client: Client) -> None:
        interview = make_sitting()
        form = {"session_key": interview.session_key, "note": " I hear badly.\0 "}
        answer = client.post("/interview/person/", form, follow=True)
        request = PersonRequest.objects.get()
        assert (request.interview, request.note, request.handled_at) == (interview, "I hear badly.", None)
        assert actions(interview) == [("interview.person_requested", None, True)]
        assert "You have asked for a person" in answer.content.decode()

    def test_asked_again_it_is_one_request_with_both_words(self) -> None:
        interview = make_sitting()
        for note in ("First.", "First.", "", "Second."):
            ask_for_person(interview, actor=LinkHolder(interview.pk), note=note)
        assert PersonRequest.objects.get().note == "First.\n\nSecond."
        assert len(actions(interview)) == 1

    def test_once_it_is_handled_another_one_may_be_asked(self) -> None:
        interview = make_sitting()
        holder, recruiter = LinkHolder(interview.pk), make_member(interview.company)
        request = ask_for_person(interview, actor=holder, note="First.")
        assert [answer_person_request(request, by=recruiter) for _ in range(2)] == [True, False]
        ask_for_person(interview, actor=holder, note="Second.")
        assert [each.handled_by for each in PersonRequest.objects.order_by("pk")] == [recruiter, None]

    def test_from_the_room_the_answer_is_for_its_script(self, client: Client) -> None:
        candidate = UserFactory()
        interview = make_sitting(candidate)
        begin(interview)
        client.force_login(candidate)
        path = f"/interview/person/{interview.uuid}/"
        answer = client.post(path, {"note": "x" * 5_000}, headers={"accept": "application/json"})
        assert (answer.status_code, answer.json()) == (200, {"detail": "The company has been told."})
        assert len(PersonRequest.objects.get().note) == 2_000

    @pytest.mark.parametrize("state", ["early", "running", "completed"])
    def test_it_stands_on_every_page_of_the_interview(self, client: Client, state: str) -> None:
        interview = make_sitting(consent=True)
        if state != "early":
            begin(interview)
        if state == "completed":
            Interview.objects.filter(pk=interview.pk).update(status="completed", completed_at=now())
        page = open_link(client, interview).content.decode()
        assert "Ask for a person" in page
        assert 'action="/interview/person/"' in page

    def test_who_asks_is_told_apart(self) -> None:
        candidate = UserFactory()
        interview = make_sitting(candidate)
        ask_for_person(interview, actor=UserActor(candidate), note="")
        assert actions(interview) == [("interview.person_requested", candidate.pk, False)]
