"""Reports as files: attachments that nobody on the way keeps."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from viva.core.errors import StateForbids
from viva.insights.reports.exporting import Kind, Report, export_interview, export_list
from viva.interviews.reviewed import reviewed_by
from viva.web.recruiter.review.found import reviewing
from viva.web.recruiter.review.listing import member, narrowed


@require_GET
@never_cache
@login_required
def report(request: HttpRequest, interview_id: int, kind: str) -> HttpResponse:
    given = reviewing(request, interview_id)
    if kind not in set(Kind):
        raise Http404
    try:
        return _attached(export_interview(given.interview, kind=Kind(kind), by=given.actor.user))
    except StateForbids as error:
        messages.error(request, error.detail)
        return redirect("review:detail", interview_id)


@require_GET
@never_cache
@login_required
def listed(request: HttpRequest) -> HttpResponse:
    """What the list shows under the same filters, all its pages."""
    actor = member(request)
    return _attached(export_list(narrowed(reviewed_by(actor), request), by=actor.user))


def _attached(made: Report) -> HttpResponse:
    response = HttpResponse(made.body, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response
