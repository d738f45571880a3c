"""Mail that is over is kept for some time, for those who ask whether it went, and then deleted with its log."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Q

from viva.core.time import now
from viva.notifications.models import Mail, MailStatus

PURGED_AT_ONCE = 100


def purge_old_mail() -> int:
    """Delete some of what is over and older than VIVA_MAIL_RETENTION_DAYS (0: nothing ever is); how many.

    What waits is not over, nor is what has failed and could still be sent again, nor what tells of a time ahead.
    """
    if not settings.VIVA_MAIL_RETENTION_DAYS:
        return 0
    moment = now()
    old = Mail.objects.filter(created_at__lt=moment - timedelta(days=settings.VIVA_MAIL_RETENTION_DAYS))
    is_past = Q(not_after__isnull=True) | Q(not_after__lte=moment)
    is_over = Q(status=MailStatus.ABORTED) | (Q(status=MailStatus.SENT) & is_past)
    given_up = Q(status=MailStatus.FAILED, not_after__lte=moment)
    ids = list(old.filter(is_over | given_up).order_by("created_at").values_list("pk", flat=True)[:PURGED_AT_ONCE])
    if ids:
        Mail.objects.filter(pk__in=ids).delete()
    return len(ids)
