"""The week of a company's slots, and one slot: made, changed, cancelled, deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from viva.core.errors import VivaError
from viva.core.time import now
from viva.scheduling.models import InterviewSlot, ScheduleStatus, SlotStatus
from viva.scheduling.selectors import get_slot_for, slots_for
from viva.scheduling.services.slots import cancel_slot, change_slot, create_slot, delete_slot
from viva.scheduling.services.times import Who
from viva.web.recruiter.desk import Desk, desk_page, show
from viva.web.recruiter.schedule_forms import LOCAL, ReasonForm
from viva.web.recruiter.slot_forms import SlotForm

MOST_DOTS = 8  # beyond it a number says as much
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Day:
    """A column of the week. `new_at` is what *New slot* of this day begins with, "" for a day gone by."""

    day: date
    is_today: bool
    slots: list[InterviewSlot]
    new_at: str


@desk_page(methods=("GET", "HEAD"))
def week(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Monday to Sunday of the viewer's zone."""
    today = timezone.localdate(now())
    monday = _monday(request.GET.get("week", ""), today)
    mine = slots_for(desk.actor).filter(company=desk.company)
    shown = mine.filter(starts_at__gte=_midnight(monday), starts_at__lt=_midnight(monday + _WEEK))
    slots = list(shown.select_related("job").order_by("starts_at", "pk"))
    for slot in slots:
        setattr(slot, "dots", _dots(slot))  # noqa: B010 - a column of the page, not of the model
    context = {
        "days": [_day(monday + timedelta(days=number), slots, today) for number in range(7)],
        "first": monday,
        "last": monday + timedelta(days=6),
        "before": monday - _WEEK,
        "after": monday + _WEEK,
        "this_week": monday == today - timedelta(days=today.weekday()),
        "any_slots": bool(slots) or mine.exists(),
        "zone": timezone.get_current_timezone_name(),
    }
    return show(request, "recruiter/slots.html", desk, context)


def _monday(asked: str, today: date) -> date:
    """Of the week with the day that was asked for, else of the present one."""
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = today
    if not today.year - 5 <= day.year <= today.year + 5:
        day = today
    return day - timedelta(days=day.weekday())


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=timezone.get_current_timezone())


def _day(day: date, slots: list[InterviewSlot], today: date) -> Day:
    of_the_day = [slot for slot in slots if timezone.localdate(slot.starts_at) == day]
    new_at = "" if day < today else f"{day.isoformat()}T09:00"
    return Day(day, day == today, of_the_day, new_at)


def _dots(slot: InterviewSlot) -> list[bool]:
    """A place each, whether it is taken; none where they would be too many to count at a glance."""
    if slot.max_candidates > MOST_DOTS:
        return []
    return [number < slot.current_bookings for number in range(slot.max_candidates)]


@desk_page(writes=True)
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method != "POST":
        form = SlotForm(desk.company, initial={"starts_at": _asked_time(request)})
        return show(request, "recruiter/slot_form.html", desk, {"form": form})
    form = SlotForm(desk.company, request.POST)
    if form.is_valid():
        try:
            made = create_slot(desk.company, words=form.words(), who=Who(desk.user.pk))
        except VivaError as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, _("The slot is offered."))
            return _to_week_of(made)
    return show(request, "recruiter/slot_form.html", desk, {"form": form}, status=400)


def _asked_time(request: HttpRequest) -> str:
    """What the week's page asks for, where it is a time at all."""
    try:
        return datetime.strptime(request.GET.get("at", ""), LOCAL).strftime(LOCAL)
    except ValueError:
        return ""


@desk_page(find=get_slot_for)
def slot(request: HttpRequest, desk: Desk, found: InterviewSlot) -> HttpResponse:
    """Who is booked in it, and its form for those who write."""
    form = SlotForm.of(found, request.POST if request.method == "POST" and desk.may_write else None)
    if form.is_bound and form.is_valid():
        try:
            changed = change_slot(found, words=form.words(), who=Who(desk.user.pk))
        except VivaError as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, _("The slot is saved."))
            return _to_week_of(changed)
    context: dict[str, Any] = {
        "slot": found,
        "form": form,
        "reason": ReasonForm(),
        "bookings": found.schedules.filter(status=ScheduleStatus.BOOKED).select_related("interview"),
        "ever_booked": found.schedules.exists(),
        "is_offered": found.status != SlotStatus.CANCELLED and found.starts_at > now(),
        "zone": timezone.get_current_timezone_name(),
    }
    return show(request, "recruiter/slot.html", desk, context, status=400 if form.errors else 200)


@desk_page(find=get_slot_for, writes=True, methods=("POST",))
def cancel(request: HttpRequest, desk: Desk, found: InterviewSlot) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give the reason in at most 500 characters."))
        return redirect("recruiter:slot", found.pk)
    try:
        ended = cancel_slot(found, reason=form.cleaned_data["reason"], who=Who(desk.user.pk))
    except VivaError as error:
        messages.error(request, error.detail)
        return redirect("recruiter:slot", found.pk)
    told = _("The slot is cancelled. Interviews that wait for another time now: %(count)d.")
    messages.success(request, told % {"count": ended})
    return _to_week_of(found)


@desk_page(find=get_slot_for, writes=True, methods=("POST",))
def delete(request: HttpRequest, desk: Desk, found: InterviewSlot) -> HttpResponse:
    try:
        delete_slot(found, who=Who(desk.user.pk))
    except VivaError as error:
        messages.error(request, error.detail)
        return redirect("recruiter:slot", found.pk)
    messages.success(request, _("The slot is deleted."))
    return _to_week_of(found)


def _to_week_of(slot: InterviewSlot) -> HttpResponse:
    day = timezone.localdate(slot.starts_at)
    return redirect(f"{reverse('recruiter:slots')}?week={day.isoformat()}")
