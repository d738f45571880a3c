"""`POST /ai/start`: the link's key proves itself and the interview begins, or goes on."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from viva.accounts import limits
from viva.core.errors import TooManyAttempts
from viva.core.time import now
from viva.interviews.models import Interview
from viva.interviews.sitting import find_by_key
from viva.live.frames import iso
from viva.live.services.admission import NotAdmitted
from viva.live.services.joining import Joined, join_interview
from viva.live.speaking import makes_sound
from viva.live.tickets import socket_path_with_ticket, sound_ticket
from viva.scheduling.windows import WindowState

# A key is 43 characters; what is much larger is not read.
LARGEST_BODY = 4096


@csrf_exempt
@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    key = _key_in(request)
    if not key:
        return JsonResponse({"detail": _("session_key is missing.")}, status=400)
    try:
        interview = find_by_key(key)
    except Interview.DoesNotExist:
        return _unknown(request)
    try:
        return JsonResponse(_shape(request, join_interview(interview)))
    except NotAdmitted as refused:
        told = {"state": refused.state, "detail": refused.detail, "starts_at": iso(refused.starts_at)}
        return JsonResponse({**told, "server_time": iso(now())}, status=409)


def _key_in(request: HttpRequest) -> str:
    """From a JSON object or a form; "" where there is none that could be read."""
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        return request.POST.get("session_key", "")
    try:
        body = json.loads(request.body) if len(request.body) <= LARGEST_BODY else {}
    except (ValueError, RecursionError):
        return ""
    key = body.get("session_key") if isinstance(body, dict) else None
    return key if isinstance(key, str) else ""


def _unknown(request: HttpRequest) -> HttpResponse:
    """Wrong keys are counted per address; a right one never is."""
    try:
        limits.spend([limits.Attempt(limits.UNKNOWN_LINK, limits.address_of(request))])
    except TooManyAttempts as error:
        headers = {"Retry-After": str(error.retry_after)}
        return JsonResponse({"detail": error.detail}, status=429, headers=headers)
    return JsonResponse({"detail": _("There is no interview with this link.")}, status=404)


def audio_path(joined: Joined) -> str:
    path = reverse("meeting:question_clip", args=[joined.session.pk, joined.question.pk])
    return f"{path}?{urlencode({'ticket': sound_ticket(joined.session)})}"


def _shape(request: HttpRequest, joined: Joined) -> dict[str, Any]:
    question = joined.question
    address = request.build_absolute_uri(socket_path_with_ticket(joined.session))
    return {
        "session_id": joined.session.pk,
        "question": {
            "id": question.pk,
            "text": question.question_text,
            "order": question.order,
            "total": joined.total,
            "audio_url": request.build_absolute_uri(audio_path(joined)) if makes_sound() else None,
        },
        "state": WindowState.RUNNING,
        "ends_at": iso(joined.ends_at),
        "server_time": iso(now()),
        "ws_url": address.replace("http", "ws", 1),
    }
