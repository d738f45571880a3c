"""The link of an invitation to a company. Looking at it changes nothing; joining is a POST.

The key stands in the address of the page alone, and no log line holds that: what is posted goes elsewhere.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

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


@require_safe
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    return _kept_secret(_looked_at(request, key))


@sensitive_post_parameters("key", "password")
@require_POST
def join(request: HttpRequest) -> HttpResponse:
    return _kept_secret(_joined(request, request.POST.get("key", "")))


def _kept_secret(response: HttpResponse) -> HttpResponse:
    """Kept by no cache; no page that it leads to learns its address, nor does a log line of a refusal."""
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    setattr(response, "_has_been_logged", True)  # noqa: B010 - Django's own mark; it would log the address
    return response


def _looked_at(request: HttpRequest, key: str) -> HttpResponse:
    found = _open(request, key)
    if isinstance(found, HttpResponse):
        return found
    context: dict[str, Any] = {"invitation": found, "key": key}
    if request.user.is_authenticated:
        email = user_of(request).email
        context["same_address"] = email.casefold() == found.email.casefold()
    else:
        context["form"] = NewAccountForm(initial={"email": found.email})
    return render(request, TEMPLATE, context)


def _joined(request: HttpRequest, key: str) -> HttpResponse:
    found = _open(request, key)
    if isinstance(found, HttpResponse):
        return found
    if not request.user.is_authenticated:
        return _signed_up(request, found, key)
    try:
        services.accept_invitation(found, user=user_of(request))
    except VivaError:
        return _gone(request, found, InvitationState.ACCEPTED)
    return _welcomed(request, found)


def _open(request: HttpRequest, key: str) -> Invitation | HttpResponse:
    """The invitation, or the page that says why it does not work."""
    try:
        found = get_invitation_by(key)
    except Invitation.DoesNotExist:
        return render(request, GONE, {"state": "unknown"}, status=404)
    state = services.state_of(found)
    return found if state == InvitationState.OPEN else _gone(request, found, state)


def _gone(request: HttpRequest, found: Invitation, state: InvitationState) -> HttpResponse:
    return render(request, GONE, {"state": state.value, "invitation": found}, status=410)


def _signed_up(request: HttpRequest, found: Invitation, key: str) -> HttpResponse:
    form = NewAccountForm(request.POST)
    context: dict[str, Any] = {"invitation": found, "form": form, "key": key}
    try:
        limits.spend([limits.Attempt(limits.SIGN_UP_ADDRESS, limits.address_of(request))])
        if not form.is_valid():
            return render(request, TEMPLATE, context, status=400)
        account = {name: form.cleaned_data[name] for name in ("username", "email", "password", "name")}
        user = services.register_invited(found, **account)
    except VivaError as error:
        return refuse(request, TEMPLATE, context, error)
    services.start_session(request, user)
    return _welcomed(request, found)


def _welcomed(request: HttpRequest, found: Invitation) -> HttpResponse:
    request.session["company_id"] = found.company_id
    messages.success(request, _("You belong to %(name)s now.") % {"name": found.company.name})
    return redirect(RECRUITERS_HOME)
