"""What needs me today."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from viva.core.time import now
from viva.insights.funnel import Funnel, funnel_of
from viva.insights.waiting import coming_to, mail_failed, persons_asked_for, to_review, without_time
from viva.jobs.models import JobStatus
from viva.web.recruiter.desk import Desk, desk_page, show, sit_at

SHOWN = 8  # of each list
FAILED_SINCE = timedelta(days=7)


@desk_page(methods=("GET", "HEAD"))
def dashboard(request: HttpRequest, desk: Desk) -> HttpResponse:
    today = start_of_day(now())
    tomorrow = today + timedelta(days=1)
    company = desk.company
    coming = list(coming_to(company, since=today)[:SHOWN])
    context = {
        "today": [
            interview for interview in coming if interview.scheduled_at and interview.scheduled_at < tomorrow
        ],
        "later": [
            interview for interview in coming if interview.scheduled_at and interview.scheduled_at >= tomorrow
        ],
        "untimed": list(without_time(company)[:SHOWN]),
        "reviews": list(to_review(company)[:SHOWN]),
        "persons": list(persons_asked_for(company)[:SHOWN]),
        "failed": list(mail_failed(company, since=now() - FAILED_SINCE)[:SHOWN]),
        "funnel": _steps(funnel_of(company, since=start_of_week(today))),
        "any_jobs": company.jobs.exists(),
        "open_jobs": company.jobs.filter(status=JobStatus.OPEN)[:SHOWN],
    }
    return show(request, "recruiter/dashboard.html", desk, context)


@desk_page(methods=("POST",))
def switch(request: HttpRequest, desk: Desk) -> HttpResponse:
    """To the desk of another company of one's own; any other number changes nothing."""
    wanted = request.POST.get("company", "")
    for place in desk.places:
        if str(place.company_id) == wanted:
            sit_at(request, place.company_id)
    return redirect("recruiter:dashboard")


def start_of_day(moment: datetime) -> datetime:
    """Midnight of the viewer's zone; a day that begins with a gap begins after it."""
    return timezone.localtime(moment).replace(hour=0, minute=0, second=0, microsecond=0)


def start_of_week(today: datetime) -> datetime:
    return today - timedelta(days=today.weekday())


def _steps(funnel: Funnel) -> list[tuple[str, int]]:
    return [
        (_("Applied"), funnel.applied),
        (_("Invited"), funnel.invited),
        (_("Interviewed"), funnel.interviewed),
        (_("Hired"), funnel.hired),
    ]
