"""Comments, decisions, releases, requests: kept for good, written down, and nothing lost when two act at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from tests.factories.interviews import make_hiring, make_interview
from tests.factories.jobs import make_job
from tests.factories.reviews import Held, make_held
from viva.audit.models import Entry
from viva.core import events
from viva.core.errors import StateForbids
from viva.core.events import Event
from viva.core.time import now
from viva.interviews.models import Decision, Interview, PersonRequest, ScoreOverride, Verdict
from viva.interviews.services.judging import add_comment, answer_person_request, decide
from viva.interviews.services.overrides import override_score
from viva.interviews.services.releasing import release_result
from viva.jobs.models import Application, Stage
from viva.jobs.services import add_applicant
from viva.live.services.over_api import begin_over_api

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def held() -> Held:
    return make_held()


def actions(interview: Interview) -> list[str]:
    return list(
        Entry.objects.filter(subject="interview", subject_id=interview.pk).values_list("action", flat=True)
    )


def judge(held: Held, verdict: Verdict, reason: str = "So.", *, moves_stage: bool = True) -> Decision:
    return decide(held.interview, by=held.owner, verdict=verdict, reason=reason, moves_stage=moves_stage)


def test_the_latest_decision_counts_and_earlier_ones_are_kept(held: Held) -> None:
    judge(held, Verdict.REJECT, "Too little.")
    judge(held, Verdict.ADVANCE, "On second thoughts.")
    kept = held.interview.decisions.values_list("verdict", "reason")
    assert list(kept) == [("reject", "Too little."), ("advance", "On second thoughts.")]


def test_the_same_decision_twice_is_one(held: Held) -> None:
    first = judge(held, Verdict.HOLD)
    assert judge(held, Verdict.HOLD) == first
    assert actions(held.interview).count("interview.decided") == 1


def test_nothing_is_decided_or_released_before_completion() -> None:
    interview, recruiter, _candidate = make_hiring()
    with pytest.raises(StateForbids):
        decide(interview, by=recruiter, verdict=Verdict.HOLD, reason="So.", moves_stage=True)
    with pytest.raises(StateForbids):
        release_result(interview, by=recruiter)
    assert (Decision.objects.count(), actions(interview)) == (0, ["interview.created"])


@pytest.mark.parametrize(
    ("verdict", "before", "after"),
    [
        (Verdict.REJECT, Stage.INVITED, Stage.REJECTED),
        (Verdict.REJECT, Stage.INTERVIEWED, Stage.REJECTED),
        (Verdict.ADVANCE, Stage.INVITED, Stage.INTERVIEWED),
        (Verdict.HOLD, Stage.APPLIED, Stage.INTERVIEWED),
        (Verdict.ADVANCE, Stage.REJECTED, Stage.INTERVIEWED),
        (Verdict.REJECT, Stage.HIRED, Stage.HIRED),
        (Verdict.ADVANCE, Stage.WITHDRAWN, Stage.WITHDRAWN),
    ],
)
def test_the_application_follows_the_decision(verdict: Verdict, before: str, after: str) -> None:
    held, application, other = applied(before)
    judge(held, verdict)
    application.refresh_from_db()
    other.refresh_from_db()
    assert (application.stage, other.stage) == (after, before)


def test_who_moved_the_application_by_a_decision_is_written_down() -> None:
    held, application, _other = applied(Stage.INVITED)
    for _ in range(2):
        judge(held, Verdict.REJECT)
    [entry] = Entry.objects.filter(subject="application", subject_id=application.pk, action="application.moved")
    assert (entry.actor_id, entry.company_id) == (held.owner.pk, held.company.pk)
    assert (entry.data["before"], entry.data["stage"]) == ("invited", "rejected")


def test_a_reviewers_decision_leaves_the_application() -> None:
    held, application, _other = applied(Stage.INVITED)
    judge(held, Verdict.REJECT, moves_stage=False)
    application.refresh_from_db()
    assert application.stage == Stage.INVITED


def applied(stage: str) -> tuple[Held, Application, Application]:
    """With the candidate's application, in capitals, and another's to the same job."""
    job = make_job()
    held = make_held(job.company, job=job)
    mine = add_applicant(job, name="C", email=held.candidate.email.upper(), note="")
    other = add_applicant(job, name="O", email="other@people.example", note="")
    Application.objects.update(stage=stage)
    return held, mine, other


def test_releasing_is_once_told_once_and_for_good(held: Held) -> None:
    heard: list[Event] = []
    events.subscribe("interview.released", heard.append)
    try:
        assert release_result(held.interview, by=held.owner)
        first = Interview.objects.get(pk=held.interview.pk).released_at
        assert not release_result(held.interview, by=held.owner)
    finally:
        events.unsubscribe("interview.released", heard.append)
    assert Interview.objects.get(pk=held.interview.pk).released_at == first is not None
    assert [event.data["interview"]["id"] for event in heard] == [held.interview.pk]
    assert actions(held.interview).count("interview.result_released") == 1


def test_practice_has_nothing_to_release() -> None:
    interview = make_interview()
    Interview.objects.filter(pk=interview.pk).update(status="completed", completed_at=now())
    with pytest.raises(StateForbids):
        release_result(interview, by=interview.user)


def test_a_request_for_a_person_is_answered_once(held: Held) -> None:
    asked = PersonRequest.objects.create(interview=held.interview, note="Please.", created_at=now())
    assert answer_person_request(asked, by=held.reviewer)
    assert not answer_person_request(asked, by=held.owner)
    asked.refresh_from_db()
    assert asked.handled_by == held.reviewer


def test_the_record_tells_who_did_what_without_what_was_said(held: Held) -> None:
    add_comment(held.interview, by=held.reviewer, text="a-secret-comment")
    override_score(held.response().pk, by=held.owner, score=3.0, reason="a-secret-reason")
    judge(held, Verdict.ADVANCE, "a-secret-reason")
    release_result(held.interview, by=held.owner)
    entries = Entry.objects.filter(subject="interview", subject_id=held.interview.pk)
    assert [(entry.action, entry.actor_id) for entry in entries] == [
        ("interview.created", held.owner.pk),
        ("interview.completed", None),
        ("interview.commented", held.reviewer.pk),
        ("interview.overridden", held.owner.pk),
        ("interview.decided", held.owner.pk),
        ("interview.result_released", held.owner.pk),
    ]
    assert {entry.company_id for entry in entries} == {held.company.pk}
    assert "secret" not in str([entry.data for entry in entries])


def test_practice_is_written_down_nowhere() -> None:
    make_interview()
    assert not Entry.objects.exists()


def at_once(*deeds: Callable[[], Any]) -> None:
    barrier = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> None:
        barrier.wait(timeout=10)
        try:
            deed()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)


def test_scores_given_at_once_are_all_kept_and_the_totals_fit_the_last(held: Held) -> None:
    response = held.response().pk
    scores = [float(number) for number in range(1, 9)]
    at_once(
        *(
            lambda score=score: override_score(response, by=held.owner, score=score, reason="So.")
            for score in scores
        )
    )
    kept = list(ScoreOverride.objects.order_by("pk").values_list("score_before", "score"))
    assert sorted(score for _before, score in kept) == scores
    assert [before for before, _score in kept] == [8.0, *(score for _before, score in kept[:-1])]
    interview = Interview.objects.get(pk=held.interview.pk)
    assert interview.total_score == kept[-1][1] + 6.0


def test_without_the_lock_scores_given_at_once_would_lose_what_stood_before(held: Held) -> None:
    """The control: read, then write, with both reads before either write."""
    response = held.response()
    barrier = threading.Barrier(2)

    def naive(score: float) -> None:
        before = type(response).objects.get(pk=response.pk).score
        barrier.wait(timeout=10)
        ScoreOverride.objects.create(
            response=response,
            revision=0,
            by=held.owner,
            score=score,
            score_before=before,
            reason="",
            created_at=now(),
        )
        type(response).objects.filter(pk=response.pk).update(score=score)

    at_once(lambda: naive(1.0), lambda: naive(2.0))
    kept = list(ScoreOverride.objects.order_by("pk").values_list("score_before", flat=True))
    assert kept == [8.0, 8.0]


def test_decisions_and_comments_at_once_are_all_kept(held: Held) -> None:
    verdicts = [Verdict.ADVANCE, Verdict.HOLD, Verdict.REJECT, Verdict.ADVANCE]
    at_once(
        *(lambda verdict=verdict, n=n: judge(held, verdict, f"Reason {n}") for n, verdict in enumerate(verdicts)),
        *(lambda n=n: add_comment(held.interview, by=held.owner, text=f"Comment {n}") for n in range(4)),
    )
    assert sorted(held.interview.decisions.values_list("reason", flat=True)) == [f"Reason {n}" for n in range(4)]
    assert sorted(held.interview.comments.values_list("text", flat=True)) == [f"Comment {n}" for n in range(4)]


def test_released_at_once_by_many_is_told_once(held: Held) -> None:
    done: list[bool] = []
    at_once(*(lambda: done.append(release_result(held.interview, by=held.owner)) for _ in range(6)))
    assert sorted(done) == [False] * 5 + [True]
    assert actions(held.interview).count("interview.result_released") == 1


def test_beginning_is_written_down_as_the_candidates_or_the_link_holders() -> None:
    interview, _recruiter, candidate = make_hiring()
    begin_over_api(interview.pk)
    by_link, *_others = make_hiring()
    Interview.objects.filter(pk=by_link.pk).update(candidate=None)
    begin_over_api(by_link.pk)
    begun = Entry.objects.filter(action="interview.started").values_list("subject_id", "actor_id", "by_link")
    assert list(begun) == [(interview.pk, candidate.pk, False), (by_link.pk, None, True)]
