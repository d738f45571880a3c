"""Events: told within the transaction or after its commit, to those who asked."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from viva.core import events
from viva.core.events import Event

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True)]

DONE = Event("test.done", user_id=1, data={"id": 7})


class Listener:
    def __init__(self, *, raising: bool = False) -> None:
        self.heard: list[Event] = []
        self.raising = raising

    def __call__(self, event: Event) -> None:
        self.heard.append(event)
        if self.raising:
            raise ValueError("a subscriber's trouble")


@pytest.fixture
def listener() -> Iterator[Listener]:
    yield from _listening(Listener())


@pytest.fixture
def failing() -> Iterator[Listener]:
    yield from _listening(Listener(raising=True))


def _listening(listener: Listener) -> Iterator[Listener]:
    yield listener
    events.unsubscribe("test.done", listener)


def test_a_subscriber_hears_only_after_the_commit(listener: Listener) -> None:
    events.subscribe("test.done", listener)
    with transaction.atomic():
        events.publish(DONE)
        assert listener.heard == []
    assert listener.heard == [DONE]


def test_what_is_rolled_back_never_happened(listener: Listener) -> None:
    events.subscribe("test.done", listener)
    with pytest.raises(RuntimeError), transaction.atomic():
        events.publish(DONE)
        raise RuntimeError
    assert listener.heard == []


def test_a_subscriber_within_is_told_in_the_transaction(listener: Listener) -> None:
    events.subscribe("test.done", listener, within=True)
    with transaction.atomic():
        events.publish(DONE)
        assert listener.heard == [DONE]


def test_one_who_subscribes_twice_is_told_once(listener: Listener) -> None:
    events.subscribe("test.done", listener)
    events.subscribe("test.done", listener)
    events.publish(DONE)
    assert listener.heard == [DONE]


def test_other_events_are_not_told(listener: Listener) -> None:
    events.subscribe("test.done", listener)
    events.publish(Event("test.other", user_id=1))
    assert listener.heard == []


def test_a_subscriber_that_fails_harms_no_other(failing: Listener, listener: Listener) -> None:
    events.subscribe("test.done", failing)
    events.subscribe("test.done", listener)
    events.publish(DONE)
    assert (failing.heard, listener.heard) == ([DONE], [DONE])
