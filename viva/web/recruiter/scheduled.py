"""An interview that was scheduled: whether its mail has gone, its link; another time, none, another candidate."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from viva.accounts.actors import Actor
from viva.core.errors import VivaError
from viva.core.time import now
from viva.interviews.enums import Purpose, Status
from viva.interviews.models import Interview
from viva.interviews.selectors import interviews_for
from viva.live.scripts import forget_plan
from viva.live.services.over_api import cancel_interview
from viva.notifications.selectors import latest_told_of
from viva.scheduling.links import portal_link_of
from viva.scheduling.services.addressing import readdress
from viva.scheduling.services.booking import book_slot, booked_in
from viva.scheduling.services.extra_time import grant_extra_time
from viva.scheduling.services.releasing import ask_to_choose, take_time_back
from viva.scheduling.services.scheduling import schedule_at
from viva.scheduling.services.times import Who
from viva.scheduling.windows import WindowState, window_of
from viva.web.recruiter.desk import Desk, desk_page, show
from viva.web.recruiter.mail_shown import mail_shown
from viva.web.recruiter.schedule_forms import (
    SLOTS_OFFERED,
    CandidateForm,
    ExtraTimeForm,
    ReasonForm,
    WhenForm,
    offered_slots,
)


def find_interview(actor: Actor, interview_id: int) -> Interview:
    """A company's that the actor may see; Interview.DoesNotExist for any other."""
    hiring = interviews_for(actor).filter(purpose=Purpose.HIRING, company__isnull=False)
    return hiring.select_related("company", "job", "candidate").get(pk=interview_id)


@desk_page(find=find_interview, methods=("GET", "HEAD"))
def scheduled(request: HttpRequest, desk: Desk, interview: Interview) -> HttpResponse:
    return _page(request, desk, interview)


@desk_page(find=find_interview, methods=("GET", "HEAD"))
def mail(request: HttpRequest, desk: Desk, interview: Interview) -> HttpResponse:
    """The part of the page that is asked for again until the mail has gone or failed."""
    return show(request, "recruiter/partials/mail_state.html", desk, _mail_context(interview))


@desk_page(find=find_interview, writes=True, methods=("POST",))
def move(request: HttpRequest, desk: Desk, interview: Interview) -> HttpResponse:
    """Another time, at once or of the candidate's choice."""
    form = _when_form(interview, request.POST)
    if not form.is_valid():
        return _page(request, desk, interview, form=form, status=400)
    chosen, who = form.chosen(), Who(desk.user.pk)
    try:
        if chosen.slot is not None:
            book_slot(chosen.slot, interview=interview, who=who)
        elif chosen.starts_at is not None:
            schedule_at(interview, starts_at=chosen.starts_at, who=who)
        else:
            ask_to_choose(interview, who=who)
    except VivaError as error:
        form.add_error(None, error.detail)
        return _page(request, desk, interview, form=form, status=409)
    messages.success(request, _("The time is set. The candidate gets an e-mail."))
    return redirect("recruiter:scheduled", interview.pk)


@desk_page(find=find_interview, writes=True, methods=("POST",))
def release(request: HttpRequest, desk: Desk, interview: Interview) -> HttpResponse:
    """Take its time back; it waits for another one."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, interview, reason=form, status=400)
    try:
        had_time = take_time_back(interview, who=Who(desk.user.pk), reason=form.cleaned_data["reason"])
    except VivaError as error:
        messages.error(request, error.detail)
    else:
        told = _("The time is given back. The candidate gets an e-mail.")
        messages.success(request, told if had_time else _("The interview had no time."))
    return redirect("recruiter:scheduled", interview.pk)


@desk_page(find=find_interview, writes=True, methods=("POST",))
def cancel(request: HttpRequest, desk: Desk, interview: Interview) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, desk, interview, reason=form, status=400)
    try:
        cancel_interview(interview.pk, who=Who(desk.user.pk), reason=form.cleaned_data["reason"])
    except VivaError as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, _("The interview is cancelled."))
    return redirect("recruiter:scheduled", interview.pk)


@desk_page(find=find_interview, writes=True, methods=("POST",))
def extra_time(request: HttpRequest, desk: Desk, interview: Interview) -> HttpResponse:
    form = ExtraTimeForm(request.POST, auto_id="extra-%s")
    if not form.is_valid():
        return _page(request, desk, interview, extra=form, status=400)
    minutes = form.granted(minutes=interview.duration_minutes)
    try:
        grant_extra_time(interview, minutes=minutes, who=Who(desk.user.pk))
    except VivaError as error:
        messages.error(request, error.detail)
    else:
        forget_plan(interview.pk)
        told = ngettext(
            "%(minutes)d minute of extra time is set.", "%(minutes)d minutes of extra time are set.", minutes
        )
        messages.success(request, told % {"minutes": minutes})
    return redirect("recruiter:scheduled", interview.pk)


@desk_page(find=find_interview, writes=True, methods=("POST",))
def candidate(request: HttpRequest, desk: Desk, interview: Interview) -> HttpResponse:
    """Another name, or another address, which is invited in place of the one before."""
    form = CandidateForm.of(interview, request.POST)
    if not form.is_valid():
        return _page(request, desk, interview, person=form, status=400)
    try:
        mail = readdress(interview, **form.cleaned_data, who=Who(desk.user.pk))
    except VivaError as error:
        messages.error(request, error.detail)
    else:
        told = _("The candidate is changed. The new address gets an e-mail with a new link.")
        messages.success(request, told if mail else _("The candidate is changed."))
    return redirect("recruiter:scheduled", interview.pk)


def _page(
    request: HttpRequest,
    desk: Desk,
    interview: Interview,
    *,
    form: WhenForm | None = None,
    reason: ReasonForm | None = None,
    person: CandidateForm | None = None,
    extra: ExtraTimeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    window = window_of(interview, at=now())
    context = {
        "interview": interview,
        "booked": booked_in(interview.pk),
        "open": interview.status == Status.SCHEDULED,
        "missed": window.state == WindowState.EXPIRED,
        "link": portal_link_of(interview) if desk.may_write else "",
        "form": form or _when_form(interview),
        "reason": reason or ReasonForm(),
        "extra": extra or ExtraTimeForm(auto_id="extra-%s", initial={"extra_minutes": interview.extra_minutes}),
        "person": person or CandidateForm.of(interview),
        **_mail_context(interview),
    }
    return show(request, "recruiter/scheduled.html", desk, context, status=status)


def _mail_context(interview: Interview) -> dict[str, Any]:
    latest = latest_told_of(interview.pk)
    return {"interview": interview, "mail": mail_shown(latest) if latest else None}


def _when_form(interview: Interview, data: Any = None) -> WhenForm:
    if interview.company is None:
        raise Http404
    slots = offered_slots(interview.company, interview.job)[:SLOTS_OFFERED]
    return WhenForm(slots, data, may_choose=interview.scheduled_at is None)
