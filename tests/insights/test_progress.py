"""How somebody does over time, from what was answered and judged, and from nobody else's interviews."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.rooms import CODE, TALK, make_session, submit
from viva.accounts.actors import UserActor
from viva.accounts.models import User
from viva.ai.engines.scripted import evaluation
from viva.insights.progress import progress_points, recent_interviews, skill_levels
from viva.insights.result import result_of
from viva.interviews.enums import Outcome, Status
from viva.interviews.models import Interview
from viva.interviews.services import record_response
from viva.live.models import InterviewSession

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def completed(
    user: User, *scores: tuple[Outcome, float | None], day: int = 0, overall: float | None = None
) -> Interview:
    interview = make_session(user, questions=TALK[: len(scores)]).interview
    for (outcome, score), question in zip(scores, interview.questions.order_by("order"), strict=True):
        record_response(
            interview_id=interview.pk,
            question_id=question.pk,
            outcome=outcome,
            text="Words.",
            seconds=1,
            evaluation=evaluation(score) if score is not None else None,
        )
    Interview.objects.filter(pk=interview.pk).update(
        status=Status.COMPLETED, completed_at=DAY + timedelta(days=day), overall_score=overall
    )
    return interview


def test_a_skill_is_the_mean_of_what_was_said_to_it() -> None:
    user = UserFactory()
    completed(user, (Outcome.ANSWERED, 8.0), (Outcome.DONT_KNOW, None), (Outcome.LEFT, None))
    completed(user, (Outcome.ANSWERED, 4.0), (Outcome.WITHHELD, None))
    [level] = skill_levels(UserActor(user))
    assert (level.score, level.answers) == (40.0, 3)


def test_others_and_unfinished_interviews_are_left_out() -> None:
    user = UserFactory()
    completed(UserFactory(), (Outcome.ANSWERED, 8.0))
    unfinished = completed(user, (Outcome.ANSWERED, 8.0))
    Interview.objects.filter(pk=unfinished.pk).update(status=Status.IN_PROGRESS)
    assert skill_levels(UserActor(user)) == []
    assert recent_interviews(UserActor(user)) == []


def test_progress_runs_from_the_oldest_to_the_newest_and_keeps_what_was_not_assessed() -> None:
    user = UserFactory()
    for day, overall in ((2, 80.0), (0, None), (1, 60.0)):
        completed(user, day=day, overall=overall)
    points = progress_points(recent_interviews(UserActor(user)))
    assert points == [("01 Mar", None), ("02 Mar", 60.0), ("03 Mar", 80.0)]


def test_the_result_shows_the_last_code_that_was_judged_not_the_one_our_runner_failed_on() -> None:
    session = make_session(questions=(CODE,))
    InterviewSession.objects.filter(pk=session.pk).update(current_question=session.interview.questions.get())
    for source, verdict in (("first", "WA"), ("second", "AC"), ("third", "IE"), ("fourth", "")):
        number = submit(session, source).number
        session.submissions.filter(number=number).update(verdict=verdict)
    [result] = result_of(session.interview, session)
    assert result.code
    assert (result.code.text, result.code.verdict) == ("second", "AC")
