"""What a turn costs the database: at most ten statements, and no more late in an interview than early."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.rooms import CODE, TALK, answer, make_session, say, submit
from viva.live.models import InterviewSession

pytestmark = [pytest.mark.unit, pytest.mark.django_db, pytest.mark.services, pytest.mark.usefixtures("engine")]

MOST = 10


@dataclass
class Cost:
    statements: list[str]

    def __len__(self) -> int:
        return len(self.statements)


def cost_of(session: InterviewSession, give) -> Cost:
    """Taking in what `give` gives, and the whole turn after it; beginnings and ends of transactions left out."""
    with CaptureQueriesContext(connection) as caught:
        give(session)
        answer(session)
    words = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return Cost([each["sql"] for each in caught if not each["sql"].startswith(words)])


def test_a_turn_costs_at_most_ten_queries_and_the_same_at_turn_2_and_turn_40() -> None:
    session = make_session(questions=TALK * 20)
    answer(session)
    costs = {turn: len(cost_of(session, say)) for turn in range(1, 41)}
    assert costs[2] == costs[40] <= MOST


def test_a_submission_judged_to_the_end_costs_at_most_ten_queries() -> None:
    session = make_session(questions=(CODE, *TALK))
    answer(session)
    submit(session)
    answer(session)
    cost = cost_of(session, submit)
    assert any("responseevaluation" in statement for statement in cost.statements)
    assert len(cost) <= MOST, "\n".join(cost.statements)
