"""Many at once, each on a thread with a connection of its own; and what is left afterwards."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connections

from tests.factories.slots import NOBODY, told
from viva.interviews.models import Interview
from viva.scheduling.models import InterviewSchedule, InterviewSlot
from viva.scheduling.services.booking import book_slot

SECONDS = 90.0


@dataclass(frozen=True)
class Left:
    """`counted` by the slot, `booked` by the schedules, `ends` of all ever; `mails` without reminders."""

    counted: int
    booked: int
    ends: list[str]
    mails: int


def all_at_once(calls: list[Callable[[], Any]]) -> list[Any]:
    """What each gave, or the error it raised, in the order of `calls`."""
    found: list[Any] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def run(place: int) -> None:
        start.wait(timeout=SECONDS)
        try:
            found[place] = calls[place]()
        except Exception as error:
            found[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(place,), daemon=True) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=SECONDS)
    assert not any(thread.is_alive() for thread in threads), "somebody still waits"
    return found


def booking(slot: InterviewSlot, interview: Interview) -> Callable[[], Any]:
    return lambda: book_slot(slot, interview=interview, who=NOBODY)


def kinds_of(found: list[Any]) -> dict[str, int]:
    """How many gave what, by the name of its class."""
    names = [type(each).__name__ for each in found]
    return {name: names.count(name) for name in sorted(set(names))}


def left_in(slot: InterviewSlot) -> Left:
    schedules = InterviewSchedule.objects.filter(slot=slot)
    return Left(
        counted=InterviewSlot.objects.get(pk=slot.pk).current_bookings,
        booked=schedules.filter(status="booked").count(),
        ends=sorted(schedules.values_list("status", flat=True)),
        mails=len(told()),
    )
