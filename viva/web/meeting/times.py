"""A candidate chooses a time among those that the company offers, takes another, or gives it back."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from viva.accounts.actors import UserActor
from viva.core.errors import StateForbids
from viva.scheduling.choosing import may_choose, slots_for, upcoming_slots_for
from viva.scheduling.models import InterviewSlot
from viva.scheduling.services.booking import book_slot, booked_in, release_slot
from viva.scheduling.services.times import Who
from viva.web.meeting.seats import Seat, by_account, by_link
from viva.web.meeting.standing import state_of, told
from viva.web.meeting.zones import zone_label, zone_of

# As many as anybody reads; the soonest first.
MOST_SLOTS = 300


@dataclass(frozen=True, slots=True)
class Day:
    """The times of one day, as the candidate's calendar has it."""

    date: date
    slots: list[InterviewSlot]


def _times(request: HttpRequest, seat: Seat) -> HttpResponse:
    if not may_choose(seat.interview, state_of(seat)):
        return redirect(seat.home)
    return _chosen(request, seat) if request.method == "POST" else _page(request, seat)


def _page(request: HttpRequest, seat: Seat, *, refused: str = "") -> HttpResponse:
    zone, booked = zone_of(request), booked_in(seat.interview.pk)
    slots = list(upcoming_slots_for(seat.interview)[:MOST_SLOTS])
    context: dict[str, Any] = told(request, seat) | {
        "zone": zone,
        "zone_name": zone.replace("_", " "),
        "zone_label": zone_label(slots[0].starts_at, zone) if slots else zone,
        "days": _by_day(slots, zone),
        "booked_slot": booked.slot if booked else None,
        "refused": refused,
    }
    return render(request, "meeting/times.html", context, status=409 if refused else 200)


def _by_day(slots: list[InterviewSlot], zone: str) -> list[Day]:
    local = zoneinfo.ZoneInfo(zone)
    days = groupby(slots, key=lambda slot: slot.starts_at.astimezone(local).date())
    return [Day(day, list(each)) for day, each in days]


def _chosen(request: HttpRequest, seat: Seat) -> HttpResponse:
    """A full slot says so on the same page, with the place that was held still held."""
    slot = _slot(request, seat)
    who = Who(user_id=seat.actor.user_id) if isinstance(seat.actor, UserActor) else Who(by_link=True)
    try:
        if request.POST.get("do") == "release":
            release_slot(slot, interview=seat.interview, who=who, reason=_("Given back by the candidate."))
            messages.success(request, _("Your time is given back. Choose another one when it suits you."))
            return redirect(seat.times)
        book_slot(slot, interview=seat.interview, who=who)
    except StateForbids as error:
        return _page(request, seat, refused=error.detail)
    return redirect(seat.home)


def _slot(request: HttpRequest, seat: Seat) -> InterviewSlot:
    given = request.POST.get("slot", "")
    slot = slots_for(seat.interview).filter(pk=int(given)).first() if _is_id(given) else None
    if slot is None:
        raise Http404
    return slot


def _is_id(given: str) -> bool:
    return given.isascii() and given.isdigit() and len(given) < 19


times = require_http_methods(["GET", "HEAD", "POST"])(by_account(_times))
times_by_link = require_http_methods(["GET", "HEAD", "POST"])(by_link(_times))
