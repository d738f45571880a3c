"""How a mail fares, in the words of the recruiter's pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from viva.notifications.models import Mail, MailStatus

_TONES = {
    MailStatus.QUEUED: "neutral",
    MailStatus.SENDING: "neutral",
    MailStatus.SENT: "success",
    MailStatus.RETRYING: "warning",
    MailStatus.FAILED: "error",
    MailStatus.ABORTED: "neutral",
}
_TITLES = {
    MailStatus.QUEUED: _("The e-mail is on its way"),
    MailStatus.SENDING: _("The e-mail is on its way"),
    MailStatus.SENT: _("The e-mail was sent"),
    MailStatus.RETRYING: _("The e-mail could not be sent yet"),
    MailStatus.FAILED: _("The e-mail could not be sent"),
    MailStatus.ABORTED: _("The e-mail is not sent any more"),
}


@dataclass(frozen=True, slots=True)
class MailShown:
    """`is_moving`: it may be worth to look again in a moment."""

    mail: Mail
    tone: str
    title: str
    is_moving: bool
    will_retry: bool
    failed: bool


def mail_shown(mail: Mail) -> MailShown:
    status = MailStatus(mail.status)
    return MailShown(
        mail=mail,
        tone=_TONES[status],
        title=str(_TITLES[status]),
        is_moving=status in {MailStatus.QUEUED, MailStatus.SENDING},
        will_retry=status == MailStatus.RETRYING,
        failed=status in {MailStatus.RETRYING, MailStatus.FAILED},
    )
