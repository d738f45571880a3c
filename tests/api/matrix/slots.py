"""A company's slots: its own people's, and read and booked by the candidate of one of its interviews."""

from __future__ import annotations

from datetime import timedelta

from tests.api.matrix import Asked, Call, World, signed_in
from tests.factories.slots import NOBODY, make_slot, make_wanting
from viva.core.time import now
from viva.interviews.models import Interview
from viva.scheduling.models import InterviewSlot
from viva.scheduling.services.booking import book_slot

FOREIGN = {"outsider": 404, "other_recruiter": 404, "admin": 404}
CHANGED = signed_in(200, owner=403, **FOREIGN)


def _both(world: World) -> tuple[InterviewSlot, Interview]:
    """A slot of the company, and an interview of it with the owner as its candidate."""
    interview = make_wanting(world.company, candidate=world.owner, by=world.recruiter)
    return make_slot(world.company, notes="Between us."), interview


def _slot(world: World) -> Asked:
    return Asked({"pk": _both(world)[0].pk})


def _changing(world: World) -> Asked:
    return Asked(_slot(world).kwargs, {"max_candidates": 3})


def _booking(world: World) -> Asked:
    slot, interview = _both(world)
    return Asked({"pk": slot.pk}, {"interview_id": interview.pk})


def _booked(world: World) -> Asked:
    slot, interview = _both(world)
    book_slot(slot, interview=interview, who=NOBODY)
    return Asked({"pk": slot.pk}, {"interview_id": interview.pk})


def _offering(world: World) -> Asked:
    return Asked(body={"starts_at": (now() + timedelta(days=1)).isoformat()})


CALLS = [
    Call("GET", "interviews/slots/", signed_in(200)),
    Call("POST", "interviews/slots/", signed_in(403, recruiter=201, other_recruiter=201), _offering),
    Call("GET", "interviews/slots/<id:pk>/", signed_in(200, **FOREIGN), _slot),
    Call("PUT", "interviews/slots/<id:pk>/", CHANGED, _changing),
    Call("PATCH", "interviews/slots/<id:pk>/", CHANGED, _changing),
    Call("DELETE", "interviews/slots/<id:pk>/", CHANGED, _slot),
    Call("POST", "interviews/slots/<id:pk>/book_slot/", signed_in(201, **FOREIGN), _booking),
    Call("POST", "interviews/slots/<id:pk>/release/", signed_in(200, **FOREIGN), _booked),
]
