"""What Django asks for when no view answers: a page, or JSON under /api/."""

from __future__ import annotations

import sys

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from viva.api.v1.common.exceptions import answer_for
from viva.web.public import errors as pages


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _json(400, _("Bad request.")) if _is_api(request) else pages.bad_request(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _json(403, _("Not allowed.")) if _is_api(request) else pages.forbidden(request, exception)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _json(404, _("Not found.")) if _is_api(request) else pages.not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    """Called while the exception is being handled, also for what middleware raised."""
    if not _is_api(request):
        return pages.server_error(request)
    error = sys.exc_info()[1]
    known = answer_for(error, {}) if isinstance(error, Exception) else None
    if known is None:
        return _json(500, _("Something went wrong on our side."))
    return JsonResponse(known.data, status=known.status_code, headers=known.headers)


def _is_api(request: HttpRequest) -> bool:
    return request.path_info.startswith("/api/")


def _json(status: int, detail: str) -> HttpResponse:
    return JsonResponse({"detail": detail}, status=status)
