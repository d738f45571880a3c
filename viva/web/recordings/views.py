"""A part of a recording at an address of its own, signed for one person and one hour: whole, or by ranges."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.views.decorators.http import require_safe

from viva.live.heard import bytes_of, part_at
from viva.live.models import RecordingPart
from viva.live.recording.files import Spliced
from viva.live.recording.media import content_type

# A range that is asked for is answered by at most so much of it (RFC 9110, section 15.3.7 leaves that to the
# server): nobody's slow line holds one of the few threads for long.
LARGEST_RANGE = 1024 * 1024
_RANGE = re.compile(r"\Abytes=([0-9]{0,18})-([0-9]{0,18})\Z")


@require_safe
def part(request: HttpRequest, token: str) -> HttpResponseBase:
    """404 for an address that is forged, too old, or not for its person any more."""
    try:
        found = part_at(token)
    except RecordingPart.DoesNotExist:
        raise Http404 from None
    content = bytes_of(found)
    if not content.size:
        raise Http404
    response = _answer(request, content)
    response["Content-Type"] = content_type(found.kind, found.container)
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    response["Referrer-Policy"] = "no-referrer"
    response["Content-Disposition"] = f'inline; filename="recording-{found.pk}.{found.container}"'
    return response


def _answer(request: HttpRequest, content: Spliced) -> HttpResponseBase:
    asked = request.headers.get("Range")
    span = range_in(asked, content.size) if asked else None
    if asked and span is None and _RANGE.match(asked):
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{content.size}"})
    if span is None:
        return _whole(request, content)
    start, end = span
    body = b"" if request.method == "HEAD" else _read(content, start, end)
    headers = {"Content-Range": f"bytes {start}-{end - 1}/{content.size}", "Content-Length": str(end - start)}
    return HttpResponse(body, status=206, headers=headers)


def _whole(request: HttpRequest, content: Spliced) -> HttpResponseBase:
    headers = {"Content-Length": str(content.size)}
    if request.method == "HEAD":
        return HttpResponse(headers=headers)
    return StreamingHttpResponse(content.read(0, content.size), headers=headers)


def _read(content: Spliced, start: int, end: int) -> bytes:
    try:
        body = b"".join(content.read(start, end))
    except FileNotFoundError:
        raise Http404 from None
    if len(body) != end - start:
        raise Http404  # it is being erased
    return body


def range_in(asked: str, size: int) -> tuple[int, int] | None:
    """[start, end) of a single range, LARGEST_RANGE at most; None for one that is not there or not understood."""
    match = _RANGE.match(asked)
    if match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    start = int(first) if first else max(0, size - int(last))
    stop = min(int(last) + 1, size) if first and last else size
    if start >= stop:
        return None
    return start, min(stop, start + LARGEST_RANGE)
