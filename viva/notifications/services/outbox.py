"""Putting mail into the outbox, in the transaction of what it tells of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from viva.accounts.link_keys import LinkSeed
from viva.core.time import now
from viva.notifications.letter_page import one_line
from viva.notifications.mailing import LINK_PLACE
from viva.notifications.models import Mail, MailKind, MailStatus
from viva.notifications.waking import mail_due

__all__ = ["LINK_PLACE", "Letter", "abort_mail", "queue_mail"]


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it will go out, but for its link: `text` and `html` hold LINK_PLACE for it.

    `link_path` as "/?session_key={key}". `calendar` is an iCalendar object, `calendar_method` REQUEST or CANCEL.
    `logo` is the name of the company's logo in the storage. It goes out at `not_before`, else at once; after
    `not_after` it would be pointless.
    """

    kind: MailKind
    to_email: str
    subject: str
    text: str
    html: str = ""
    to_name: str = ""
    reply_to: str = ""
    company_id: int | None = None
    interview_id: int | None = None
    logo: str = ""
    calendar: str = ""
    calendar_method: str = ""
    link_path: str = ""
    link: LinkSeed = field(default_factory=lambda: LinkSeed("", ""))
    not_before: datetime | None = None
    not_after: datetime | None = None


def queue_mail(letter: Letter, *, dedupe_key: str, by: int | None = None) -> Mail:
    """The row, to be sent once the transaction is committed. One that stands under `dedupe_key` is it.

    What becomes a header is made one line without control characters, whoever wrote it.
    """
    moment = now()
    mail, is_new = Mail.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "company_id": letter.company_id,
            "interview_id": letter.interview_id,
            "kind": letter.kind,
            "message_id": message_id(),
            "to_name": one_line(letter.to_name)[:200],
            "to_email": letter.to_email,
            "reply_to": letter.reply_to,
            "subject": one_line(letter.subject)[:500],
            "text": letter.text,
            "html": letter.html,
            "logo": letter.logo,
            "calendar": letter.calendar,
            "calendar_method": letter.calendar_method,
            "link_path": letter.link_path,
            "link_nonce": letter.link.nonce,
            "link_key_id": letter.link.key_id,
            "not_after": letter.not_after,
            "next_attempt_at": letter.not_before or moment,
            "created_at": moment,
            "queued_by_id": by,
        },
    )
    if is_new:
        transaction.on_commit(mail_due.ring)
    return mail


def abort_mail(interview_id: int, *, kinds: list[MailKind], why: str, to_email: str = "") -> int:
    """What waits and has become pointless is not sent any more; how many. What was sent is not sent again either.

    With `to_email` only what goes there. One that is being sent in this moment may still arrive, but is not tried
    again.
    """
    moment = now()
    concerned = Mail.objects.filter(interview_id=interview_id, kind__in=kinds)
    if to_email:
        concerned = concerned.filter(to_email__iexact=to_email)
    waiting = concerned.filter(status__in=[MailStatus.QUEUED, MailStatus.RETRYING])
    aborted = waiting.update(status=MailStatus.ABORTED, error=why[:500], not_after=moment)
    concerned.filter(Q(not_after__isnull=True) | Q(not_after__gt=moment)).update(not_after=moment)
    return aborted


def message_id() -> str:
    """A new one, under the host of VIVA_BASE_URL."""
    host = settings.VIVA_BASE_URL.partition("://")[2].partition("/")[0].partition(":")[0]
    return f"<{uuid4()}@{host or 'viva.localhost'}>"
