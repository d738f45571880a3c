"""How a mail fares, as the page of a scheduled interview shows it."""

from __future__ import annotations

from dataclasses import dataclass

from viva.notifications.models import Mail, MailStatus
from viva.notifications.wording import mail_state

_TONES = {
    MailStatus.QUEUED: "neutral",
    MailStatus.SENDING: "neutral",
    MailStatus.SENT: "success",
    MailStatus.RETRYING: "warning",
    MailStatus.FAILED: "error",
    MailStatus.ABORTED: "neutral",
}


@dataclass(frozen=True, slots=True)
class MailShown:
    """`is_moving`: it may be worth to look again in a moment."""

    mail: Mail
    tone: str
    title: str
    detail: str
    is_moving: bool
    will_retry: bool
    failed: bool


def mail_shown(mail: Mail) -> MailShown:
    state = mail_state(mail)
    status = state.status
    return MailShown(
        mail=mail,
        tone=_TONES[status],
        title=state.title,
        detail=state.detail,
        is_moving=status in {MailStatus.QUEUED, MailStatus.SENDING},
        will_retry=status == MailStatus.RETRYING,
        failed=status in {MailStatus.RETRYING, MailStatus.FAILED},
    )
