"""The recording on the review page, and where each line of the conversation stands on it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from viva.accounts.actors import UserActor
from viva.interviews.models import Interview
from viva.live.heard import Heard, address_token, get_recording_for, heard
from viva.live.models import ChatMessage, Incident, Recording, SystemCheck
from viva.live.models.session import Speaker
from viva.live.services.recording_erasing import erase_recording
from viva.web.recruiter.review.found import reviewing

Span = tuple[datetime, datetime]


@require_safe
@never_cache
@login_required
def parts(request: HttpRequest, interview_id: int) -> HttpResponse:
    """The parts with fresh addresses, for a page that has stood open longer than they last."""
    given = reviewing(request, interview_id)
    shown = recording_shown(given.actor, given.interview)
    if shown is None:
        raise Http404
    return JsonResponse({"parts": shown["parts"]})


@require_POST
@never_cache
@login_required
def erase(request: HttpRequest, interview_id: int) -> HttpResponse:
    """By owners and recruiters, as a candidate may ask for: PermissionDenied for a reviewer."""
    given = reviewing(request, interview_id)
    if not given.may_manage:
        raise PermissionDenied(_("Owners and recruiters erase recordings."))
    try:
        recording = get_recording_for(given.actor, interview_id)
    except Recording.DoesNotExist:
        raise Http404 from None
    if erase_recording(recording, why="by_hand", by=given.actor.user):
        messages.success(request, _("The recording is erased."))
    return HttpResponseRedirect(f"{reverse('review:detail', args=[interview_id])}#recording", status=303)


def recording_shown(actor: UserActor, interview: Interview) -> dict[str, Any] | None:
    """None where nothing was ever recorded."""
    try:
        told = heard(get_recording_for(actor, interview.pk))
    except Recording.DoesNotExist:
        return None
    parts = _parts(told, actor)
    return {
        "parts": parts,
        "json": json.dumps(parts),
        "has_picture": any(part.kind == "video" for part in told.parts),
        "heard_parts": told.parts,
        "seconds": round(sum(part.seconds for part in told.parts)),
        "gaps": [{"begin": gap.begin, "end": gap.end, "words": _length(gap.seconds)} for gap in told.gaps],
        "keep_until": told.keep_until,
        "erased_at": told.erased_at,
    }


def support_shown(interview: Interview) -> dict[str, Any]:
    """What helps to understand how it went for the candidate: troubles, and what their device could do."""
    check = SystemCheck.objects.filter(interview=interview).first()
    found = check.found if check else {}
    return {
        "incidents": list(Incident.objects.filter(session__interview=interview)),
        "system_check": check,
        "checked": [(_NAMES[name](), each) for name, each in found.items() if name in _NAMES],
    }


_NAMES = {
    "browser": lambda: _("Browser"),
    "network": lambda: _("Connection"),
    "microphone": lambda: _("Microphone"),
    "camera": lambda: _("Camera"),
    "speaker": lambda: _("Speaker"),
    "echo": lambda: _("Echo"),
}


def _length(seconds: float) -> str:
    if seconds < 60:
        whole = round(seconds)
        return ngettext("%d second is not recorded", "%d seconds are not recorded", whole) % whole
    return _("%(time)s minutes are not recorded") % {"time": f"{int(seconds) // 60}:{int(seconds) % 60:02}"}


def _parts(told: Heard, actor: UserActor) -> list[dict[str, Any]]:
    return [
        {
            "url": reverse("recording_part", args=[address_token(part.id, actor.user_id)]),
            "from": _ms(part.started_at),
            "until": _ms(part.started_at) + round(part.seconds * 1000),
        }
        for part in told.parts
    ]


def heard_spans(lines: Sequence[ChatMessage]) -> dict[int, tuple[int, int]]:
    """By number, from when to when (ms since 1970) each line of a conversation in order was said.

    What was spoken says so itself (`spoken_from` and `spoken_until` in its payload). Else the interviewer's words
    are said from their time on, and the candidate's in the time before they were sent.
    """
    found = {}
    for index, line in enumerate(lines):
        before = lines[index - 1].created_at if index else line.created_at
        after = lines[index + 1].created_at if index + 1 < len(lines) else line.created_at
        mine = line.speaker == Speaker.CANDIDATE
        begin, end = _spoken(line) or ((before, line.created_at) if mine else (line.created_at, after))
        found[line.number] = (_ms(begin), _ms(end))
    return found


def _spoken(line: ChatMessage) -> Span | None:
    told = line.payload if isinstance(line.payload, dict) else {}
    begin, end = (_moment(told.get(name)) for name in ("spoken_from", "spoken_until"))
    return (begin, end) if begin and end and begin <= end else None


def _moment(given: object) -> datetime | None:
    try:
        moment = parse_datetime(given) if isinstance(given, str) else None
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def _ms(moment: datetime) -> int:
    return round(moment.timestamp() * 1000)
