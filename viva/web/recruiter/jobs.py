"""Jobs: the list, one with its applications by stage, opened and closed, deleted."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from viva.core.errors import VivaError
from viva.interviews.services.question_sets import question_set_of
from viva.jobs.models import Application, Job, JobStatus, Stage
from viva.jobs.selectors import applications_for, company_jobs, get_job_for, stage_counts
from viva.jobs.services import delete_job, move_application, set_job_status
from viva.web.recruiter.desk import Desk, desk_page, show
from viva.web.recruiter.job_forms import NOT_WITHDRAWN, StageForm

PER_PAGE = 25
APPLICATIONS_PER_PAGE = 50


@desk_page(methods=("GET", "HEAD"))
def job_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    jobs = company_jobs(desk.company)
    chosen = request.GET.get("status", "")
    if chosen in JobStatus.values:
        jobs = jobs.filter(status=chosen)
    page = Paginator(jobs, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "any_jobs": bool(page.paginator.count) or desk.company.jobs.exists()}
    return show(request, "recruiter/jobs.html", desk, {**context, "status_choices": JobStatus.choices})


@desk_page(find=get_job_for, methods=("GET", "HEAD"))
def job(request: HttpRequest, desk: Desk, found: Job) -> HttpResponse:
    """Its applications, of one stage or of all, the newest first."""
    counts = stage_counts(found)
    stage = request.GET.get("stage", "")
    applications = applications_for(desk.actor).filter(job=found)
    if stage in counts:
        applications = applications.filter(stage=stage)
    context = {
        "job": found,
        "page": Paginator(applications, APPLICATIONS_PER_PAGE).get_page(request.GET.get("page")),
        "total": sum(counts.values()),
        "stage_choices": [(value, f"{label} ({counts[value]})") for value, label in Stage.choices],
        "moves": NOT_WITHDRAWN,
        "question_set": question_set_of(found),
        "public_address": settings.VIVA_BASE_URL + reverse("public:job", args=[found.pk]),
    }
    return show(request, "recruiter/job.html", desk, context)


@desk_page(find=get_job_for, writes=True, methods=("POST",))
def set_status(request: HttpRequest, desk: Desk, found: Job) -> HttpResponse:
    wanted = JobStatus.CLOSED if request.POST.get("status") == JobStatus.CLOSED else JobStatus.OPEN
    set_job_status(found, status=wanted, by=desk.user)
    told = (
        _("The job is open for applications.")
        if wanted == JobStatus.OPEN
        else _("The job takes no more applications.")
    )
    messages.success(request, told)
    return redirect("recruiter:job", found.pk)


@desk_page(find=get_job_for, writes=True, methods=("POST",))
def delete(request: HttpRequest, desk: Desk, found: Job) -> HttpResponse:
    try:
        delete_job(found)
    except VivaError as error:
        messages.error(request, error.detail)
        return redirect("recruiter:job", found.pk)
    messages.success(request, _("%(title)s is deleted.") % {"title": found.title})
    return redirect("recruiter:jobs")


@desk_page(find=get_job_for, writes=True, methods=("POST",))
def choose(request: HttpRequest, desk: Desk, found: Job) -> HttpResponse:
    """What is to become of the applications ticked in the list: moved to a stage, or invited to an interview."""
    chosen = _ticked(desk, found, request.POST.getlist("application"))
    if not chosen:
        messages.warning(request, _("Tick the applications first."))
    elif "schedule" in request.POST:
        ids = "&".join(f"application={each.pk}" for each in chosen)
        return redirect(f"{reverse('recruiter:schedule_many')}?{ids}")
    else:
        _move(request, desk, chosen)
    return redirect("recruiter:job", found.pk)


def _ticked(desk: Desk, found: Job, values: list[str]) -> list[Application]:
    ids = [int(value) for value in values[:APPLICATIONS_PER_PAGE] if value.isdecimal() and len(value) < 19]
    return list(applications_for(desk.actor).filter(job=found, pk__in=ids))


def _move(request: HttpRequest, desk: Desk, chosen: list[Application]) -> None:
    form = StageForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose the stage to move them to."))
        return
    stage = Stage(form.cleaned_data["stage"])
    refused: list[Any] = []
    for application in chosen:
        try:
            move_application(application, stage=stage, by=desk.user)
        except VivaError as error:
            refused.append(f"{application.name}: {error.detail}")
    moved = len(chosen) - len(refused)
    if moved:
        messages.success(request, _("Moved to %(stage)s: %(count)d.") % {"stage": stage.label, "count": moved})
    for told in refused:
        messages.warning(request, told)
