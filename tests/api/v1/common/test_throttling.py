"""How many calls one may make in a minute."""

from __future__ import annotations

import threading

import pytest
from django.test import override_settings

from tests.api.clients import client_of
from tests.factories.accounts import UserFactory
from viva.api.v1.common.throttling import MinuteCounter

pytestmark = pytest.mark.unit
ME = "/api/v1/auth/me/"


def test_exactly_the_cap_passes_within_a_minute_and_again_in_the_next() -> None:
    counter = MinuteCounter()
    assert [counter.take({"a": 2}, moment=60.0) for _ in range(3)] == [True, True, False]
    assert counter.take({"b": 2}, moment=119.9) is True
    assert counter.take({"a": 2}, moment=120.0) is True


def test_a_refusal_by_one_cap_spends_none_of_the_others() -> None:
    counter = MinuteCounter()
    assert [counter.take({"a": 1, "b": 9}, moment=0.0) for _ in range(5)] == [True, False, False, False, False]
    assert [counter.take({"b": 2}, moment=0.0) for _ in range(2)] == [True, False]


def test_exactly_the_cap_passes_whatever_the_concurrency() -> None:
    counter, passed, start = MinuteCounter(), [], threading.Barrier(16)

    def attack() -> None:
        start.wait(10)
        passed.extend(counter.take({"a": 500}, moment=0.0) for _ in range(100))

    threads = [threading.Thread(target=attack) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(passed), sum(passed)) == (1_600, 500)


@pytest.mark.django_db
@override_settings(VIVA_API_CALLS_PER_MINUTE=3, VIVA_API_WRITES_PER_MINUTE=1)
def test_a_person_is_told_when_to_go_on_and_others_do_not_notice() -> None:
    ann, tom = client_of(UserFactory()), client_of(UserFactory())
    assert [ann.patch(ME, {}).status_code for _ in range(2)] == [200, 429]
    assert [ann.get(ME).status_code for _ in range(3)] == [200, 200, 429]
    answer = ann.get(ME)
    assert 1 <= int(answer["Retry-After"]) <= 60
    assert list(answer.json()) == ["detail"]
    assert tom.get(ME).status_code == 200


@pytest.mark.django_db
@override_settings(VIVA_API_CALLS_PER_MINUTE=2)
def test_an_address_has_five_times_as_many() -> None:
    clients = [client_of(UserFactory()) for _ in range(6)]
    answers = [client.get(ME, REMOTE_ADDR="10.1.1.1").status_code for client in clients for _ in range(2)]
    assert answers == [200] * 10 + [429] * 2
    assert clients[5].get(ME, REMOTE_ADDR="10.1.1.2").status_code == 200
