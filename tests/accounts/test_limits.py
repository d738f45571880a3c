"""What may be tried how often."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import transaction
from django.test import RequestFactory

from viva.accounts import limits
from viva.accounts.limits import Attempt, Limit
from viva.accounts.models import AttemptCount
from viva.core.errors import TooManyAttempts
from viva.core.time import clock

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
TRY = Attempt(Limit("a test", 3), "ann")


def _at(moment: datetime, attempt: Attempt = TRY) -> bool:
    with clock(lambda: moment):
        return limits.count(attempt)


def _passes(name: str, address: str) -> bool:
    try:
        limits.spend(limits.sign_in_attempts(name, address))
    except TooManyAttempts:
        return False
    return True


def test_the_cap_passes_and_no_more() -> None:
    assert [_at(NOON) for _ in range(5)] == [True, True, True, False, False]
    assert AttemptCount.objects.get().count == 3


def test_a_refused_attempt_does_not_lengthen_the_wait() -> None:
    for minute in range(6):
        _at(NOON + timedelta(minutes=minute))
    assert AttemptCount.objects.get().window_start == NOON


def test_a_window_ends_a_quarter_of_an_hour_after_its_first_attempt() -> None:
    for _ in range(3):
        _at(NOON)
    assert _at(NOON + timedelta(minutes=15, microseconds=-1)) is False
    assert [_at(NOON + timedelta(minutes=15)) for _ in range(4)] == [True, True, True, False]
    assert AttemptCount.objects.get().window_start == NOON + timedelta(minutes=15)


def test_keys_are_apart_and_tell_no_name() -> None:
    for attempt in (TRY, Attempt(TRY.limit, "beth"), Attempt(Limit("another", 3), "ann")):
        _at(NOON, attempt)
    keys = list(AttemptCount.objects.values_list("key", flat=True))
    assert len(set(keys)) == 3
    assert {len(key) for key in keys} == {64}
    assert not any(name in key for key in keys for name in ("ann", "beth"))


def test_who_is_refused_hears_how_long_to_wait() -> None:
    with clock(lambda: NOON):
        for _ in range(3):
            limits.spend([TRY])
    with clock(lambda: NOON + timedelta(minutes=2, seconds=30)), pytest.raises(TooManyAttempts) as refused:
        limits.spend([TRY])
    assert refused.value.retry_after == 750
    assert str(refused.value) == "Too many attempts. Please try again in 13 minutes."


def test_spending_stops_at_the_first_limit_that_is_reached() -> None:
    wide = Attempt(Limit("wide", 100), "ann")
    for _ in range(3):
        limits.spend([TRY, wide])
    for _ in range(5):
        with pytest.raises(TooManyAttempts):
            limits.spend([TRY, wide])
    assert AttemptCount.objects.get(key=wide.key).count == 3


def test_one_address_cannot_use_up_what_an_account_has_for_all() -> None:
    for _ in range(10):
        limits.spend(limits.sign_in_attempts("ann", "192.0.2.1"))
    for _ in range(200):
        with pytest.raises(TooManyAttempts):
            limits.spend(limits.sign_in_attempts("ann", "192.0.2.1"))
    limits.spend(limits.sign_in_attempts("ann", "192.0.2.2"))
    assert AttemptCount.objects.get(key=Attempt(limits.SIGN_IN_NAME, "ann").key).count == 11


def test_many_addresses_together_have_a_hundred_tries_on_one_account() -> None:
    tries = [_passes("ann", f"192.0.2.{number}") for number in range(120)]
    assert tries == [True] * 100 + [False] * 20


def test_one_address_has_a_hundred_tries_on_all_accounts() -> None:
    tries = [_passes(f"person{number}", "192.0.2.1") for number in range(120)]
    assert tries == [True] * 100 + [False] * 20


def test_spellings_of_one_name_share_their_tries() -> None:
    keys = {limits.sign_in_attempts(name, "x")[0].key for name in ("Änn", "äNN", " änn ")}
    assert len(keys) == 1


def test_success_clears_the_account_and_gives_the_address_one_back() -> None:
    for _ in range(4):
        limits.spend(limits.sign_in_attempts("ann", "192.0.2.1"))
    limits.forgive_sign_in(["ann", "ann@x.org"], address="192.0.2.1")
    address = Attempt(limits.SIGN_IN_ADDRESS, "192.0.2.1")
    assert list(AttemptCount.objects.values_list("key", "count")) == [(address.key, 3)]


def test_windows_that_are_over_are_purged_a_few_at_a_time() -> None:
    AttemptCount.objects.bulk_create(
        AttemptCount(key=str(number), window_start=NOON, count=1) for number in range(50)
    )
    left = []
    with clock(lambda: NOON + timedelta(minutes=16)):
        for _ in range(4):
            limits.spend([Attempt(Limit("a test", 100), "ann")])
            left.append(AttemptCount.objects.filter(window_start=NOON).count())
    assert left == [30, 10, 0, 0]
    assert AttemptCount.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_counting_refuses_to_run_where_it_could_be_taken_back() -> None:
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        limits.spend([TRY])


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", "unknown"),
        ("unix:", "unknown"),
    ],
)
def test_an_address_is_the_connections_own_and_of_ipv6_the_network(given: str, counted: str) -> None:
    request = RequestFactory(REMOTE_ADDR=given, HTTP_X_FORWARDED_FOR="203.0.113.9").get("/")
    assert limits.address_of(request) == counted
