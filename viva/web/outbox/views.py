"""The outbox of development: for staff, and for everybody in the demo, which no other machine can reach."""

from __future__ import annotations

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from viva.web.outbox.reading import Filed, filed_mail, filed_mails

PER_PAGE = 25
# A mail in its frame: its own styles and pictures, no script, no form, nothing from outside.
_IN_ITS_FRAME = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "form-action": [NONE],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def is_shown_to(request: HttpRequest) -> bool:
    """Only where mail is written to files: they hold secret links."""
    return not settings.EMAIL_HOST and bool(
        settings.VIVA_DEMO or (request.user.is_active and request.user.is_staff)
    )


@require_safe
@never_cache
def outbox(request: HttpRequest) -> HttpResponse:
    _refuse_others(request)
    page = Paginator(list(filed_mails()), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "outbox/list.html", {"page": page, "folder": settings.EMAIL_FILE_PATH})


@require_safe
@never_cache
def mail(request: HttpRequest, name: str, number: int) -> HttpResponse:
    return render(request, "outbox/mail.html", {"mail": _found(request, name, number)})


@require_safe
@never_cache
@xframe_options_sameorigin
@csp(_IN_ITS_FRAME)  # type: ignore[arg-type]
def html(request: HttpRequest, name: str, number: int) -> HttpResponse:
    """The HTML as a mail program would show it; its links open elsewhere."""
    shown = _found(request, name, number).html
    return HttpResponse(shown.replace("<head>", '<head><base target="_blank">', 1))


def _found(request: HttpRequest, name: str, number: int) -> Filed:
    _refuse_others(request)
    found = filed_mail(name, number)
    if found is None:
        raise Http404
    return found


def _refuse_others(request: HttpRequest) -> None:
    if not is_shown_to(request):
        raise Http404
