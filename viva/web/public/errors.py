"""Error pages. They render without database or session, so that they work when those do not."""

from __future__ import annotations

import logging
import sys
from typing import Any

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from viva.core.database_trouble import explain
from viva.core.errors import TooManyAttempts
from viva.web.accounts.kept import is_own_page, keep, kept_in
from viva.web.accounts.views import show_kept

logger = logging.getLogger(__name__)

RETRY_SECONDS = 30  # when a locked database is worth another try


def _page(template: str, status: int, **context: Any) -> HttpResponse:
    response = HttpResponse(render_to_string(template, context), status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("403.html", 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Also answers for what middleware raised (a session that cannot be read or saved).

    Django turns that into a response before any other middleware sees it, and calls this while the
    exception is being handled.
    """
    return known_trouble(sys.exc_info()[1]) or _page("500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of a page of ours, open too long, is shown with what was typed; another site's is just refused."""
    if is_own_page(request) and (kept := kept_in(keep(request))) and kept.fields:
        return show_kept(request, kept, is_back=False)
    return _page("errors/csrf.html", 403)


def known_trouble(error: BaseException | None) -> HttpResponse | None:
    """The page for an error that any view may meet, or None where it is not one of those."""
    if isinstance(error, TooManyAttempts):
        return _too_many(error)
    cause = explain(error) if isinstance(error, DatabaseError) else None
    return _database(cause) if cause else None


def _too_many(error: TooManyAttempts) -> HttpResponse:
    response = _page("429.html", 429, detail=error.detail, retry_after=error.retry_after)
    response["Retry-After"] = str(error.retry_after)
    return response


def _database(cause: str) -> HttpResponse:
    logger.error("The database is %s", cause)
    response = _page("errors/database.html", 503, cause=cause)
    if cause == "locked":
        response["Retry-After"] = str(RETRY_SECONDS)
    return response
