"""*Schedule interview*: for somebody new, for an application, for many at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from viva.accounts.models import Company
from viva.core.errors import VivaError
from viva.interviews.models import Interview
from viva.interviews.selectors import interviews_for
from viva.interviews.services.question_sets import AskedQuestions, asked_of, question_set_of
from viva.jobs.models import OPEN_STAGES, Application, Job, JobStatus
from viva.jobs.selectors import applications_for, company_jobs, get_application_for, get_job_for
from viva.live.inviting import invite_candidate
from viva.live.services.inviting import Invitee, Occasion
from viva.web.recruiter.desk import Desk, desk_page, show
from viva.web.recruiter.schedule_forms import (
    SLOTS_OFFERED,
    CandidateScheduleForm,
    LengthForm,
    StandAloneForm,
    offered_slots,
)

MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """Of one candidate among many: the interview, or why there is none."""

    name: str
    interview: Interview | None
    problem: str = ""


@desk_page(writes=True)
def schedule(request: HttpRequest, desk: Desk) -> HttpResponse:
    """An interview that stands alone."""
    form = StandAloneForm(_slots(desk, None), request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        occasion = Occasion(
            company=desk.company,
            title=given["title"],
            job_role=given["job_role"],
            asked=AskedQuestions(given["interview_type"], given["difficulty"], given["total_questions"]),
            minutes=given["duration_minutes"],
        )
        if made := _invited(request, desk, form, occasion, Invitee(given["name"], given["email"])):
            return redirect("recruiter:scheduled", made.pk)
    context = {"form": form, "jobs": company_jobs(desk.company).filter(status=JobStatus.OPEN)}
    return show(request, "recruiter/schedule.html", desk, context, status=400 if form.errors else 200)


@desk_page(find=get_job_for, writes=True)
def schedule_for_job(request: HttpRequest, desk: Desk, job: Job) -> HttpResponse:
    """With somebody by name and address, who need not have applied."""
    data = request.POST if request.method == "POST" else None
    form = CandidateScheduleForm(_slots(desk, job), data, minutes=job.duration_minutes)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if made := _for_job(request, desk, form, job, Invitee(given["name"], given["email"])):
            return redirect("recruiter:scheduled", made.pk)
    context = {"form": form, "job": job, "question_set": question_set_of(job)}
    return show(request, "recruiter/schedule.html", desk, context, status=400 if form.errors else 200)


@desk_page(find=get_application_for, writes=True)
def schedule_application(request: HttpRequest, desk: Desk, found: Application) -> HttpResponse:
    job = found.job
    data = request.POST if request.method == "POST" else None
    form = LengthForm(_slots(desk, job), data, minutes=job.duration_minutes)
    if form.is_bound and form.is_valid() and (made := _for_job(request, desk, form, job, _invitee(found))):
        return redirect("recruiter:scheduled", made.pk)
    context = {"form": form, "job": job, "application": found, "question_set": question_set_of(job)}
    return show(request, "recruiter/schedule.html", desk, context, status=400 if form.errors else 200)


@desk_page(writes=True)
def schedule_many(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The ticked applications of one job: each gets an interview, or the page says why not."""
    chosen = _chosen(desk, (request.POST or request.GET).getlist("application"))
    job = chosen[0].job
    data = request.POST if request.method == "POST" else None
    form = LengthForm(_slots(desk, job), data, minutes=job.duration_minutes)
    context: dict[str, Any] = {"form": form, "job": job, "applications": chosen}
    if form.is_bound and form.is_valid():
        try:
            occasion = _occasion(job, minutes=form.cleaned_data["duration_minutes"])
        except VivaError as error:
            form.add_error(None, error.detail)
        else:
            outcomes = [_one_of_many(desk, form, occasion, each) for each in chosen]
            made = sum(each.interview is not None for each in outcomes)
            context |= {"outcomes": outcomes, "made": made, "failed": len(outcomes) - made}
            return show(request, "recruiter/schedule_many_done.html", desk, context)
    return show(request, "recruiter/schedule_many.html", desk, context, status=400 if form.errors else 200)


def _chosen(desk: Desk, values: list[str]) -> list[Application]:
    """Those of the desk's company and of one job, that the first one is for; 404 where there is none."""
    ids = [int(value) for value in values[:MOST_AT_ONCE] if value.isdecimal() and len(value) < 19]
    mine = applications_for(desk.actor).select_related("job__company", "candidate")
    found = list(mine.filter(pk__in=ids, job__company=desk.company, stage__in=OPEN_STAGES))
    if not found:
        raise Http404
    return [each for each in found if each.job_id == found[0].job_id]


def _one_of_many(desk: Desk, form: LengthForm, occasion: Occasion, application: Application) -> Outcome:
    uuid = uuid5(form.cleaned_data["request_id"], str(application.pk))
    try:
        made = _made(desk, form, occasion, _invitee(application), uuid=uuid)
    except VivaError as error:
        return Outcome(application.name, None, error.detail)
    return Outcome(application.name, made)


def _for_job(request: HttpRequest, desk: Desk, form: LengthForm, job: Job, invitee: Invitee) -> Interview | None:
    try:
        occasion = _occasion(job, minutes=form.cleaned_data["duration_minutes"])
    except VivaError as error:
        form.add_error(None, error.detail)
        return None
    return _invited(request, desk, form, occasion, invitee)


def _invited(
    request: HttpRequest, desk: Desk, form: LengthForm, occasion: Occasion, invitee: Invitee
) -> Interview | None:
    """The interview; None, with the reason on the form, where there is none."""
    try:
        made = _made(desk, form, occasion, invitee, uuid=form.cleaned_data["request_id"])
    except VivaError as error:
        form.add_error(None, error.detail)
        return None
    messages.success(request, _("The interview with %(name)s is made.") % {"name": invitee.name})
    return made


def _made(desk: Desk, form: LengthForm, occasion: Occasion, invitee: Invitee, *, uuid: UUID) -> Interview:
    """The same form again gives the interview that it made."""
    if standing := interviews_for(desk.actor).filter(uuid=uuid, company=occasion.company).first():
        return standing
    return invite_candidate(
        desk.user,
        occasion=occasion,
        invitee=invitee,
        when=form.chosen(),
        uuid=uuid,
        extra_minutes=form.granted(minutes=form.cleaned_data["duration_minutes"]),
    ).interview


def _occasion(job: Job, *, minutes: int) -> Occasion:
    company: Company = job.company
    return Occasion(
        company=company,
        title=job.title,
        job_role=job.title[:120],
        asked=asked_of(question_set_of(job)),
        minutes=minutes,
        job=job,
        skills=tuple(job.required_skills),
        description=job.description,
    )


def _invitee(application: Application) -> Invitee:
    return Invitee(application.name, application.email, application.candidate, application)


def _slots(desk: Desk, job: Job | None) -> Any:
    return offered_slots(job.company if job else desk.company, job)[:SLOTS_OFFERED]
