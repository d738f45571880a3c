"""A form shown again because a service refused: the reason on it, the right status beside it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from viva.core.errors import TooManyAttempts, VivaError


def refuse(request: HttpRequest, template: str, context: dict[str, Any], error: VivaError) -> HttpResponse:
    """With the error at its field, else above the form; 429 with Retry-After for too many tries."""
    form = context["form"]
    field = getattr(error, "field", None)
    form.add_error(field if field in form.fields else None, error.detail)
    if not isinstance(error, TooManyAttempts):
        return render(request, template, context)
    response = render(request, template, context, status=429)
    response["Retry-After"] = str(error.retry_after)
    return response
