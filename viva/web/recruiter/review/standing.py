"""An interview that has no result yet: its time, what became of its mail, the link."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from viva.core.time import now
from viva.interviews.models import Interview
from viva.notifications.models import Mail
from viva.scheduling.links import portal_link_of
from viva.scheduling.windows import WindowState, window_of

MOST_MAILS = 10


def standing_of(interview: Interview, *, with_link: bool) -> dict[str, Any]:
    """The secret link goes to those alone who may send it: who opens it sits the interview."""
    session = getattr(interview, "session", None)
    window = window_of(interview, at=now(), ends_at=session.ends_at if session else None)
    mails = Mail.objects.filter(interview_id=interview.pk, company=interview.company)
    return {
        "window": window,
        "standing": _words(window.state),
        "mails": list(mails[:MOST_MAILS]),
        "link": portal_link_of(interview) if with_link else "",
    }


def _words(state: WindowState) -> str:
    return {
        WindowState.UNSCHEDULED: _("No time is set yet."),
        WindowState.EARLY: _("It has not begun. The candidate can enter from the time below on."),
        WindowState.OPEN: _("The candidate can enter now."),
        WindowState.RUNNING: _("It is being held now. The result stands here once it is completed."),
        WindowState.EXPIRED: _(
            "Its time has passed and the candidate did not come. Set another time, or call it off."
        ),
        WindowState.COMPLETED: _("It is being completed. The result stands here in a moment."),
        WindowState.CANCELLED: _("It was called off."),
    }[state]
