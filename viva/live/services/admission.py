"""Whether a company's interview may begin now: by its window, the server's clock and the candidate's consent."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from viva.ai.engines.base import Mode
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.models import Consent, Interview
from viva.live.conductor.script import LAST_WORDS_SECONDS
from viva.live.models import InterviewSession
from viva.scheduling.windows import Window, WindowState, window_of

# Beside the states of a window.
CONSENT_NEEDED = "consent_needed"
_WHY = {
    WindowState.UNSCHEDULED: _lazy("This interview has no time yet."),
    WindowState.EARLY: _lazy("This interview has not begun yet. It starts at its time."),
    WindowState.EXPIRED: _lazy("The time to begin this interview has passed. Ask the company for another one."),
    WindowState.COMPLETED: _lazy("This interview is completed."),
    WindowState.CANCELLED: _lazy("This interview was cancelled."),
    WindowState.RUNNING: _lazy("This interview has begun."),
}


class NotAdmitted(StateForbids):
    """`state` is the window's, or CONSENT_NEEDED where that alone is missing."""

    code = "not_admitted"

    def __init__(self, message: str, *, state: str, starts_at: datetime | None) -> None:
        super().__init__(message)
        self.state = state
        self.starts_at = starts_at


def standing_of(interview: Interview, session: InterviewSession | None) -> Window:
    """The window as it is now. It runs until the last words may have been said, so that a reload there resumes."""
    ends_at = session.ends_at if session else None
    if ends_at:
        ends_at += timedelta(seconds=LAST_WORDS_SECONDS[Mode(interview.mode)])
    return window_of(interview, at=now(), ends_at=ends_at)


def admit(interview: Interview) -> None:
    """Raises NotAdmitted unless it may begin now. `interview` is locked by the caller, so that its time stands."""
    window = window_of(interview, at=now())
    if window.state is not WindowState.OPEN:
        raise refusal(window)
    if not interview.questions.exists():
        message = _("This interview has no questions yet. Ask the company.")
        raise NotAdmitted(message, state=WindowState.EARLY, starts_at=window.starts_at)
    if not Consent.objects.filter(interview_id=interview.pk, ai_evaluation=True).exists():
        raise NotAdmitted(_("Your consent is needed first."), state=CONSENT_NEEDED, starts_at=window.starts_at)


def refusal(window: Window) -> NotAdmitted:
    """Why it cannot be begun or resumed. Without a time it is told as too early, with no `starts_at`."""
    state = WindowState.EARLY if window.state is WindowState.UNSCHEDULED else window.state
    return NotAdmitted(str(_WHY[window.state]), state=state, starts_at=window.starts_at)
