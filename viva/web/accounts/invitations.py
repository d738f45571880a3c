"""The link of an invitation to a company. Looking at it changes nothing; joining is a POST."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from viva.accounts import limits, services
from viva.accounts.actors import user_of
from viva.accounts.models import Invitation
from viva.accounts.selectors import get_invitation_by
from viva.accounts.services import InvitationState
from viva.core.errors import VivaError
from viva.web.accounts.forms import NewAccountForm
from viva.web.accounts.refusals import refuse
from viva.web.accounts.targets import RECRUITERS_HOME

TEMPLATE = "accounts/invitation.html"
GONE = "accounts/invitation_gone.html"


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Kept by no cache, and no page that it leads to learns its address."""
    response = _invitation(request, key)
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _invitation(request: HttpRequest, key: str) -> HttpResponse:
    try:
        found = get_invitation_by(key)
    except Invitation.DoesNotExist:
        return render(request, GONE, {"state": "unknown"}, status=404)
    if (state := services.state_of(found)) != InvitationState.OPEN:
        return render(request, GONE, {"state": state.value, "invitation": found}, status=410)
    if request.user.is_authenticated:
        return _joining(request, found)
    return _signing_up(request, found)


def _joining(request: HttpRequest, found: Invitation) -> HttpResponse:
    user = user_of(request)
    if request.method == "POST":
        try:
            services.accept_invitation(found, user=user)
        except VivaError:
            return render(request, GONE, {"state": "accepted", "invitation": found}, status=410)
        return _welcomed(request, found)
    same = bool(user.email) and user.email.casefold() == found.email.casefold()
    return render(request, TEMPLATE, {"invitation": found, "same_address": same})


def _signing_up(request: HttpRequest, found: Invitation) -> HttpResponse:
    form = NewAccountForm(request.POST if request.method == "POST" else None, initial={"email": found.email})
    context: dict[str, Any] = {"invitation": found, "form": form}
    if request.method == "POST":
        try:
            limits.spend([limits.Attempt(limits.SIGN_UP_ADDRESS, limits.address_of(request))])
            if form.is_valid():
                return _registered(request, found, form)
        except VivaError as error:
            return refuse(request, TEMPLATE, context, error)
    return render(request, TEMPLATE, context)


def _registered(request: HttpRequest, found: Invitation, form: NewAccountForm) -> HttpResponse:
    account = {name: form.cleaned_data[name] for name in ("username", "email", "password", "name")}
    user = services.register_invited(found, **account)
    services.start_session(request, user)
    return _welcomed(request, found)


def _welcomed(request: HttpRequest, found: Invitation) -> HttpResponse:
    request.session["company_id"] = found.company_id
    messages.success(request, _("You belong to %(name)s now.") % {"name": found.company.name})
    return redirect(RECRUITERS_HOME)
