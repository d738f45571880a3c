"""What the room's scripts hand in beside the conversation: pieces of the recording, troubles, the system check."""

from __future__ import annotations

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from viva.live.models.recording import IncidentKind
from viva.live.recording.chunk import LARGEST_CHUNK, Chunk, ChunkTooLarge, NotMedia, RecordingError
from viva.live.recording.media import read_type
from viva.live.services.incidents import note_incident
from viva.live.services.recordings import end_part, store_chunk
from viva.live.services.system_checks import keep_system_check
from viva.web.meeting.seats import Seat, by_account, by_link

LARGEST_CHECK = 4096
_MOST = 2**31 - 1


class PartForm(forms.Form):
    part = forms.UUIDField()


class EndForm(PartForm):
    total = forms.IntegerField(min_value=0, max_value=_MOST)
    ended_ms = forms.IntegerField(min_value=0, max_value=_MOST)


class ChunkForm(PartForm):
    type = forms.CharField(max_length=100)
    number = forms.IntegerField(min_value=0, max_value=_MOST)
    sha256 = forms.RegexField(r"\A[0-9a-f]{64}\Z")
    from_ms = forms.IntegerField(min_value=0, max_value=_MOST)
    to_ms = forms.IntegerField(min_value=0, max_value=_MOST)
    age_ms = forms.IntegerField(min_value=0, max_value=_MOST)
    content = forms.FileField(allow_empty_file=True)

    def chunk(self) -> Chunk:
        """Raises RecordingError for a kind that is not taken and for too much."""
        given = self.cleaned_data
        if (told := read_type(given["type"])) is None:
            raise NotMedia
        if given["content"].size > LARGEST_CHUNK:
            raise ChunkTooLarge
        kind, container = told
        words = {name: given[name] for name in ("part", "number", "sha256", "from_ms", "to_ms", "age_ms")}
        return Chunk(kind=kind, container=container, content=given["content"].read(), **words)


def _chunk(request: HttpRequest, seat: Seat) -> HttpResponse:
    """200 once it is stored; else {code, detail, retry}."""
    form = ChunkForm(request.POST, request.FILES)
    if not form.is_valid():
        return _malformed()
    try:
        is_new = store_chunk(seat.interview, form.chunk())
    except RecordingError as error:
        told = {"code": error.code, "detail": error.detail, "retry": error.retry}
        return JsonResponse(told, status=error.status)
    return JsonResponse({"stored": form.cleaned_data["number"], "is_new": is_new})


def _part_end(request: HttpRequest, seat: Seat) -> HttpResponse:
    form = EndForm(request.POST)
    if not form.is_valid():
        return _malformed()
    return JsonResponse({"known": end_part(seat.interview, **form.cleaned_data)})


def _trouble(request: HttpRequest, seat: Seat) -> HttpResponse:
    kind = request.POST.get("kind", "")
    if kind not in IncidentKind.values:
        return _malformed()
    return JsonResponse({"noted": note_incident(seat.interview, kind=IncidentKind(kind))})


def _check(request: HttpRequest, seat: Seat) -> HttpResponse:
    given = request.POST.get("found", "")
    try:
        found: Any = json.loads(given) if len(given) <= LARGEST_CHECK else None
    except (ValueError, RecursionError):
        found = None
    kept = keep_system_check(seat.interview, found=found, browser=request.headers.get("User-Agent", ""))
    return JsonResponse({"kept": kept}) if kept else _malformed()


def _malformed() -> HttpResponse:
    told = {"code": "malformed", "detail": _("This could not be understood."), "retry": False}
    return JsonResponse(told, status=400)


chunk, chunk_by_link = require_POST(by_account(_chunk)), require_POST(by_link(_chunk))
part_end, part_end_by_link = require_POST(by_account(_part_end)), require_POST(by_link(_part_end))
trouble, trouble_by_link = require_POST(by_account(_trouble)), require_POST(by_link(_trouble))
check, check_by_link = require_POST(by_account(_check)), require_POST(by_link(_check))
