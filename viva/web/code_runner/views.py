"""*Code runner*: for staff alone; for everybody else it is not there."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from viva.live.code_runner import Tried, read_status, try_out
from viva.web.code_runner.reading import Shown, read


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def code_runner(request: HttpRequest) -> HttpResponse:
    """A POST tries each language that is there, and shows the same page with what came of it."""
    if not (request.user.is_active and request.user.is_staff):
        raise Http404
    shown = read(read_status())
    tried = try_out(shown.names) if request.method == "POST" and shown.safe else []
    return render(request, "code_runner/page.html", {"shown": shown, "tried": _titled(tried, shown)})


def _titled(tried: list[Tried], shown: Shown) -> list[tuple[str, Tried]]:
    titles = {language.name: language.title for language in shown.languages}
    return [(titles.get(one.name, one.name.capitalize()), one) for one in tried]
