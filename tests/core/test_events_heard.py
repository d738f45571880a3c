"""Whether an event is worth describing."""

from __future__ import annotations

import pytest

from viva.core import events
from viva.core.events import Event

pytestmark = pytest.mark.unit


def test_an_event_is_heard_while_a_subscriber_is_interested() -> None:
    wanted: set[str] = set()

    def subscriber(event: Event) -> None:
        raise AssertionError("only asked for its interest")

    events.subscribe("test.heard", subscriber, within=True, interest=lambda name: name in wanted)
    before = events.is_heard("test.heard")
    wanted.add("test.heard")
    during = events.is_heard("test.heard")
    events.unsubscribe("test.heard", subscriber)
    assert (before, during, events.is_heard("test.heard")) == (False, True, False)
