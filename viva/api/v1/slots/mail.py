"""What is told of the mail that a booking queued."""

from __future__ import annotations

from django.utils.translation import gettext as _

from viva.interviews.models import Interview
from viva.notifications.models import Mail, MailKind, MailStatus

_OF_A_TIME = [MailKind.SCHEDULED, MailKind.RESCHEDULED]


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
    return {"status": latest.status, "detail": _detail(latest, has_account=interview.candidate_id is not None)}


def _detail(mail: Mail, *, has_account: bool) -> str:
    words = {"address": mail.to_email, "cause": mail.error}
    if mail.status == MailStatus.SENT:
        return _("The e-mail to %(address)s was sent.") % words
    if mail.status == MailStatus.ABORTED:
        return _("The e-mail to %(address)s is not sent any more. %(cause)s") % words
    if mail.status == MailStatus.FAILED:
        return _("The e-mail to %(address)s could not be sent: %(cause)s") % words + _elsewhere(has_account)
    if mail.status == MailStatus.RETRYING:
        told = _("The e-mail to %(address)s could not be sent yet and will be tried again: %(cause)s") % words
        return told + _elsewhere(has_account)
    return _("The e-mail to %(address)s is on its way.") % words


def _elsewhere(has_account: bool) -> str:
    return f" {_('The candidate can see the link in the dashboard.')}" if has_account else ""
