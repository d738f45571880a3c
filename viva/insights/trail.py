"""The record of an interview as people read it: who did what, when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from viva.accounts.models import User
from viva.audit.models import Entry
from viva.audit.selectors import entries_of
from viva.interviews.models import Verdict
from viva.interviews.trail import SUBJECT

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

_WORDS: dict[str, StrOrPromise] = {
    "interview.created": _lazy("Interview created"),
    "interview.scheduled": _lazy("Time set"),
    "interview.booked": _lazy("Slot booked"),
    "interview.moved": _lazy("Moved to another time"),
    "interview.released": _lazy("Time given back"),
    "interview.cancelled": _lazy("Interview cancelled"),
    "interview.no_show": _lazy("Candidate did not come"),
    "interview.consented": _lazy("Consent given"),
    "interview.person_requested": _lazy("Candidate asked for a person"),
    "interview.person_request_answered": _lazy("Request for a person marked as answered"),
    "interview.started": _lazy("Interview begun"),
    "interview.completed": _lazy("Interview completed"),
    "interview.overridden": _lazy("Score changed by a person"),
    "interview.commented": _lazy("Comment written"),
    "interview.decided": _lazy("Decision made"),
    "interview.result_released": _lazy("Result released to the candidate"),
    "interview.exported": _lazy("Report taken out"),
    "interview.recording_erased": _lazy("Recording erased"),
}


@dataclass(frozen=True, slots=True)
class Deed:
    """`who` is a name or a part ("The candidate"); `detail` what there is to say beside the words."""

    at: datetime
    action: str
    words: str
    who: str
    detail: str


def trail_of(interview_id: int) -> list[Deed]:
    """Oldest first, in two queries."""
    entries = list(entries_of(SUBJECT, interview_id))
    ids = {entry.actor_id for entry in entries if entry.actor_id is not None}
    names = {user.pk: user.get_full_name() for user in User.objects.filter(pk__in=ids)}
    return [_deed(entry, names) for entry in entries]


def _deed(entry: Entry, names: dict[int, str]) -> Deed:
    words = _WORDS.get(entry.action)
    text = str(words) if words else entry.action.partition(".")[2].replace("_", " ").capitalize()
    return Deed(entry.at, entry.action, text, _who(entry, names), _detail(entry))


def _who(entry: Entry, names: dict[int, str]) -> str:
    if entry.by_link:
        return _("The candidate")
    if entry.actor_id is None:
        return _("Viva")
    return names.get(entry.actor_id) or _("A former member")


def _detail(entry: Entry) -> str:
    """Of a decision the verdict, of a score both, of a report its kind."""
    data: dict[str, Any] = entry.data
    if entry.action == "interview.decided" and data.get("verdict") in Verdict.values:
        return str(Verdict(data["verdict"]).label)
    if entry.action == "interview.overridden":
        before = _("not assessed") if data.get("before") is None else f"{data['before']:g}"
        return f"{before} → {data.get('score', 0):g}"
    if entry.action == "interview.recording_erased" and data.get("why") == "retention":
        return _("kept as long as was agreed to")
    if entry.action == "interview.exported":
        return str(data.get("kind", "")).upper()
    return ""
