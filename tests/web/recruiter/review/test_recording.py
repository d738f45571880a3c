"""The recording on the review page: player, gaps, the lines in step; troubles and system check; erasing."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.recordings import make_gapped, make_recorded, record
from tests.factories.reviews import QUESTIONS, hold
from viva.accounts.models import MemberRole
from viva.audit.selectors import entries_of
from viva.interviews.models import Interview
from viva.live.models import Recording, RecordingPart
from viva.live.models.recording import IncidentKind
from viva.live.services.incidents import note_incident
from viva.live.services.system_checks import keep_system_check
from viva.web.recruiter.review.hearing import heard_spans

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


@pytest.fixture
def interview() -> Interview:
    """Held, with four slices of a part, the third of which was lost."""
    made = make_gapped(questions=QUESTIONS)
    note_incident(made, kind=IncidentKind.CHUNK_LOST)
    keep_system_check(
        made, found={"microphone": {"result": "failed", "cause": "silent"}}, browser="A <b>browser</b>"
    )
    hold(made)
    return made


def page(client: Client, interview: Interview, user: Any = None) -> str:
    client.force_login(user or interview.user)
    answer = client.get(f"/dashboard/recruiter/interviews/{interview.pk}/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_player_has_the_parts_with_addresses_for_who_looks(client: Client, interview: Interview) -> None:
    found = re.search(r'data-parts="([^"]*)"', page(client, interview))
    assert found
    [part] = json.loads(unescape(found[1]))
    assert part["until"] - part["from"] == 16_000
    assert client.get(part["url"]).status_code == 200
    assert (
        Client().get(part["url"]).status_code == 200
    )  # a media element sends what it sends: the address opens it


def test_gaps_troubles_and_the_system_check_are_told(client: Client, interview: Interview) -> None:
    shown = page(client, interview)
    assert "4 seconds are not recorded" in shown
    assert "A piece of the recording was lost" in shown
    assert "nothing was heard" in shown
    assert "A &lt;b&gt;browser&lt;/b&gt;" in shown


@pytest.mark.parametrize("kind", list(IncidentKind))
def test_every_kind_of_trouble_is_told_to_the_company_and_to_nobody_else(
    client: Client, kind: IncidentKind
) -> None:
    candidate = UserFactory()
    made = make_recorded(candidate=candidate, questions=QUESTIONS)
    assert str(kind.label) not in page(client, made)
    note_incident(made, kind=kind)
    assert str(kind.label) in page(client, made)
    hold(made)
    assert str(kind.label) in page(client, made)
    for outsider in (candidate, make_member(make_company())):
        client.force_login(outsider)
        assert client.get(f"/dashboard/recruiter/interviews/{made.pk}/").status_code == 404


def test_lines_know_where_they_stand_on_it_only_where_there_is_one(client: Client, interview: Interview) -> None:
    assert "data-hear-from" in page(client, interview)
    bare = make_recorded(questions=QUESTIONS)
    hold(bare)
    assert "data-hear-from" not in page(client, bare)


def test_fresh_addresses_are_given_to_who_may_look(client: Client, interview: Interview) -> None:
    path = f"/dashboard/recruiter/interviews/{interview.pk}/recording/"
    client.force_login(interview.user)
    assert [sorted(part) for part in client.get(path).json()["parts"]] == [["from", "until", "url"]]
    for outsider in (UserFactory(), make_member(make_company("Elsewhere"), MemberRole.OWNER)):
        client.force_login(outsider)
        assert client.get(path).status_code == 404
        assert client.post(f"{path}erase/").status_code == 404
    assert Recording.objects.get(session__interview=interview).erased_at is None


def test_owners_and_recruiters_erase_it_and_a_reviewer_does_not(client: Client, interview: Interview) -> None:
    path = f"/dashboard/recruiter/interviews/{interview.pk}/recording/erase/"
    reviewer = make_member(interview.company, MemberRole.REVIEWER)
    assert "Erase the recording" not in page(client, interview, reviewer)
    assert client.post(path).status_code == 403
    client.force_login(interview.user)
    assert client.post(path).status_code == 303
    assert not RecordingPart.objects.exists()
    shown = page(client, interview)
    assert "What was written is kept" in shown
    assert "Recording erased" in shown  # in the record of who did what
    assert entries_of("interview", interview.pk).filter(action="interview.recording_erased").count() == 1
    assert client.post(path).status_code == 303


def test_the_candidates_words_are_those_before_they_were_sent(interview: Interview) -> None:
    lines = list(interview.session.messages.order_by("number"))
    begun = lines[0].created_at
    for index, line in enumerate(lines):
        line.created_at = begun + timedelta(seconds=10 * index)
    spans = heard_spans(lines)
    told = {
        (line.speaker, number): tuple((ms / 1000 - begun.timestamp()) for ms in spans[line.number])
        for number, line in enumerate(lines)
    }
    assert told["interviewer", 1] == pytest.approx((10, 20), abs=0.01)
    assert told["candidate", 2] == pytest.approx((10, 20), abs=0.01)


def test_what_was_spoken_says_itself_when(interview: Interview) -> None:
    lines = list(interview.session.messages.order_by("number"))
    lines[2].payload = {"spoken_from": "2026-11-21T10:00:00Z", "spoken_until": "2026-11-21T10:00:07.500Z"}
    lines[3].payload = {"spoken_from": "nonsense", "spoken_until": 3}
    spans = heard_spans(lines)
    assert spans[lines[2].number][1] - spans[lines[2].number][0] == 7_500
    assert spans[lines[3].number][1] - spans[lines[3].number][0] < 60_000


def test_the_page_costs_as_many_queries_for_many_parts_as_for_one(client: Client, interview: Interview) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    page(client, interview)
    with CaptureQueriesContext(connection) as once:
        page(client, interview)
    for _ in range(3):
        record(interview)
    with CaptureQueriesContext(connection) as again:
        page(client, interview)
    assert len(again) == len(once)
