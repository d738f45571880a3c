"""Sending again what a recruiter asks for, and waiting for the first attempt."""

from __future__ import annotations

import time
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import User
from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.notifications.models import Mail, MailStatus
from viva.notifications.services.outbox import message_id
from viva.notifications.waking import mail_due
from viva.notifications.wording import is_planned

LOOK_EVERY = 0.05  # seconds
_FROZEN = (
    "company_id", "interview_id", "kind", "to_name", "to_email", "reply_to", "subject", "text", "html", "logo",
    "calendar", "calendar_method", "link_path", "link_nonce", "link_key_id", "not_after",
)  # fmt: skip


@transaction.atomic
def send_again(mail: Mail, *, by: User) -> Mail:
    """At once: what failed or waits is tried anew, what was sent goes out as a new message. The mail that goes.

    Raises StateForbids for what is under way, is not to be sent any more, or has become pointless.
    """
    held = Mail.objects.select_for_update().get(pk=mail.pk)
    moment = now()
    if held.status == MailStatus.SENDING:
        raise StateForbids(_("This mail is being sent just now."))
    if not may_send_again(held):
        raise StateForbids(_("This mail does not hold any more, so it is not sent again."))
    if held.status == MailStatus.SENT:
        held = _copy(held, by=by)
    else:
        held.status, held.attempts, held.next_attempt_at = MailStatus.QUEUED, 0, moment
        held.lease = held.leased_until = None
        held.save(update_fields=["status", "attempts", "next_attempt_at", "lease", "leased_until"])
    _record(held, by)
    transaction.on_commit(mail_due.ring)
    return held


def may_send_again(mail: Mail) -> bool:
    """Whether it would still be worth it: not what was called off, nor what is too late."""
    is_late = mail.not_after is not None and mail.not_after <= now()
    return mail.status not in (MailStatus.ABORTED, MailStatus.SENDING) and not is_late


def wait_for_mail(mail: Mail, *, seconds: float = 3.0) -> Mail:
    """The mail as it stands after its first attempt, or after `seconds`. Not to be called in a transaction.

    At once where it is not due yet, and where this process sends none: nothing would come of waiting.
    """
    until = time.monotonic() + seconds
    while True:
        mail.refresh_from_db()
        undecided = mail.status == MailStatus.SENDING or (
            mail.status == MailStatus.QUEUED and not is_planned(mail)
        )
        if not undecided or not mail_due.is_answered or time.monotonic() >= until:
            return mail
        time.sleep(LOOK_EVERY)


def _copy(mail: Mail, *, by: User) -> Mail:
    """The same letter as a new message: a second one with the same Message-ID would be dropped on the way."""
    moment, again = now(), uuid4()
    return Mail.objects.create(
        **{name: getattr(mail, name) for name in _FROZEN},
        dedupe_key=f"again:{mail.pk}:{again}",
        message_id=message_id(),
        next_attempt_at=moment,
        created_at=moment,
        queued_by=by,
    )


def _record(mail: Mail, by: User) -> None:
    about = ("interview", mail.interview_id) if mail.interview_id else ("mail", mail.pk)
    record(
        "mail.sent_again",
        subject=about[0],
        subject_id=about[1],
        actor_id=by.pk,
        company_id=mail.company_id,
        mail_id=mail.pk,
        kind=mail.kind,
    )
