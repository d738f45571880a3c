"""Many come to one interview at once: it begins once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.db import connections

from tests.factories.sittings import fresh, make_sitting
from viva.audit.models import Entry
from viva.core import time
from viva.core.errors import StateForbids
from viva.interviews.models import Interview
from viva.live.models import InterviewSession
from viva.live.services import sessions
from viva.live.services.admission import NotAdmitted
from viva.live.services.joining import join_interview
from viva.live.services.over_api import cancel_interview
from viva.scheduling.services.times import Who

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]

TABS = 8


def at_once(number: int, does: Callable[[int], Any]) -> list[Any]:
    """`does(0)` to `does(number - 1)`, each on a thread of its own; what was raised is given too."""
    barrier = Barrier(number)

    def one(index: int) -> Any:
        barrier.wait()
        try:
            return does(index)
        except StateForbids as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(one, range(number)))


def begun(interview: Interview) -> int:
    return Entry.objects.filter(subject_id=interview.pk, action="interview.started").count()


def come_at_once(interview: Interview) -> list[Any]:
    at = interview.scheduled_at
    assert at
    with time.clock(lambda: at):
        return at_once(TABS, lambda _: join_interview(fresh(interview)).session.begun_at)


def test_tabs_that_come_together_begin_it_once() -> None:
    interview = make_sitting(consent=True)
    assert come_at_once(interview) == [interview.scheduled_at] * TABS
    assert begun(interview) == 1


def test_without_the_guard_it_begins_more_than_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: what the test before counts is what the guard prevents."""

    def unguarded(session: InterviewSession) -> bool:
        sessions.note_begun(session.interview)
        return True

    monkeypatch.setattr(sessions, "_admitted", unguarded)
    interview = make_sitting(consent=True)
    at_once(TABS, lambda _: sessions.begin_session(interview.session.pk))
    assert begun(interview) == TABS


def test_begun_and_cancelled_at_once_it_ends_in_one_of_the_two() -> None:
    interview = make_sitting(consent=True)
    at = interview.scheduled_at
    assert at

    def either(index: int) -> Any:
        return cancel_interview(interview.pk, who=Who()) if index % 2 else join_interview(fresh(interview))

    with time.clock(lambda: at):
        at_once(TABS, either)
    interview = fresh(interview)
    session = InterviewSession.objects.get(interview=interview)
    # What has begun may still be called off; what was called off begins no more.
    assert (interview.status, session.status) == ("cancelled", "cancelled")
    with time.clock(lambda: at), pytest.raises(NotAdmitted):
        join_interview(interview)
