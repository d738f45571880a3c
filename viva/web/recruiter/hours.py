"""Slots from the hours of a week: looked at first, then made."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from viva.core.errors import VivaError
from viva.scheduling.services.hours import Planned, generate_slots, preview_slots
from viva.scheduling.services.times import Who
from viva.web.recruiter.desk import Desk, desk_page, show
from viva.web.recruiter.slot_forms import HoursForm

SHOWN = 60  # of the slots that would be made


@desk_page(writes=True)
def hours(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The first POST shows what would be made; the one with `make` makes it, once."""
    if request.method != "POST":
        return show(request, "recruiter/hours.html", desk, {"form": HoursForm(desk.company)})
    form = HoursForm(desk.company, request.POST)
    planned: list[Planned] = []
    if form.is_valid():
        try:
            if "make" in request.POST:
                return _make(request, desk, form)
            planned = _planned(desk, form)
        except VivaError as error:
            form.add_error(None, error.detail)
    fresh = [each for each in planned if not each.is_there]
    context = {
        "form": form,
        "looked": not form.errors,
        "planned": fresh[:SHOWN],
        "more": max(0, len(fresh) - SHOWN),
        "count": len(fresh),
        "there": len(planned) - len(fresh),
    }
    return show(request, "recruiter/hours.html", desk, context, status=400 if form.errors else 200)


def _planned(desk: Desk, form: HoursForm) -> list[Planned]:
    found = [each for words in form.words() for each in preview_slots(desk.company, words=words)]
    return sorted(found, key=lambda each: each.starts_at)


def _make(request: HttpRequest, desk: Desk, form: HoursForm) -> HttpResponse:
    _planned(desk, form)  # all days make sense, or none is made
    who = Who(desk.user.pk)
    made = [slot for words in form.words() for slot in generate_slots(desk.company, words=words, who=who)]
    told = ngettext("%(count)d slot is offered.", "%(count)d slots are offered.", len(made))
    messages.success(request, told % {"count": len(made)} if made else _("These slots are offered already."))
    first = min((slot.starts_at for slot in made), default=None)
    week = f"?week={timezone.localdate(first).isoformat()}" if first else ""
    return redirect(f"{reverse('recruiter:slots')}{week}")
