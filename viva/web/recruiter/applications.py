"""One application: who it is, the résumé, how far it has come, its interviews."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from viva.accounts.actors import actor_of
from viva.audit.selectors import entries_of
from viva.core.errors import VivaError
from viva.interviews.selectors import interviews_for
from viva.jobs.models import Application, Stage
from viva.jobs.resumes import CONTENT_TYPES
from viva.jobs.selectors import get_application_for
from viva.jobs.services import move_application
from viva.web.recruiter.desk import Desk, desk_page, show
from viva.web.recruiter.job_forms import StageForm


@desk_page(find=get_application_for, methods=("GET", "HEAD"))
def application(request: HttpRequest, desk: Desk, found: Application) -> HttpResponse:
    same = Q(candidate_email__iexact=found.email)
    if found.candidate_id:
        same |= Q(candidate_id=found.candidate_id)
    context = {
        "application": found,
        "form": StageForm(initial={"stage": found.stage}),
        "interviews": interviews_for(desk.actor).filter(same, job_id=found.job_id, company=desk.company),
        "moves": _moves(found),
    }
    return show(request, "recruiter/application.html", desk, context)


def _moves(found: Application) -> list[tuple[object, str]]:
    """(when, stage) of each move, oldest first."""
    names = dict(Stage.choices)
    moved = entries_of("application", found.pk).filter(action="application.moved")
    return [(entry.at, str(names.get(entry.data.get("stage"), ""))) for entry in moved]


@desk_page(find=get_application_for, writes=True, methods=("POST",))
def move(request: HttpRequest, desk: Desk, found: Application) -> HttpResponse:
    form = StageForm(request.POST)
    if form.is_valid():
        try:
            move_application(found, stage=Stage(form.cleaned_data["stage"]), by=desk.user)
        except VivaError as error:
            messages.error(request, error.detail)
        else:
            told = _("%(name)s is in the stage %(stage)s now.")
            messages.success(request, told % {"name": found.name, "stage": found.get_stage_display()})
    return redirect("recruiter:application", found.pk)


@require_safe
@never_cache
@login_required
def resume(request: HttpRequest, application_id: int) -> FileResponse:
    """For the company's people and who applied; saved, never shown in the browser."""
    try:
        found = get_application_for(actor_of(request), application_id)
    except Application.DoesNotExist:
        raise Http404 from None
    name = found.resume.name
    if not name or not default_storage.exists(name):
        raise Http404
    kind = name.rpartition(".")[2]
    response = FileResponse(
        default_storage.open(name),
        as_attachment=True,
        filename=found.resume_name,
        content_type=CONTENT_TYPES.get(kind, "application/octet-stream"),
    )
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"
    return response
