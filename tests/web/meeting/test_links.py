"""What a secret link opens, what it does not, and that it stands nowhere."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_member
from tests.factories.interviews import make_company
from tests.factories.sittings import begin, make_sitting
from tests.web.meeting.asking import JSON, dump, open_link, start, start_at
from viva.accounts.actors import LinkHolder, UserActor
from viva.accounts.limits import UNKNOWN_LINK
from viva.accounts.link_keys import new_seed
from viva.accounts.models import MemberRole
from viva.interviews.models import Consent, Interview
from viva.interviews.sitting import sat_by
from viva.live.selectors import sessions_for

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

STATES = ["early", "open", "running", "completed", "cancelled", "unscheduled"]
WRONG = ["x", "A" * 43, "A" * 44, "A" * 2_000, "ключ", "\0", "' OR 1=1 --", "../../etc/passwd"]


def in_state(state: str) -> Interview:
    interview = make_sitting(consent=state != "early")
    changes: dict[str, Any] = {}
    if state == "open":
        changes = {"scheduled_at": interview.created_at}
    elif state == "running":
        begin(interview)
    elif state == "unscheduled":
        changes = {"scheduled_at": None}
    elif state != "early":
        changes = {"status": state, "completed_at": interview.created_at}
    if changes:
        Interview.objects.filter(pk=interview.pk).update(**changes)
    return interview


@pytest.mark.parametrize("state", STATES)
def test_opening_it_changes_nothing(client: Client, state: str) -> None:
    interview = in_state(state)
    before = dump()
    for headers in ({}, {"purpose": "prefetch", "sec-purpose": "prefetch;prerender"}, {"user-agent": "scanner"}):
        for method in (client.get, client.head, client.get):
            for path in ("/", "/interview/times/"):
                method(path, {"session_key": interview.session_key}, headers=headers)
    assert dump() == before


def test_a_start_does_change_something() -> None:
    """The control: the comparison sees what it is to see."""
    interview = in_state("open")
    before = dump()
    start(Client(), interview)
    assert dump() != before


def test_its_page_is_kept_by_no_cache_and_told_to_no_other_site(client: Client) -> None:
    for interview in (in_state("early"), in_state("running")):
        answer = open_link(client, interview)
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("key", WRONG)
def test_every_wrong_key_gets_the_same_page_and_learns_nothing(client: Client, key: str) -> None:
    make_sitting()
    answers = [client.get("/", {"session_key": each}) for each in ("nobody-has-this-one", key)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    for path in ("begin", "person", "times", "complete"):
        assert client.post(f"/interview/{path}/", {"session_key": key}).status_code == 404
    told = [client.post("/ai/start", {"session_key": each}, content_type=JSON) for each in ("another", key)]
    assert [answer.status_code for answer in told] == [404, 404]
    assert told[0].content == told[1].content


def test_a_key_cut_short_or_lengthened_is_a_wrong_key(client: Client) -> None:
    key = make_sitting().session_key
    for wrong in (key[:-1], key + "A", key.swapcase(), f" {key}", key[:43] + "\0"):
        assert client.get("/", {"session_key": wrong}).status_code == 404


def test_guessing_is_slowed_down_and_the_right_key_never_is(client: Client) -> None:
    interview = make_sitting()
    codes = [
        client.post("/ai/start", {"session_key": f"guess-{n}"}, content_type=JSON).status_code
        for n in range(UNKNOWN_LINK.cap + 1)
    ]
    assert codes == [404] * UNKNOWN_LINK.cap + [429]
    assert [start(client, interview).status_code for _ in range(UNKNOWN_LINK.cap + 1)] == [409] * (
        UNKNOWN_LINK.cap + 1
    )


def test_a_replaced_link_opens_nothing_any_more(client: Client) -> None:
    interview = make_sitting()
    seed = new_seed()
    Interview.objects.filter(pk=interview.pk).update(link_nonce=seed.nonce, link_hash="0" * 64)
    assert open_link(client, interview).status_code == 404


def outsiders(interview: Interview) -> dict[str, Any]:
    """All who come near and do not sit it."""
    return {
        "another candidate": UserFactory(),
        "a recruiter of another company": make_member(make_company(name="Elsewhere")),
        "who made it": interview.user,
        "a recruiter of its company": make_member(interview.company),
        "a reviewer of its company": make_member(interview.company, MemberRole.REVIEWER),
    }


def test_nobody_else_sits_it_not_even_whoever_made_it(client: Client) -> None:
    candidate = UserFactory()
    interview = make_sitting(candidate, consent=True)
    session = begin(interview)
    for name, user in outsiders(interview).items():
        client.force_login(user)
        for step in ("ready", "start", "times"):
            assert client.get(f"/interview/{step}/{interview.uuid}/").status_code == 404, (name, step)
        for step in ("begin", "person", "times", "complete"):
            assert client.post(f"/interview/{step}/{interview.uuid}/").status_code == 404, (name, step)
        assert client.get(f"/ai-interview/interview/{session.pk}/").status_code == 404, name
        assert not sessions_for(UserActor(user)).filter(pk=session.pk).exists(), name
        assert not sat_by(UserActor(user)).exists(), name
        assert str(interview.uuid) not in client.get("/dashboard/jobseeker/").content.decode(), name
    assert [list(sessions_for(actor)) for actor in (UserActor(candidate), LinkHolder(interview.pk))] == [
        [session],
        [session],
    ]


def test_without_a_sign_in_the_accounts_pages_ask_for_one(client: Client) -> None:
    interview = make_sitting()
    for step in ("ready", "start", "times"):
        answer = client.get(f"/interview/{step}/{interview.uuid}/")
        assert answer["Location"].startswith("/accounts/login/?next=/interview/")


def test_somebody_of_the_company_who_follows_the_link_begins_nothing_by_mistake(client: Client) -> None:
    interview = in_state("open")
    client.force_login(make_member(interview.company))
    page = open_link(client, interview).content.decode()
    assert "This is the candidate's link" in page
    assert "data-begin" not in page
    assert 'data-consent="no"' in page


def test_the_key_stands_in_no_row_no_reply_and_no_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    interview = make_sitting(consent=True)
    key, at = interview.session_key, interview.scheduled_at
    assert at
    open_link(client, interview)
    reply = start_at(client, interview, at).content.decode()
    client.post("/interview/person/", {"session_key": key, "note": "Please."})
    client.get("/", {"session_key": key + "x"})
    client.post("/ai/start", {"session_key": key + "x"}, content_type=JSON)
    assert key not in dump()
    assert key not in reply
    assert key not in caplog.text
    assert "ticket=" in reply
    assert "ticket=" not in caplog.text


def test_the_candidates_consent_is_not_given_by_opening(client: Client) -> None:
    interview = in_state("open")
    Consent.objects.all().delete()
    open_link(client, interview)
    assert start(client, interview).json()["state"] == "consent_needed"
