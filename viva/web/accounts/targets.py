"""Where a person goes after signing in: a page of this site, never another's."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme

MAX_TARGET = 2000  # characters; Django refuses to redirect to more than 2048


def safe_target(request: HttpRequest) -> str:
    """The `next` that was asked for, or "" where there is none, or one that leads elsewhere."""
    target = request.POST.get("next", request.GET.get("next", ""))
    here = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return target if here and len(target) <= MAX_TARGET else ""


def next_page(request: HttpRequest) -> str:
    return safe_target(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
