"""What the interviewer says, to be heard: the sentences of a message, and the sound of one of them.

An address names a message and a sentence, never a stored file: who may not read the message gets 404.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from viva.accounts.actors import Actor, UserActor
from viva.core.realtime.loop import call_on_loop
from viva.interviews.models import InterviewQuestion
from viva.live.models import ChatMessage
from viva.live.models.recording import IncidentKind
from viva.live.selectors import get_question_for, get_said_for
from viva.live.services.incidents import note_incident_in
from viva.live.speaking import clip_of, clip_of_all, get_speaker, makes_sound, preparer
from viva.live.tickets import hearer_of
from viva.speech.errors import SpeechError
from viva.speech.reading import Sentence, sentences
from viva.speech.tts.base import Clip

KEPT_SECONDS = 24 * 3600
_WAITING = 5.0  # seconds beside the making, for the place in the queue


@require_safe
def said(request: HttpRequest, session_id: int, number: int) -> HttpResponse:
    """The sentences of a message, in order: as shown, as read, where each is heard (null: the page reads)."""
    parts = _parts(request, session_id, number)
    preparer.note_listening(session_id)
    sound = makes_sound()
    addresses = (reverse("meeting:clip", args=[session_id, number, part]) for part in range(len(parts)))
    told = [
        {"text": part.text, "spoken": part.spoken, "url": address if sound else None}
        for part, address in zip(parts, addresses, strict=True)
    ]
    return JsonResponse({"engine": get_speaker().engine.name, "parts": told})


@require_safe
def clip(request: HttpRequest, session_id: int, number: int, part: int) -> HttpResponse:
    parts = _parts(request, session_id, number)
    if part >= len(parts):
        raise Http404
    voice, speed = request.GET.get("voice", ""), _speed(request.GET.get("speed", ""))
    return _sound(session_id, lambda: clip_of(parts[part].spoken, voice=voice, speed=speed))


@require_safe
def question(request: HttpRequest, session_id: int, question_id: int) -> HttpResponse:
    """A question as one file, for clients that play a file."""
    try:
        asked = get_question_for(_actor(request, session_id), session_id, question_id)
    except InterviewQuestion.DoesNotExist:
        raise Http404 from None
    return _sound(session_id, lambda: clip_of_all(asked.question_text))


def _parts(request: HttpRequest, session_id: int, number: int) -> list[Sentence]:
    try:
        return sentences(get_said_for(_actor(request, session_id), session_id, number).text)
    except ChatMessage.DoesNotExist:
        raise Http404 from None


def _actor(request: HttpRequest, session_id: int) -> Actor:
    """Whom the ticket names, else who is signed in; a stranger is told that there is nothing."""
    if ticket := request.GET.get("ticket"):
        holder = hearer_of(ticket, session_id=session_id)
        if holder is None:
            raise Http404
        return holder
    if not request.user.is_authenticated:
        raise Http404
    return UserActor(request.user)


def _speed(given: str) -> float:
    try:
        speed = float(given)
    except ValueError:
        return 1.0
    return speed if 0.5 <= speed <= 2.0 else 1.0


def _sound(session_id: int, make: Callable[[], Coroutine[Any, Any, Clip]]) -> HttpResponse:
    """503 where it cannot be made. Where the server has a voice at all, that is an incident."""
    try:
        made = call_on_loop(make, timeout=settings.VIVA_VOICE_SECONDS + _WAITING)
    except (SpeechError, TimeoutError):
        if makes_sound():
            note_incident_in(session_id, kind=IncidentKind.VOICE_DOWN)
        return JsonResponse({"detail": _("The voice is not available just now.")}, status=503)
    response = HttpResponse(made.data, content_type=made.content_type)
    patch_cache_control(response, private=True, max_age=KEPT_SECONDS)
    response["Referrer-Policy"] = "no-referrer"
    return response
