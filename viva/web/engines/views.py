"""*Engines*: for staff alone; for everybody else it is not there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from viva.live.engine_status import read_engine, try_engine
from viva.web.engines.reading import read, read_tried


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def engines(request: HttpRequest) -> HttpResponse:
    """A POST asks the model for its connection and one line, and shows the same page with what came of it."""
    if not (request.user.is_active and request.user.is_staff):
        raise Http404
    tried = try_engine() if request.method == "POST" else None
    shown = read(read_engine())
    return render(request, "engines/page.html", {"shown": shown, "tried": read_tried(tried) if tried else None})
