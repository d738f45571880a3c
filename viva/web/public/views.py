"""The landing page."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from viva.web.meeting.views import portal


@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """What Viva is, for the signed-in too. `demo_accounts`: whether there are any to try it with.

    With a `session_key` this is the address of the mails' links: the portal.
    """
    if "session_key" in request.GET:
        return portal(request)
    return render(request, "public/landing.html", {"demo_accounts": settings.VIVA_DEMO})
