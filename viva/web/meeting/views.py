"""The portal, the ready page and the room, and what a candidate does on them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from viva.core.errors import StateForbids
from viva.core.realtime.loop import call_on_loop
from viva.interviews.enums import QuestionType
from viva.interviews.services.consents import give_consent
from viva.interviews.services.person_requests import ask_for_person
from viva.live.completion import complete_session
from viva.live.hearing import get_recogniser
from viva.live.models import InterviewSession
from viva.live.models.recording import IncidentKind
from viva.live.services.joining import join_interview
from viva.live.speaking import get_speaker
from viva.live.tickets import sound_ticket
from viva.scheduling.windows import WindowState
from viva.web.meeting.seats import Seat, by_account, by_link
from viva.web.meeting.standing import BEFORE, state_of, told
from viva.web.room.views import COMPLETE_SECONDS


def _portal(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Opening it changes nothing: mail scanners open links too."""
    if state_of(seat) is WindowState.RUNNING and "left" not in request.GET:
        return _room(request, seat)
    return render(request, "portal.html", told(request, seat))


def _ready(request: HttpRequest, seat: Seat) -> HttpResponse:
    return render(request, "interview_ready.html", told(request, seat))


def _start(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The room; before it has begun, and after, the ready page says how it stands."""
    return _room(request, seat) if state_of(seat) is WindowState.RUNNING else redirect(seat.home)


def _room(request: HttpRequest, seat: Seat) -> HttpResponse:
    session = seat.interview.session
    has_code = seat.interview.questions.filter(question_type=QuestionType.CODING).exists()
    recogniser = get_recogniser()
    context: dict[str, Any] = told(request, seat) | {
        "session": session,
        "has_code": has_code,
        "voice": get_speaker().engine,
        "recogniser": recogniser,
        "troubles": IncidentKind.values,
        "hears": "server" if recogniser.available else "browser" if recogniser.name == "browser" else "",
        "sound_ticket": sound_ticket(session) if seat.key else "",
    }
    return render(request, "interview_ai.html", context)


def _begin(request: HttpRequest, seat: Seat) -> HttpResponse:
    """Agrees to what is ticked in the same form, and begins if the time has come; else it is waited for."""
    if state_of(seat) not in BEFORE or _agree(request, seat):
        try:
            join_interview(seat.interview)
        except StateForbids:
            return redirect(seat.home)  # which tells how it stands
        return redirect(seat.room)
    return redirect(seat.home)


def _agree(request: HttpRequest, seat: Seat) -> bool:
    """Whether consent stands now; what is missing is said on the page that follows."""
    if hasattr(seat.interview, "consent"):
        return True
    try:
        give_consent(
            seat.interview,
            actor=seat.actor,
            locale=get_language() or "en",
            ai_evaluation="ai_evaluation" in request.POST,
            recording="recording" in request.POST,
            sound="sound" in request.POST and "unrecorded" not in request.POST,
            picture="picture" in request.POST,
        )
    except StateForbids as error:
        messages.warning(request, error.detail)
        return False
    return True


def _person(request: HttpRequest, seat: Seat) -> HttpResponse:
    """The room's script stays where it is; without it the page that follows says that it was asked."""
    ask_for_person(seat.interview, actor=seat.actor, note=request.POST.get("note", ""))
    if request.accepts("application/json") and not request.accepts("text/html"):
        return JsonResponse({"detail": _("The company has been told.")})
    return redirect(seat.outside)


def _complete(request: HttpRequest, seat: Seat) -> HttpResponse:
    """What follows is the confirmation; a second time changes nothing."""
    session = InterviewSession.objects.filter(interview=seat.interview, over_api=False).first()
    if session and session.begun_at:
        call_on_loop(lambda: complete_session(session.pk), timeout=COMPLETE_SECONDS)
    return redirect(seat.home)


portal = require_safe(by_link(_portal))
ready = require_safe(by_account(_ready))
start = require_safe(by_account(_start))
begin, begin_by_link = require_POST(by_account(_begin)), require_POST(by_link(_begin))
person, person_by_link = require_POST(by_account(_person)), require_POST(by_link(_person))
complete, complete_by_link = require_POST(by_account(_complete)), require_POST(by_link(_complete))
