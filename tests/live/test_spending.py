"""Counting what a language model costs, on the database: a cap holds whoever asks at once, and across restarts."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db.models import F

from tests.factories.companies import make_company
from tests.factories.rooms import make_session
from tests.scheduling.storming import all_at_once
from viva.ai.engines.llm.config import Caps
from viva.ai.engines.llm.spending import Amount, CallRecord
from viva.core.time import clock
from viva.live.models import EngineCall, EngineSpending
from viva.live.services import spending
from viva.live.services.spending import Scope, keep_call, purge_old_calls, reserve_spending, settle_spending

pytestmark = [pytest.mark.integration, pytest.mark.services, pytest.mark.django_db(transaction=True)]

CAP, EACH, ASKING = 1_000, 100, 24
CAPS = Caps(interview_tokens=0, day_tokens=CAP)
WAIT = 60.0
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)


def storm() -> tuple[int, int]:
    """As many as two busy servers at once, each for an interview of its own: (let through, counted on the day)."""
    calls = [
        lambda session=number: reserve_spending(session, Amount(EACH, 5), caps=CAPS)
        for number in range(1, ASKING + 1)
    ]
    found = all_at_once(calls)  # type: ignore[arg-type]
    assert all(isinstance(each, bool) for each in found), found
    return found.count(True), EngineSpending.objects.get(scope=spending.today()).tokens


def test_together_they_never_pass_the_days_cap() -> None:
    assert storm() == (CAP // EACH, CAP)


def test_without_the_condition_in_the_statement_the_same_storm_passes_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """The control: look whether it fits, then count."""
    EngineSpending.objects.create(scope=spending.today())
    looked = threading.Barrier(ASKING)

    def look_then_count(scope: Scope, amount: Amount) -> bool:
        row, _ = EngineSpending.objects.get_or_create(scope=scope.name)
        if scope.tokens and row.tokens + amount.tokens > scope.tokens:
            return False
        return bool(
            EngineSpending.objects.filter(scope=scope.name).update(
                tokens=F("tokens") + amount.tokens, cost=F("cost") + amount.cost
            )
        )

    def reserve(session_id: int, amount: Amount, *, caps: Caps) -> bool:
        day = spending.scopes_of(0, caps)[0]
        fits = EngineSpending.objects.get(scope=day.name).tokens + amount.tokens <= day.tokens
        looked.wait(timeout=WAIT)
        return fits and look_then_count(Scope(day.name, 0, 0), amount)

    monkeypatch.setattr("tests.live.test_spending.reserve_spending", reserve)
    through, counted = storm()
    assert counted == through * EACH > CAP


def test_what_does_not_fit_into_one_scope_is_counted_in_none() -> None:
    caps = Caps(interview_tokens=10_000, day_tokens=150)
    assert reserve_spending(1, Amount(100), caps=caps)
    assert not reserve_spending(1, Amount(100), caps=caps)
    assert set(EngineSpending.objects.values_list("scope", "tokens")) == {
        ("session:1", 100),
        (spending.today(), 100),
    }


@pytest.mark.parametrize(
    "caps",
    [Caps(interview_tokens=99), Caps(day_tokens=99), Caps(interview_money=0.000_009), Caps(day_money=0.000_009)],
)
def test_each_cap_is_kept(caps: Caps) -> None:
    assert not reserve_spending(1, Amount(100, 10), caps=caps)


def test_without_caps_everything_is_counted_and_let_through() -> None:
    assert reserve_spending(0, Amount(10**9, 10**9), caps=Caps())
    assert EngineSpending.objects.get().tokens == 10**9


def test_what_was_reserved_comes_to_what_was_spent() -> None:
    reserve_spending(7, Amount(500, 50), caps=Caps())
    settle_spending(7, reserved=Amount(500, 50), spent=Amount(120, 12))
    assert set(EngineSpending.objects.values_list("tokens", "cost")) == {(120, 12)}


def test_a_day_begins_at_midnight_utc() -> None:
    caps = Caps(day_tokens=100)
    with clock(lambda: datetime(2026, 3, 1, 23, 59, tzinfo=UTC)):
        assert reserve_spending(0, Amount(100), caps=caps)
        assert not reserve_spending(0, Amount(1), caps=caps)
    with clock(lambda: datetime(2026, 3, 2, 0, 0, tzinfo=UTC)):
        assert reserve_spending(0, Amount(100), caps=caps)


def test_a_call_outlives_its_interview_and_may_have_none() -> None:
    session = make_session()
    keep_call(CallRecord("say", session=session.pk, line=3, failure="timeout"))
    keep_call(CallRecord("plan"))
    keep_call(CallRecord("say", session=session.pk + 1_000))
    session.interview.delete()
    assert list(EngineCall.objects.order_by("pk").values_list("session", "failure")) == [
        (None, "timeout"),
        (None, ""),
        (None, ""),
    ]


def called(days_ago: float, *, session: int = 0, company_id: int = 0) -> None:
    """A call, and what was counted for it on its interview and its day."""
    with clock(lambda: NOW - timedelta(days=days_ago)):
        reserve_spending(session, Amount(10), caps=Caps(), company_id=company_id)
        keep_call(CallRecord("say", session=session), company_id=company_id)


def scopes() -> set[str]:
    return set(EngineSpending.objects.values_list("scope", flat=True))


def test_calls_that_are_old_enough_are_deleted_with_what_was_counted_for_them(settings: Any) -> None:
    settings.VIVA_LLM_RETENTION_DAYS = 30
    old, begun_then = make_session(), make_session()
    for days_ago, session in ((31, old), (31, begun_then), (29, begun_then)):
        called(days_ago, session=session.pk)
    called(40)
    with clock(lambda: NOW):
        assert (purge_old_calls(), purge_old_calls()) == (3, 0)
    assert list(EngineCall.objects.values_list("session", flat=True)) == [begun_then.pk]
    recent = NOW - timedelta(days=29)
    assert scopes() == {f"session:{begun_then.pk}", f"day:{recent:%Y-%m-%d}"}


def test_what_a_company_counted_by_its_own_key_goes_with_its_day_too(settings: Any) -> None:
    settings.VIVA_LLM_RETENTION_DAYS = 30
    company = make_company()
    for days_ago in (31, 29):
        called(days_ago, company_id=company.pk)
    with clock(lambda: NOW):
        assert purge_old_calls() == 1
    assert scopes() == {f"company:{company.pk}:{NOW - timedelta(days=29):%Y-%m-%d}"}


def test_a_few_at_a_time_are_deleted_the_oldest_first(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.VIVA_LLM_RETENTION_DAYS = 30
    monkeypatch.setattr(spending, "PURGED_AT_ONCE", 2)
    for days_ago in (31, 33, 32):
        called(days_ago)
    with clock(lambda: NOW):
        assert purge_old_calls() == 2
        [left] = EngineCall.objects.all()
        assert left.created_at == NOW - timedelta(days=31)
        assert (purge_old_calls(), purge_old_calls()) == (1, 0)


def test_without_a_limit_of_days_nothing_is_deleted(settings: Any) -> None:
    settings.VIVA_LLM_RETENTION_DAYS = 0
    called(4_000)
    with clock(lambda: NOW):
        assert purge_old_calls() == 0
    assert EngineCall.objects.count() == 1
