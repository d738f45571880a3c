"""How somebody does over time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories.accounts import UserFactory
from viva.accounts.actors import UserActor
from viva.insights.progress import Figures, figures_of
from viva.interviews.models import Interview

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def completed(user, *, score: float | None, minutes: int) -> Interview:
    return Interview(
        user=user,
        title="T",
        status="completed",
        created_at=NOON,
        started_at=NOON,
        completed_at=NOON + timedelta(minutes=minutes),
        overall_score=score,
        communication_score=score,
    )


def test_figures_count_all_interviews_however_many() -> None:
    user, other = UserFactory(), UserFactory()
    scored = [completed(user, score=score, minutes=20) for score in range(40)]
    others = [completed(user, score=None, minutes=40), completed(other, score=99, minutes=1)]
    Interview.objects.bulk_create([*scored, *others])
    assert figures_of(UserActor(user)) == Figures(
        41,
        19.5,
        39.0,
        communication=19.5,
        problem_solving=None,
        code_quality=None,
        practised=timedelta(minutes=840),
    )


def test_figures_of_nobody_are_not_zero_scores() -> None:
    assert figures_of(UserActor(UserFactory())) == Figures(0, None, None, None, None, None, timedelta())
