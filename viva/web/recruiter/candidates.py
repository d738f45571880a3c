"""Candidates that a recruiter adds: one by hand, or many by CSV, which is looked through first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from viva.core.errors import VivaError
from viva.jobs.csv_rows import LARGEST_BYTES, Row, decoded, rows_of
from viva.jobs.models import Job
from viva.jobs.selectors import get_job_for
from viva.jobs.services import add_applicant, add_applicants, looked_through
from viva.web.recruiter.desk import Desk, desk_page, show
from viva.web.recruiter.job_forms import CandidateForm, CsvForm


@desk_page(find=get_job_for, writes=True)
def add(request: HttpRequest, desk: Desk, job: Job) -> HttpResponse:
    form = CandidateForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            made = add_applicant(job, name=given["name"], email=given["email"], note=given["note"], by=desk.user)
        except VivaError as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, _("%(name)s is added.") % {"name": made.name})
            return redirect("recruiter:application", made.pk)
    context = {"form": form, "job": job}
    return show(request, "recruiter/candidate_form.html", desk, context, status=400 if form.errors else 200)


@desk_page(find=get_job_for, writes=True)
def from_csv(request: HttpRequest, desk: Desk, job: Job) -> HttpResponse:
    """Ask for the table, show what it holds, then, at the second POST (`add`), write the good rows."""
    if request.method != "POST":
        return show(request, "recruiter/csv.html", desk, {"form": CsvForm(), "job": job})
    form = CsvForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, "recruiter/csv.html", desk, {"form": form, "job": job}, status=400)
    try:
        text = _text_of(form.cleaned_data)
        rows = looked_through(job, rows_of(text))
        if "add" in request.POST:
            return _added(request, desk, job, rows)
    except VivaError as error:
        form.add_error(None, error.detail)
        return show(request, "recruiter/csv.html", desk, {"form": form, "job": job}, status=400)
    good = sum(not row.problem for row in rows)
    context = {"job": job, "rows": rows, "good": good, "bad": len(rows) - good, "text": text}
    return show(request, "recruiter/csv_preview.html", desk, context)


def _text_of(given: dict[str, Any]) -> str:
    if given["file"]:
        return decoded(given["file"].read(LARGEST_BYTES + 1))
    return str(given["text"])


def _added(request: HttpRequest, desk: Desk, job: Job, rows: list[Row]) -> HttpResponse:
    count = add_applicants(job, rows=rows, by=desk.user)
    told = ngettext("%(count)d candidate is added.", "%(count)d candidates are added.", count)
    messages.success(request, told % {"count": count})
    return redirect("recruiter:job", job.pk)
