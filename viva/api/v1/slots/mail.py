"""What is told of the mail that a booking queued."""

from __future__ import annotations

from django.utils.translation import gettext as _

from viva.interviews.models import Interview
from viva.notifications.models import Mail, MailKind, MailStatus
from viva.notifications.wording import mail_state

_OF_A_TIME = [MailKind.SCHEDULED, MailKind.RESCHEDULED]
_IN_TROUBLE = {MailStatus.FAILED, MailStatus.RETRYING}


def mail_shape(interview: Interview, mail: Mail | None) -> dict[str, str]:
    """`{status, detail}` as it stands now: of `mail`, else of the latest that told the interview's time."""
    mails = (
        Mail.objects.filter(pk=mail.pk)
        if mail
        else Mail.objects.filter(interview_id=interview.pk, kind__in=_OF_A_TIME)
    )
    latest = mails.order_by("-pk").first()
    if latest is None:
        return {"status": "none", "detail": _("There is no address to write to: give the candidate the link.")}
    state = mail_state(latest)
    elsewhere = interview.candidate_id is not None and state.status in _IN_TROUBLE
    more = f" {_('The candidate can see the link in the dashboard.')}" if elsewhere else ""
    return {"status": state.status, "detail": state.detail + more}
