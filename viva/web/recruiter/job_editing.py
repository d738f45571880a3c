"""A job made or changed; what its description tells is read on demand, and nothing of it is saved unasked."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from viva.core.errors import TooManyAttempts
from viva.interviews.models.hiring import QuestionSource
from viva.interviews.services.question_sets import question_set_of
from viva.jobs.models import Job
from viva.jobs.selectors import get_job_for
from viva.jobs.services import change_job, create_job
from viva.web.accounts.refusals import refuse
from viva.web.recruiter.desk import Desk, desk_page, show
from viva.web.recruiter.job_forms import JobForm
from viva.web.recruiter.job_reading import Reading, TakeOverForm, filled_from, read_description, read_into

_PAGE = "recruiter/job_form.html"


@desk_page(writes=True)
def new(request: HttpRequest, desk: Desk) -> HttpResponse:
    return _saved(request, desk, None)


@desk_page(find=get_job_for, writes=True)
def edit(request: HttpRequest, desk: Desk, found: Job) -> HttpResponse:
    return _saved(request, desk, found)


def _saved(request: HttpRequest, desk: Desk, job: Job | None) -> HttpResponse:
    if "read" in request.POST or request.FILES.get("file"):
        return _read(request, desk, job)
    data = request.POST if request.method == "POST" else None
    form = JobForm.of(job, data) if job else JobForm(data)
    taken = TakeOverForm(data) if data and "take_over" in data else None
    if form.is_bound and form.is_valid() and (taken is None or taken.is_valid()):
        return _stored(request, desk, job, form, taken)
    if taken and not taken.is_valid():
        form.add_error(None, taken.errors["picked"][0])
    again = read_description(data, data.get("description", "")) if data and taken else None
    return _page(request, desk, job, form, again)


def _read(request: HttpRequest, desk: Desk, job: Job | None) -> HttpResponse:
    """A file that was chosen is read whichever button was pressed: it would be lost otherwise."""
    form = JobForm(request.POST, request.FILES)
    try:
        reading = read_into(form, user_id=desk.user.pk)
    except TooManyAttempts as error:
        return refuse(request, _PAGE, {"desk": desk, "form": form, "job": job}, error)
    return _page(request, desk, job, filled_from(reading, request.POST) if reading else form, reading)


def _page(
    request: HttpRequest, desk: Desk, job: Job | None, form: JobForm, reading: Reading | None = None
) -> HttpResponse:
    own = question_set_of(job) if job and reading else None
    context = {
        "form": form,
        "job": job,
        "reading": reading,
        "replaces": bool(own and own.pk and own.source != QuestionSource.GENERATED),
    }
    return show(request, _PAGE, desk, context, status=400 if form.errors else 200)


def _stored(
    request: HttpRequest, desk: Desk, job: Job | None, form: JobForm, taken: TakeOverForm | None
) -> HttpResponse:
    with transaction.atomic():
        if job is None:
            kept = create_job(desk.user, company=desk.company, words=form.words())
        else:
            kept = change_job(job, words=form.words(), by=desk.user)
        if taken:
            taken.take_over(kept, by=desk.user)
    if taken:
        messages.success(request, _("The job is saved. Interviews made from now on ask the questions you ticked."))
    elif job:
        messages.success(request, _("The job is saved."))
    else:
        told = _("%(title)s is ready. Now choose what its interviews ask.")
        messages.success(request, told % {"title": kept.title})
        return redirect("recruiter:questions", kept.pk)
    return redirect("recruiter:job", kept.pk)
