"""A ticket opens one room for a minute, and is void with its link."""

from __future__ import annotations

import time
from typing import Any

import pytest
from django.core import signing

from tests.factories.sittings import begin, make_sitting
from viva.accounts.actors import LinkHolder
from viva.interviews.models import Interview
from viva.live.consumers.identity import actor_of
from viva.live.models import InterviewSession
from viva.live.tickets import TICKET_SECONDS, holder_of, socket_path_with_ticket, ticket_in

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


@pytest.fixture
def session() -> InterviewSession:
    return begin(make_sitting(consent=True))


def ticket_of(session: InterviewSession) -> str:
    return ticket_in(socket_path_with_ticket(session).partition("?")[2].encode())


def scope_of(session: InterviewSession, ticket: str) -> dict[str, Any]:
    return {"query_string": f"ticket={ticket}".encode(), "url_route": {"kwargs": {"session_id": session.pk}}}


def test_it_names_the_holder_of_one_interviews_link(session: InterviewSession) -> None:
    assert actor_of(scope_of(session, ticket_of(session))) == LinkHolder(session.interview_id)


def test_another_room_does_not_take_it(session: InterviewSession) -> None:
    other = begin(make_sitting(consent=True))
    assert holder_of(ticket_of(session), session_id=other.pk) is None
    assert holder_of(ticket_of(session), session_id=10**9) is None


def test_it_opens_for_a_minute_and_a_socket_that_is_open_stays(
    session: InterviewSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket, later = ticket_of(session), time.time() + TICKET_SECONDS + 1
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert actor_of(scope_of(session, ticket)) is None
    assert actor_of(scope_of(session, ticket), is_new=False) == LinkHolder(session.interview_id)


def test_a_replaced_link_ends_it_even_where_the_socket_is_open(session: InterviewSession) -> None:
    ticket = ticket_of(session)
    Interview.objects.filter(pk=session.interview_id).update(link_hash="0" * 64)
    assert actor_of(scope_of(session, ticket), is_new=False) is None


@pytest.mark.parametrize("ticket", ["x", "a:b:c", "é", "%ff", "A" * 5_000])
def test_what_nobody_signed_opens_nothing(session: InterviewSession, ticket: str) -> None:
    assert holder_of(ticket, session_id=session.pk) is None
    signed_for_else = signing.dumps([session.pk, "0" * 16], salt="viva.accounts.email")
    assert holder_of(signed_for_else, session_id=session.pk) is None


def test_a_query_of_bytes_holds_no_ticket() -> None:
    assert [ticket_in(query) for query in (b"", b"\xff", b"a=1&" * 50, b"ticket=")] == [""] * 4


def test_the_key_does_not_stand_in_it(session: InterviewSession) -> None:
    assert session.interview.session_key not in socket_path_with_ticket(session)
