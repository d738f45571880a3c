"""What the room's scripts hand in: pieces of the recording, troubles, the system check; by link and by account."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories.accounts import UserFactory
from tests.factories.recordings import make_chunk, make_recorded, only_part
from tests.factories.sittings import make_sitting
from viva.core.time import now
from viva.interviews.models import Interview
from viva.live.models import Incident, RecordingChunk, SystemCheck

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


def form(number: int = 0, **changes: Any) -> dict[str, Any]:
    """A chunk as the page's script sends it."""
    sent = make_chunk(number, part=changes.pop("part", None))
    names = ("part", "number", "sha256", "from_ms", "to_ms", "age_ms")
    words = {name: str(getattr(sent, name)) for name in names}
    content = SimpleUploadedFile("chunk", changes.pop("content", sent.content))
    return words | {"type": "audio/webm;codecs=opus", "content": content} | changes


def send(client: Client, interview: Interview, what: str, words: dict[str, Any]) -> Any:
    return client.post(f"/interview/{what}/", {"session_key": interview.session_key, **words})


class TestChunks:
    def test_by_link_it_is_stored_and_a_repeat_is_the_same(self, client: Client) -> None:
        interview, part = make_recorded(), uuid4()
        answers = [send(client, interview, "chunk", form(part=part)) for _ in range(2)]
        assert [(each.status_code, each.json()) for each in answers] == [
            (200, {"stored": 0, "is_new": True}),
            (200, {"stored": 0, "is_new": False}),
        ]
        assert "no-store" in answers[0]["Cache-Control"]

    def test_by_account_too(self, client: Client) -> None:
        candidate = UserFactory()
        interview = make_recorded(candidate=candidate)
        client.force_login(candidate)
        assert client.post(f"/interview/chunk/{interview.uuid}/", form()).status_code == 200
        assert RecordingChunk.objects.count() == 1

    def test_nobody_else_brings_anything(self, client: Client) -> None:
        interview = make_recorded(candidate=UserFactory())
        for outsider in (UserFactory(), interview.user):
            client.force_login(outsider)
            for what in ("chunk", "part-end", "trouble", "check"):
                assert client.post(f"/interview/{what}/{interview.uuid}/", form()).status_code == 404
        assert send(client, make_recorded(), "chunk", form() | {"session_key": "x" * 43}).status_code == 404
        assert not RecordingChunk.objects.exists()

    def test_a_refusal_says_why_and_whether_to_try_again(self, client: Client) -> None:
        interview = make_recorded()
        answer = send(client, interview, "chunk", form(sha256="0" * 64))
        assert (answer.status_code, answer.json()["code"], answer.json()["retry"]) == (422, "corrupted", True)
        answer = send(client, make_recorded(sound=False), "chunk", form())
        assert (answer.status_code, answer.json()["code"], answer.json()["retry"]) == (409, "not_recorded", False)

    @pytest.mark.parametrize(
        "changes",
        [
            {"part": "x"},
            {"number": "-1"},
            {"number": "1e9"},
            {"number": str(2**63)},
            {"sha256": "A" * 64},
            {"sha256": "0" * 64 + "\n"},
            {"from_ms": ""},
            {"to_ms": "\0"},
            {"age_ms": "9" * 30},
            {"content": "no file"},
            {"type": "\0" * 500},
        ],
    )
    def test_what_cannot_be_understood_is_told_so(self, client: Client, changes: dict[str, str]) -> None:
        content = {"content": b"x"} if "content" not in changes else {}
        words = form(**content)
        answer = send(client, make_recorded(), "chunk", words | changes)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")

    def test_the_end_of_a_part_is_kept(self, client: Client) -> None:
        interview, part = make_recorded(), uuid4()
        send(client, interview, "chunk", form(part=part))
        answer = send(client, interview, "part-end", {"part": str(part), "total": "7", "ended_ms": "27500"})
        assert answer.json() == {"known": True}
        assert (only_part(interview).total, only_part(interview).ended_ms) == (7, 27_500)
        for wrong in ({}, {"part": str(part), "total": "-1", "ended_ms": "0"}):
            assert send(client, interview, "part-end", wrong).status_code == 400


class TestTroubles:
    def test_the_same_again_is_counted(self, client: Client) -> None:
        interview = make_recorded()
        for _ in range(3):
            assert send(client, interview, "trouble", {"kind": "microphone_lost"}).json() == {"noted": True}
        assert list(Incident.objects.values_list("session__interview", "kind", "times")) == [
            (interview.pk, "microphone_lost", 3)
        ]

    @pytest.mark.parametrize("what", ["denied", "missing", "lost", "busy", "silent"])
    def test_what_befell_the_microphone_is_kept(self, client: Client, what: str) -> None:
        assert send(client, make_recorded(), "trouble", {"kind": f"microphone_{what}"}).json() == {"noted": True}
        assert Incident.objects.get().kind == f"microphone_{what}"

    def test_a_kind_that_is_none_is_refused(self, client: Client) -> None:
        assert send(client, make_recorded(), "trouble", {"kind": "<script>"}).status_code == 400
        assert not Incident.objects.exists()

    def test_before_it_has_begun_there_is_none(self, client: Client) -> None:
        assert send(client, make_sitting(), "trouble", {"kind": "microphone_lost"}).json() == {"noted": False}


class TestSystemCheck:
    FOUND = {"microphone": {"result": "failed", "cause": "silent", "level_db": -80.0}}

    def test_the_latest_is_kept_with_the_browser(self, client: Client) -> None:
        interview = make_sitting()
        for found in ({"browser": {"result": "passed"}}, self.FOUND):
            words = {"session_key": interview.session_key, "found": json.dumps(found)}
            answer = client.post("/interview/check/", words, headers={"user-agent": "A browser"})
            assert answer.json() == {"kept": True}
        kept = SystemCheck.objects.get()
        assert (kept.interview, kept.found, kept.browser) == (interview, self.FOUND, "A browser")

    @pytest.mark.parametrize("found", ["", "{", "[]", "[" * 100_000, '{"browser": 3}', "null"])
    def test_what_is_none_is_refused(self, client: Client, found: str) -> None:
        assert send(client, make_sitting(), "check", {"found": found}).status_code == 400
        assert not SystemCheck.objects.exists()

    def test_once_it_is_over_there_is_none(self, client: Client) -> None:
        interview = make_recorded()
        Interview.objects.filter(pk=interview.pk).update(status="completed", completed_at=now())
        assert send(client, interview, "check", {"found": json.dumps(self.FOUND)}).status_code == 400
