"""What the outbox owes is taken by lease, sent outside any transaction, and settled by who holds the lease.

Each attempt is a row before it is made. One that has no end belongs to a process that died in it: the mail is
sent again under the same Message-ID, and the row then says that the server may have had it already.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from viva.core.time import now
from viva.notifications.causes import Cause
from viva.notifications.models import Mail, MailAttempt, MailStatus
from viva.notifications.posting_mail import PostOffice

LEASE = timedelta(seconds=180)  # an attempt's four replies may take EMAIL_TIMEOUT each
MOST_AT_ONCE = 10
# Seconds until the next attempt after the first, second, … failure: an hour's outage costs half an hour at most
# when it ends, and after 22 hours the mail is given up.
DELAYS = (30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 21_600)
WAITING = (MailStatus.QUEUED, MailStatus.RETRYING)


@dataclass(frozen=True, slots=True)
class Held:
    """A mail in the hands of its sender."""

    mail_id: int
    lease: UUID


@dataclass(frozen=True, slots=True)
class Begun:
    """An attempt that is under way, by the number of its row."""

    held: Held
    mail: Mail
    attempt_id: int


def send_due(*, stop: threading.Event | None = None) -> int:
    """Send until nothing is due any more, or `stop` is set; how many attempts. Never in a transaction."""
    attempts = 0
    while not (stop and stop.is_set()) and (batch := lease_due_mail()):
        attempts += _send_batch(batch, stop)
    return attempts


def lease_due_mail() -> list[Held]:
    """Take what is due, the oldest first: what waits, and what somebody died over."""
    moment, lease = now(), uuid4()
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=moment)
    open_mail = Q(status__in=[*WAITING, MailStatus.SENDING])
    with transaction.atomic():
        due = Mail.objects.filter(free, open_mail, next_attempt_at__lte=moment).order_by("next_attempt_at", "pk")
        locked = due.select_for_update(skip_locked=connection.features.has_select_for_update_skip_locked)
        ids = list(locked.values_list("pk", flat=True)[:MOST_AT_ONCE])
        if ids:
            Mail.objects.filter(pk__in=ids).update(lease=lease, leased_until=moment + LEASE)
    return [Held(pk, lease) for pk in ids]


def _send_batch(batch: list[Held], stop: threading.Event | None) -> int:
    """All over one connection, as far as it holds; how many attempts."""
    attempts = 0
    with PostOffice() as office:
        for number, held in enumerate(batch):
            if stop and stop.is_set():
                _give_back(batch[number:])
                break
            trouble = office.open()
            if begun := begin_attempt(held):
                attempts += 1
                settle_mail(begun, trouble or office.send(begun.mail))
    return attempts


def _give_back(rest: list[Held]) -> None:
    """What has not been begun is free for others at once."""
    for held in rest:
        Mail.objects.filter(pk=held.mail_id, lease=held.lease, status__in=WAITING).update(
            lease=None, leased_until=None
        )


@transaction.atomic
def begin_attempt(held: Held) -> Begun | None:
    """Write down that it is being sent. None where it is another's by now, was aborted, or is pointless."""
    mail = Mail.objects.select_for_update().filter(pk=held.mail_id, lease=held.lease).first()
    if mail is None or mail.status not in (*WAITING, MailStatus.SENDING):
        return None
    moment = now()
    if interrupted := _explain_interrupted(mail):
        mail.error = interrupted
    if mail.not_after and mail.not_after <= moment:
        _end(mail, MailStatus.ABORTED, _("It was too late for it when it could be sent."))
        return None
    if mail.attempts > len(DELAYS):
        _end(mail, MailStatus.FAILED, mail.error)
        return None
    mail.status, mail.attempts, mail.leased_until = MailStatus.SENDING, mail.attempts + 1, moment + LEASE
    mail.save(update_fields=["status", "attempts", "leased_until", "error"])
    attempt = MailAttempt.objects.create(mail=mail, number=mail.log.count() + 1, at=moment)
    return Begun(held, mail, attempt.pk)


def _explain_interrupted(mail: Mail) -> str:
    """An earlier attempt whose sender died: the words for it, "" where there is none."""
    words = _("Interrupted: the server may have taken it. A further attempt has the same Message-ID.")
    open_attempts = MailAttempt.objects.filter(mail=mail, sent=False, detail="")
    return words if open_attempts.update(detail=words) else ""


def _end(mail: Mail, status: MailStatus, error: str) -> None:
    mail.status, mail.error, mail.lease, mail.leased_until = status, error[:500], None, None
    mail.save(update_fields=["status", "error", "lease", "leased_until"])


@transaction.atomic
def settle_mail(begun: Begun, cause: Cause | None) -> bool:
    """Write down how the attempt went, `cause` None if it was sent; False where the lease is another's by now."""
    told = {"sent": cause is None, "code": cause.code if cause else None, "detail": cause.words if cause else ""}
    MailAttempt.objects.filter(pk=begun.attempt_id).update(**told)
    held = Mail.objects.select_for_update().filter(pk=begun.held.mail_id, lease=begun.held.lease)
    mail = held.filter(status=MailStatus.SENDING).first()
    if mail is None:
        return False
    moment = now()
    mail.lease = mail.leased_until = None
    mail.error = cause.words[:500] if cause else ""
    mail.status = _status_after(mail, cause)
    if mail.status == MailStatus.SENT:
        mail.sent_at = moment
    elif mail.status == MailStatus.RETRYING:
        mail.next_attempt_at = _next_after(mail, moment)
    mail.save(update_fields=["lease", "leased_until", "error", "status", "sent_at", "next_attempt_at"])
    return True


def _status_after(mail: Mail, cause: Cause | None) -> MailStatus:
    if cause is None:
        return MailStatus.SENT
    is_over = cause.permanent or mail.attempts > len(DELAYS)
    return MailStatus.FAILED if is_over else MailStatus.RETRYING


def _next_after(mail: Mail, moment: datetime) -> datetime:
    return moment + timedelta(seconds=DELAYS[mail.attempts - 1])
