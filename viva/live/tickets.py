"""Short-lived tickets that open a room's socket to the holder of an interview's link, who has no sign-in.

The link's key proves itself in the body of `POST /ai/start` and never stands in an address; a ticket does. It is
signed, opens one room for a minute, and is void with the link that it was given for.
"""

from __future__ import annotations

import hashlib
from urllib.parse import parse_qs, urlencode

from django.core import signing

from viva.accounts.actors import LinkHolder
from viva.interviews.models import Interview
from viva.live.models import InterviewSession

TICKET_SECONDS = 60
_SALT = "viva.live.ticket"
# To hear what is said in the room, and nothing else: it lasts as long as an interview may.
SOUND_SECONDS = 12 * 3600
_SOUND_SALT = "viva.live.sound"


def socket_path(session: InterviewSession) -> str:
    return f"/ws/room/{session.pk}/"


def socket_path_with_ticket(session: InterviewSession) -> str:
    ticket = signing.dumps([session.pk, _mark(session.interview)], salt=_SALT)
    return f"{socket_path(session)}?{urlencode({'ticket': ticket})}"


def sound_ticket(session: InterviewSession) -> str:
    """For the addresses of what the interviewer says, which a link's holder fetches without a sign-in."""
    return signing.dumps([session.pk, _mark(session.interview)], salt=_SOUND_SALT)


def ticket_in(query: bytes) -> str:
    """The ticket of a socket's query, "" without one."""
    try:
        return parse_qs(query.decode("ascii"), max_num_fields=5).get("ticket", [""])[0]
    except ValueError:
        return ""


def holder_of(ticket: str, *, session_id: int, is_fresh: bool = True) -> LinkHolder | None:
    """Who comes with this ticket, or None for one that is forged, another room's, too old or of a link replaced
    since. Its age counts at the door alone (`is_fresh`): a socket stays open longer than its ticket."""
    return _holder(ticket, session_id, salt=_SALT, seconds=TICKET_SECONDS if is_fresh else None)


def hearer_of(ticket: str, *, session_id: int) -> LinkHolder | None:
    """Who comes with a ticket of `sound_ticket`, or None as in `holder_of`."""
    return _holder(ticket, session_id, salt=_SOUND_SALT, seconds=SOUND_SECONDS)


def _holder(ticket: str, session_id: int, *, salt: str, seconds: int | None) -> LinkHolder | None:
    try:
        told = signing.loads(ticket, salt=salt, max_age=seconds)
    except signing.BadSignature:
        return None
    session = InterviewSession.objects.select_related("interview").filter(pk=session_id).first()
    if session is None or told != [session.pk, _mark(session.interview)]:
        return None
    return LinkHolder(session.interview_id)


def _mark(interview: Interview) -> str:
    """Tells one link of the interview from the next, and nothing of its key."""
    return hashlib.sha256(f"viva ticket {interview.link_hash}".encode()).hexdigest()[:16]
