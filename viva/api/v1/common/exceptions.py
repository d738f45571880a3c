"""Every error as `{"detail": …}` or `{field: [messages]}`, with the proper status."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError
from django.utils.translation import gettext as _
from rest_framework import exceptions, status
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from viva.accounts.services import NameTaken, WrongCredentials
from viva.core.database_trouble import explain
from viva.core.errors import StateForbids, TooManyAttempts, VivaError

logger = logging.getLogger(__name__)

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="api"'}
_TROUBLE = {
    "behind": "The database is behind the code. An administrator has to run manage.py migrate.",
    "full": "The database is full. Nothing was stored.",
    "locked": "The database is busy. Nothing was stored; try again in a moment.",
}


def answer_for(error: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to `error`, or None for one that is our own fault (500)."""
    if isinstance(error, VivaError):
        return _refused(error)
    if isinstance(error, ObjectDoesNotExist):
        error = exceptions.NotFound()
    if isinstance(error, DatabaseError):
        return _unserved(error)
    response = exception_handler(error, context)
    if response is not None:
        response.data = told(response.data)
    return response


def told(data: Any) -> dict[str, Any]:
    """One shape for what the framework says: nested messages get one dotted name."""
    if isinstance(data, dict) and isinstance(data.get("detail"), str):
        return {"detail": str(data["detail"])}
    found: dict[str, list[str]] = {}
    for name, message in _messages(data, ()):
        found.setdefault(name, []).append(message)
    general = found.pop(api_settings.NON_FIELD_ERRORS_KEY, [])
    if not found:
        return {"detail": " ".join(general) or _("Invalid input.")}
    return found | ({api_settings.NON_FIELD_ERRORS_KEY: general} if general else {})


def _messages(data: Any, place: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(data, dict):
        for name, inner in data.items():
            inside = place if place and name == api_settings.NON_FIELD_ERRORS_KEY else (*place, str(name))
            yield from _messages(inner, inside)
    elif isinstance(data, list):
        for number, inner in enumerate(data):
            yield from _messages(inner, (*place, str(number)) if isinstance(inner, dict) else place)
    else:
        yield ".".join(place) or api_settings.NON_FIELD_ERRORS_KEY, str(data)


def _refused(error: VivaError) -> Response:
    if isinstance(error, TooManyAttempts):
        headers = {"Retry-After": str(error.retry_after)}
        return Response({"detail": error.detail}, status.HTTP_429_TOO_MANY_REQUESTS, headers=headers)
    if isinstance(error, WrongCredentials):
        return Response({"detail": error.detail}, status.HTTP_401_UNAUTHORIZED, headers=CHALLENGE)
    if isinstance(error, NameTaken):
        return Response({error.field: [error.detail]}, status.HTTP_400_BAD_REQUEST)
    conflict = isinstance(error, StateForbids)
    return Response(
        {"detail": error.detail}, status.HTTP_409_CONFLICT if conflict else status.HTTP_400_BAD_REQUEST
    )


def _unserved(error: DatabaseError) -> Response | None:
    cause = explain(error)
    if cause is None:
        return None
    logger.error("The database is %s", cause)
    headers = {"Retry-After": "30"} if cause == "locked" else {}
    return Response({"detail": _TROUBLE[cause]}, status.HTTP_503_SERVICE_UNAVAILABLE, headers=headers)
