"""The description of the API for programs (`/api/schema/`) and for people (`/api/docs/`)."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.renderers import OpenApiJsonRenderer


@cache
def etag() -> str:
    return f'"{sha256(description()).hexdigest()[:32]}"'


@cache
def description() -> bytes:
    """OpenAPI 3.1 as JSON, worked out once in a process: it changes with the code alone."""
    found = SchemaGenerator().get_schema(request=None, public=True)  # type: ignore[no-untyped-call]
    return bytes(OpenApiJsonRenderer().render(found))


@require_safe
@condition(etag_func=lambda request: etag())
def schema(request: HttpRequest) -> HttpResponse:
    return HttpResponse(description(), content_type="application/json")


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    return render(request, "api/docs.html")
