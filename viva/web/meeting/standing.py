"""What the portal and the ready page tell: how the interview stands, and what its candidate can do now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest

from viva.accounts.actors import UserActor
from viva.core.time import now
from viva.interviews.models import Interview
from viva.interviews.services.person_requests import LONGEST_NOTE, standing_request
from viva.live.models.recording import PartKind
from viva.live.services.admission import standing_of
from viva.live.services.recordings import allows
from viva.live.tickets import socket_path
from viva.scheduling.choosing import may_choose
from viva.scheduling.windows import WindowState
from viva.web.meeting.seats import Seat
from viva.web.meeting.zones import zone_label, zone_of

# In which nothing has been said yet.
BEFORE = (WindowState.UNSCHEDULED, WindowState.EARLY, WindowState.OPEN)


@dataclass(frozen=True, slots=True)
class Shown:
    """A moment and the name of the zone it is read in."""

    at: datetime
    zone: str
    label: str


def state_of(seat: Seat) -> WindowState:
    return standing_of(seat.interview, getattr(seat.interview, "session", None)).state


def told(request: HttpRequest, seat: Seat) -> dict[str, Any]:
    """The context of a page about the interview of `seat`."""
    interview, zone = seat.interview, zone_of(request)
    session = getattr(interview, "session", None)
    window = standing_of(interview, session)
    is_before = window.state in BEFORE
    return {
        "seat": seat,
        "interview": interview,
        "company": interview.company,
        "position": position_of(interview),
        "minutes": interview.minutes_given,
        "state": window.state.value,
        "is_before": is_before,
        "starts": shown(window.starts_at, zone),
        "moved_from": shown(interview.moved_from, zone) if is_before else None,
        "latest": window.latest,
        "server_now": now(),
        "consent": getattr(interview, "consent", None),
        "recorded": recorded_of(interview),
        "records": _records(interview),
        "socket_path": socket_path(session) if session else "",
        "person_request": standing_request(interview),
        "longest_note": LONGEST_NOTE,
        "may_choose": is_before and may_choose(interview, window.state),
        "is_onlooker": _is_onlooker(request, seat),
    }


def recorded_of(interview: Interview) -> str:
    """What its company would have recorded: "picture" (with sound), "sound" or ""."""
    return "picture" if interview.enable_video else "sound" if interview.enable_audio else ""


def _records(interview: Interview) -> str:
    """What of it the candidate has agreed to."""
    consent = getattr(interview, "consent", None)
    kinds = {PartKind.VIDEO: "picture", PartKind.AUDIO: "sound"}
    return next((word for kind, word in kinds.items() if allows(consent, interview, kind)), "")


def shown(moment: datetime | None, zone: str) -> Shown | None:
    return Shown(moment, zone, zone_label(moment, zone)) if moment else None


def position_of(interview: Interview) -> str:
    """What it is for: the job's title, else the role, else its own title."""
    return (interview.job.title if interview.job else "") or interview.job_role or interview.title


def _is_onlooker(request: HttpRequest, seat: Seat) -> bool:
    """Somebody of the company who looks where the link leads: they must not begin it by mistake."""
    user, company = request.user, seat.interview.company
    if company is None or not user.is_authenticated or isinstance(seat.actor, UserActor):
        return False
    return seat.interview.candidate_id != user.pk and company.memberships.filter(user_id=user.pk).exists()
