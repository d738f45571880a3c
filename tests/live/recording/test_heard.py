"""Who hears a recording, what is on it and what is not; addresses that open it to one person for an hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.recordings import make_chunk, make_recorded, only_part, record
from viva.accounts.actors import LinkHolder, UserActor
from viva.accounts.models import MemberRole, User
from viva.interviews.models import Interview
from viva.live.heard import address_token, get_recording_for, heard
from viva.live.models import Recording, RecordingPart
from viva.live.services.recording_erasing import erase_recording
from viva.live.services.recordings import store_chunk

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


def address(part: RecordingPart, user: User) -> str:
    return reverse("recording_part", args=[address_token(part.pk, user.pk)])


def fetch(client: Client, part: RecordingPart, user: User, **headers: str) -> Any:
    return client.get(address(part, user), headers=headers)


class TestWho:
    def test_the_people_of_the_company_and_the_candidate_hear_it(self) -> None:
        candidate = UserFactory()
        interview = make_recorded(candidate=candidate)
        recording = record(interview)
        people = [make_member(interview.company, role) for role in MemberRole]
        for actor in (*map(UserActor, people), UserActor(candidate), LinkHolder(interview.pk)):
            assert get_recording_for(actor, interview.pk) == recording

    def test_nobody_else_does(self) -> None:
        interview = make_recorded(candidate=UserFactory())
        record(interview)
        other = make_recorded()
        outsiders = [
            UserActor(UserFactory()),
            UserActor(make_member(make_company("Elsewhere"), MemberRole.OWNER)),
            LinkHolder(other.pk),
        ]
        for actor in outsiders:
            with pytest.raises(Recording.DoesNotExist):
                get_recording_for(actor, interview.pk)

    def test_an_address_is_not_the_outsiders_even_where_its_user_was_entitled_once(self, client: Client) -> None:
        interview = make_recorded()
        record(interview)
        member = make_member(interview.company)
        part = only_part(interview)
        assert fetch(client, part, member).status_code == 200
        interview.company.memberships.filter(user=member).delete()
        assert fetch(client, part, member).status_code == 404
        assert fetch(client, part, UserFactory()).status_code == 404

    def test_an_account_that_is_closed_hears_nothing(self, client: Client) -> None:
        interview = make_recorded()
        record(interview)
        User.objects.filter(pk=interview.user_id).update(is_active=False)
        assert fetch(client, only_part(interview), interview.user).status_code == 404

    def test_an_address_ends_after_its_hour(self, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
        interview = make_recorded()
        record(interview)
        path = address(only_part(interview), interview.user)
        assert client.get(path).status_code == 200
        began = signing.time.time()
        monkeypatch.setattr(signing.time, "time", lambda: began + 3601)
        assert client.get(path).status_code == 404

    @pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "ключ"])
    def test_a_forged_address_opens_nothing(self, client: Client, token: str) -> None:
        assert client.get(f"/recordings/{token}").status_code == 404

    def test_an_erased_one_is_gone_at_once(self, client: Client) -> None:
        interview = make_recorded()
        recording = record(interview)
        path = address(only_part(interview), interview.user)
        erase_recording(recording, why="by_hand")
        assert client.get(path).status_code == 404


class TestRanges:
    @pytest.fixture
    def given(self) -> tuple[Interview, RecordingPart, bytes]:
        interview, part = make_recorded(), uuid4()
        sent = [make_chunk(number, part=part) for number in range(3)]
        for each in sent:
            store_chunk(interview, each)
        return interview, only_part(interview), b"".join(each.content for each in sent)

    def test_whole_it_is_all_chunks_kept_by_nobody_on_the_way(self, client: Client, given: Any) -> None:
        interview, part, content = given
        answer = fetch(client, part, interview.user)
        assert b"".join(answer.streaming_content) == content
        assert (answer["Content-Type"], answer["Accept-Ranges"]) == ("audio/webm", "bytes")
        assert (answer["Cache-Control"], answer["X-Content-Type-Options"]) == ("private, no-store", "nosniff")
        assert answer["Content-Length"] == str(len(content))

    @pytest.mark.parametrize(("first", "last"), [(0, 0), (0, 9), (100, 250), (150, 300)])
    def test_a_range_reaches_over_chunks(self, client: Client, given: Any, first: int, last: int) -> None:
        interview, part, content = given
        answer = fetch(client, part, interview.user, range=f"bytes={first}-{last}")
        assert (answer.status_code, answer.content) == (206, content[first : last + 1])
        assert answer["Content-Range"] == f"bytes {first}-{last}/{len(content)}"

    def test_a_range_behind_the_end_is_refused_with_the_size(self, client: Client, given: Any) -> None:
        interview, part, content = given
        answer = fetch(client, part, interview.user, range="bytes=99999-")
        assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{len(content)}")

    @pytest.mark.parametrize("asked", ["bytes=0-1,4-5", "lines=1-2", "x"])
    def test_what_is_no_single_range_gets_the_whole(self, client: Client, given: Any, asked: str) -> None:
        interview, part, content = given
        answer = fetch(client, part, interview.user, range=asked)
        assert (answer.status_code, b"".join(answer.streaming_content)) == (200, content)

    def test_asked_for_its_head_it_gives_no_body(self, client: Client, given: Any) -> None:
        interview, part, content = given
        path = address(part, interview.user)
        whole, piece = client.head(path), client.head(path, headers={"range": "bytes=0-9"})
        assert (whole.status_code, whole["Content-Length"]) == (200, str(len(content)))
        assert (piece.status_code, piece["Content-Length"], piece.content) == (206, "10", b"")


class TestGaps:
    def test_a_lost_chunk_a_late_start_and_the_time_after_are_gaps(self) -> None:
        interview, part = make_recorded(), uuid4()
        begun = interview.session.begun_at
        assert begun
        Interview.objects.filter(pk=interview.pk).update(completed_at=begun + timedelta(seconds=60))
        for number in (0, 1, 3):
            store_chunk(interview, make_chunk(number, part=part))
        RecordingPart.objects.update(started_at=begun + timedelta(seconds=10))
        told = heard(get_recording_for(LinkHolder(interview.pk), interview.pk))
        assert [((gap.begin - begun).total_seconds(), (gap.end - begun).total_seconds()) for gap in told.gaps] == [
            (0, 10),
            (18, 22),
            (26, 60),
        ]
        assert [part.seconds for part in told.parts] == [16.0]

    def test_a_part_without_its_beginning_cannot_be_heard_and_is_a_gap(self) -> None:
        interview = make_recorded()
        store_chunk(interview, make_chunk(1))
        begun = interview.session.begun_at
        assert begun
        Interview.objects.filter(pk=interview.pk).update(completed_at=begun + timedelta(seconds=60))
        told = heard(get_recording_for(LinkHolder(interview.pk), interview.pk))
        assert (told.parts, [gap.seconds for gap in told.gaps]) == ((), [60.0])

    def test_of_an_erased_one_nothing_is_told_but_when(self) -> None:
        interview = make_recorded()
        erase_recording(record(interview), why="by_hand")
        told = heard(get_recording_for(LinkHolder(interview.pk), interview.pk))
        assert (told.parts, told.gaps) == ((), ())
        assert told.erased_at is not None
