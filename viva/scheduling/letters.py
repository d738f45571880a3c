"""What a candidate is told of their interview's time. The first words of it; calendars and HTML join them."""

from __future__ import annotations

from viva.accounts.link_keys import LinkSeed
from viva.interviews.models import Interview
from viva.notifications.models import Mail, MailKind
from viva.notifications.services.outbox import LINK_PLACE, Letter, abort_mail, queue_mail

PORTAL_PATH = "/?session_key={key}"
_OF_A_TIME = [MailKind.SCHEDULED, MailKind.RESCHEDULED, MailKind.REMINDER]


def tell_scheduled(interview: Interview, *, by: int | None) -> Mail | None:
    """A first time was set."""
    return _tell(interview, MailKind.SCHEDULED, "Interview Scheduled", by=by)


def tell_moved(interview: Interview, *, by: int | None) -> Mail | None:
    """It has another time; what was to be said of the old one is not sent any more."""
    abort_mail(interview.pk, kinds=_OF_A_TIME, why="The interview was moved.")
    return _tell(interview, MailKind.RESCHEDULED, "Interview Rescheduled", by=by)


def tell_released(interview: Interview, *, reason: str, by: int | None) -> Mail | None:
    """Its time was given back; it has none now."""
    abort_mail(interview.pk, kinds=_OF_A_TIME, why="The interview has no time any more.")
    return _tell(interview, MailKind.CANCELLED, "Interview Time Released", by=by)


def tell_cancelled(interview: Interview, *, reason: str, by: int | None) -> Mail | None:
    """It was called off. Nothing is said where no time had been told."""
    abort_mail(interview.pk, kinds=_OF_A_TIME, why="The interview was cancelled.")
    return _tell(interview, MailKind.CANCELLED, "Interview Cancelled", by=by)


def tell_choose_time(interview: Interview, *, by: int | None) -> Mail | None:
    """It waits for its candidate to choose one of the times offered."""
    return _tell(interview, MailKind.CHOOSE_TIME, "Choose a Time for Your Interview", by=by)


def _tell(interview: Interview, kind: MailKind, words: str, *, by: int | None) -> Mail | None:
    """None without anybody to write to."""
    email = interview.candidate_email or (interview.candidate.email if interview.candidate else "")
    if not email:
        return None
    letter = Letter(
        kind=kind,
        to_email=email,
        to_name=interview.candidate_name,
        subject=f"{words} - {interview.title}",
        text=f"{interview.scheduled_at}\n{LINK_PLACE}",
        company_id=interview.company_id,
        interview_id=interview.pk,
        link_path=PORTAL_PATH,
        link=LinkSeed(interview.link_nonce, interview.link_key_id),
        not_after=interview.scheduled_at,
    )
    return queue_mail(letter, dedupe_key=f"{kind}:{interview.pk}:{interview.calendar_sequence}", by=by)
