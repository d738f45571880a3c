"""What has happened, told to those who asked, without the teller knowing them: never a Django signal.

A room subscribes at start-up (`AppConfig.ready`). `publish` is called by the service that makes the change, in
the transaction of the change. A subscriber `within` it writes rows that stand or fall with the change; any other
runs after the commit, and what it raises is logged and harms neither the change nor the next subscriber.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.db import transaction

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Event:
    """`name` as "interview.completed"; `data` JSON values, without answers, transcripts and keys.

    It concerns the company, or where there is none the user alone.
    """

    name: str
    user_id: int
    company_id: int | None = None
    data: dict[str, Any] = field(default_factory=dict)


Subscriber = Callable[[Event], None]
Interest = Callable[[str], bool]

_within: dict[str, list[Subscriber]] = defaultdict(list)
_after: dict[str, list[Subscriber]] = defaultdict(list)


_interests: dict[Subscriber, Interest] = {}


def subscribe(
    name: str, subscriber: Subscriber, *, within: bool = False, interest: Interest | None = None
) -> None:
    """Hear of every event `name` from now on; the same subscriber twice is one.

    `interest` says, cheaply and without a query, whether the subscriber wants an event of that name just now.
    """
    heard_by = (_within if within else _after)[name]
    if subscriber not in heard_by:
        heard_by.append(subscriber)
    if interest:
        _interests[subscriber] = interest


def unsubscribe(name: str, subscriber: Subscriber) -> None:
    for heard_by in (_within[name], _after[name]):
        if subscriber in heard_by:
            heard_by.remove(subscriber)


def is_heard(name: str) -> bool:
    """Whether anybody wants it: what costs a query to describe need not be described to nobody."""
    return any(
        subscriber not in _interests or _interests[subscriber](name)
        for subscriber in (*_within[name], *_after[name])
    )


def publish(event: Event) -> None:
    """Tell the subscribers within the transaction now, the others once it is committed (at once without one)."""
    for subscriber in tuple(_within[event.name]):
        subscriber(event)
    for subscriber in tuple(_after[event.name]):
        transaction.on_commit(partial(_tell, subscriber, event))


def _tell(subscriber: Subscriber, event: Event) -> None:
    try:
        subscriber(event)
    except Exception:
        log.exception("a subscriber to %s failed", event.name)
