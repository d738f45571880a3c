"""How a mail stands, in words for who has it sent: said here alone, for pages and the API."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils import formats, timezone
from django.utils.translation import gettext as _

from viva.core.time import now
from viva.notifications.models import Mail, MailStatus


@dataclass(frozen=True, slots=True)
class MailState:
    """`status` is a MailStatus; `title` says it in short, `detail` whole, with the cause where it failed."""

    status: MailStatus
    title: str
    detail: str


def mail_state(mail: Mail) -> MailState:
    status = MailStatus(mail.status)
    return MailState(status, _title(mail, status), _detail(mail, status))


def is_planned(mail: Mail) -> bool:
    """Whether its time has not come yet: a reminder."""
    return mail.status == MailStatus.QUEUED and mail.next_attempt_at > now()


def _title(mail: Mail, status: MailStatus) -> str:
    match status:
        case MailStatus.SENT:
            return _("The e-mail was sent") if settings.EMAIL_HOST else _("The e-mail was written to the outbox")
        case MailStatus.RETRYING:
            return _("The e-mail could not be sent yet")
        case MailStatus.FAILED:
            return _("The e-mail could not be sent")
        case MailStatus.ABORTED:
            return _("The e-mail is not sent any more")
    return _("The e-mail is planned") if is_planned(mail) else _("The e-mail is on its way")


def _detail(mail: Mail, status: MailStatus) -> str:
    words = {"address": mail.to_email, "cause": mail.error}
    match status:
        case MailStatus.SENT:
            return _sent(mail, words)
        case MailStatus.SENDING:
            return _("The e-mail to %(address)s is being sent.") % words
        case MailStatus.RETRYING:
            told = _("The e-mail to %(address)s could not be sent yet and will be tried again: %(cause)s")
            return told % words
        case MailStatus.FAILED:
            return _("The e-mail to %(address)s could not be sent: %(cause)s") % words
        case MailStatus.ABORTED:
            return _("The e-mail to %(address)s is not sent any more: %(cause)s") % words
    if is_planned(mail):
        at = {"time": _shown(mail.next_attempt_at)}
        return _("The e-mail to %(address)s goes out on %(time)s.") % (words | at)
    return _("The e-mail to %(address)s is on its way.") % words


def _sent(mail: Mail, words: dict[str, str]) -> str:
    if not settings.EMAIL_HOST:
        told = _(
            "No mail server is set (EMAIL_HOST): the e-mail to %(address)s was "
            "written to the outbox of this machine."
        )
        return told % words
    return _("The e-mail to %(address)s was sent on %(time)s.") % (words | {"time": _shown(mail.sent_at)})


def _shown(moment: object) -> str:
    """In the viewer's zone."""
    return formats.date_format(timezone.localtime(moment), "j M Y, H:i")  # type: ignore[arg-type]
