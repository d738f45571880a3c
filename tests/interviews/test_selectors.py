"""Practice is seen by its own user and by nobody else."""

from __future__ import annotations

import pytest

from tests.factories.accounts import AdminFactory, RecruiterFactory, UserFactory
from tests.factories.rooms import TALK, make_session, say
from viva.accounts.actors import LinkHolder, UserActor
from viva.interviews.models import Interview
from viva.interviews.selectors import asked_before, completed_for, get_interview_for, interviews_for
from viva.live.models import InterviewSession
from viva.live.selectors import get_session_for, messages_after, sessions_for

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


@pytest.fixture
def session() -> InterviewSession:
    return make_session()


def test_its_user_finds_an_interview_and_its_session(session: InterviewSession) -> None:
    actor = UserActor(session.interview.user)
    assert get_interview_for(actor, session.interview_id).pk == session.interview_id
    assert get_session_for(actor, session.pk).pk == session.pk


@pytest.mark.parametrize("somebody", [UserFactory, RecruiterFactory, AdminFactory])
def test_an_outsider_finds_neither(session: InterviewSession, somebody) -> None:
    outsider = UserActor(somebody())
    with pytest.raises(Interview.DoesNotExist):
        get_interview_for(outsider, session.interview_id)
    with pytest.raises(InterviewSession.DoesNotExist):
        get_session_for(outsider, session.pk)
    assert not interviews_for(outsider).exists()
    assert not sessions_for(outsider).exists()
    assert not completed_for(outsider).exists()


def test_a_link_opens_its_own_interview_alone(session: InterviewSession) -> None:
    other = make_session(session.interview.user)
    holder = LinkHolder(interview_id=session.interview_id)
    assert list(interviews_for(holder)) == [session.interview]
    assert list(sessions_for(holder)) == [session]
    with pytest.raises(InterviewSession.DoesNotExist):
        get_session_for(holder, other.pk)


@pytest.mark.parametrize("number", [0, -1, 2**70])
def test_an_id_that_nothing_has_is_not_there(session: InterviewSession, number: int) -> None:
    with pytest.raises(InterviewSession.DoesNotExist):
        get_session_for(UserActor(session.interview.user), number)


def test_what_was_asked_before_is_the_users_own_begun_practice_oldest_first(session: InterviewSession) -> None:
    user = session.interview.user
    make_session(user, questions=TALK[:1], begun=False)
    make_session(questions=TALK[1:])
    assert asked_before(user).ids == ("scripted-1", "scripted-2", "scripted-3")
    assert asked_before(user, most=2).ids == ("scripted-2", "scripted-3")
    assert asked_before(user, most=2).texts == ("Scripted question 2?", "Scripted question 3?")


def test_messages_after_a_number_come_in_order(session: InterviewSession) -> None:
    for text in ("one", "two", "three"):
        say(session, text)
    assert [message.text for message in messages_after(session.pk, 1)] == ["two", "three"]
