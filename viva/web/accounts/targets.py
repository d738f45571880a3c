"""Where a person goes after signing in: a page of this site, never another's."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

from viva.accounts.models import Role

RECRUITERS_HOME = "/dashboard/recruiter/"
MAX_TARGET = 2000  # characters; Django refuses to redirect to more than 2048


def safe_target(request: HttpRequest) -> str:
    """The `next` that was asked for, or "" where there is none, or one that leads elsewhere."""
    target = request.POST.get("next", request.GET.get("next", ""))
    here = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    complete = target.startswith(("/", "http://", "https://"))
    return target if here and complete and len(target) <= MAX_TARGET else ""


def go_on(request: HttpRequest) -> HttpResponse:
    """To that page, else home. (`redirect` would take a target for the name of a view.)"""
    return HttpResponseRedirect(safe_target(request) or home_of(request))


def home_of(request: HttpRequest) -> str:
    """A recruiter's desk, everybody else's profile."""
    recruits = request.user.is_authenticated and request.user.role == Role.RECRUITER
    return RECRUITERS_HOME if recruits else resolve_url(settings.LOGIN_REDIRECT_URL)
