"""Putting mail into the outbox, in the transaction of what it tells of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.db import transaction

from viva.accounts.link_keys import LinkSeed
from viva.core.time import now
from viva.notifications.models import Mail, MailKind, MailStatus
from viva.notifications.ticker import hurry

# Stands in the text where the secret link belongs; filled in when the mail is sent.
LINK_PLACE = "{{viva-link}}"


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it will go out, but for its link: `text` and `html` hold LINK_PLACE for it.

    `link_path` as "/?session_key={key}". `calendar` is an iCalendar object, `calendar_method` REQUEST or CANCEL.
    `logo` is the name of the company's logo in the storage. After `not_after` it would be pointless.
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
    not_after: datetime | None = None


def queue_mail(letter: Letter, *, dedupe_key: str, by: int | None = None) -> Mail:
    """The row, to be sent once the transaction is committed. One that stands under `dedupe_key` is it."""
    moment = now()
    mail, is_new = Mail.objects.get_or_create(
        dedupe_key=dedupe_key,
        defaults={
            "company_id": letter.company_id,
            "interview_id": letter.interview_id,
            "kind": letter.kind,
            "message_id": f"<{uuid4()}@{_host()}>",
            "to_name": letter.to_name,
            "to_email": letter.to_email,
            "reply_to": letter.reply_to,
            "subject": " ".join(letter.subject.split())[:500],
            "text": letter.text,
            "html": letter.html,
            "logo": letter.logo,
            "calendar": letter.calendar,
            "calendar_method": letter.calendar_method,
            "link_path": letter.link_path,
            "link_nonce": letter.link.nonce,
            "link_key_id": letter.link.key_id,
            "not_after": letter.not_after,
            "next_attempt_at": moment,
            "created_at": moment,
            "queued_by_id": by,
        },
    )
    if is_new:
        transaction.on_commit(hurry)
    return mail


def abort_mail(interview_id: int, *, kinds: list[MailKind], why: str) -> int:
    """What waits and has become pointless is not sent any more; how many."""
    waiting = Mail.objects.filter(
        interview_id=interview_id, kind__in=kinds, status__in=[MailStatus.QUEUED, MailStatus.RETRYING]
    )
    return waiting.update(status=MailStatus.ABORTED, error=why[:500])


def _host() -> str:
    """Of VIVA_BASE_URL, for Message-IDs."""
    return settings.VIVA_BASE_URL.partition("://")[2].partition("/")[0].partition(":")[0] or "viva.localhost"
