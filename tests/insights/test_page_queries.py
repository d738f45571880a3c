"""A page costs the database as much for a hundred interviews as for one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.accounts import UserFactory
from tests.factories.rooms import TALK, answer, make_session, say
from viva.accounts.models import User
from viva.ai.engines.base import Conclusion
from viva.ai.engines.scripted import ScriptedEngine
from viva.ai.feedback.scores import score_interview
from viva.live.models import InterviewSession
from viva.live.providers import use
from viva.live.services.closing import read_closing
from viva.live.services.completion import finish_session
from viva.sandbox.scripted import ScriptedJudge

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

LISTS = ["/interviews/", "/profile/", "/insights/", "/ai-interview/start/"]


@pytest.fixture(autouse=True)
def scripted():
    use(engine=ScriptedEngine(), judge=ScriptedJudge())
    yield
    use()


def finished(user: User, *, questions: int = 1) -> InterviewSession:
    session = make_session(user, questions=(TALK * questions)[:questions])
    answer(session)
    for _ in range(questions):
        say(session)
        answer(session)
    closing = read_closing(session.pk)
    assert closing
    finish_session(closing, conclusion=Conclusion("Feedback."), scores=score_interview(closing.answered))
    return session


def cost(user: User, address: str) -> int:
    browser = Client()
    browser.force_login(user)
    browser.get(address)  # what is kept for the process is read by now
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(address).status_code == 200
    return len(caught)


def test_a_list_costs_the_same_for_1_10_and_100_interviews() -> None:
    user = UserFactory()
    costs: dict[str, list[int]] = {address: [] for address in LISTS}
    for more in (1, 9, 90):
        for _ in range(more):
            finished(user)
        for address in LISTS:
            costs[address].append(cost(user, address))
    assert {address: found for address, found in costs.items() if len(set(found)) > 1} == {}


def test_a_result_costs_the_same_for_1_question_and_for_10() -> None:
    user = UserFactory()
    short, long = finished(user, questions=1), finished(user, questions=10)
    costs = [cost(user, f"/interviews/{session.interview_id}/") for session in (short, long)]
    assert costs[0] == costs[1], costs


def test_unfinished_interviews_cost_a_list_nothing_more() -> None:
    user = UserFactory()
    make_session(user)
    few = cost(user, "/interviews/")
    for _ in range(9):
        make_session(user)
    assert cost(user, "/interviews/") == few


def test_the_counter_counts() -> None:
    """The control: a query for each row would be seen."""
    user = UserFactory()
    for _ in range(3):
        finished(user)
    with CaptureQueriesContext(connection) as caught:
        for session in InterviewSession.objects.all():
            assert session.interview
    assert len(caught) == 4
