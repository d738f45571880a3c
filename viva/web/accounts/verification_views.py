"""Showing that an e-mail address is one's own: asking for the link, and following it while signed in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from viva.accounts.actors import user_of
from viva.accounts.email_verification import send_verification, verify_email
from viva.core.errors import StateForbids, VivaError


@require_POST
@login_required
def send_email_link(request: HttpRequest) -> HttpResponse:
    user = user_of(request)
    try:
        send_verification(user)
    except VivaError as error:
        messages.warning(request, error.detail)
    else:
        messages.success(request, _("We have sent a link to %(email)s.") % {"email": user.email})
    return redirect("candidate:jobseeker_dashboard")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing: its button does."""
    if request.method != "POST":
        return render(request, "accounts/verify_email.html")
    try:
        verify_email(user_of(request), token=token)
    except StateForbids as error:
        messages.warning(request, error.detail)
    else:
        messages.success(request, _("Your e-mail address is confirmed."))
    return redirect("candidate:jobseeker_dashboard")
