"""Run beside a server, on its data: `python -m tests.e2e.mails`. Books an interview and leaves troubled mail."""

from __future__ import annotations

import os
from datetime import timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viva.config.settings.dev")

import django

django.setup()

from tests.factories.bookings import book, make_waiting  # noqa: E402
from tests.factories.mails import make_mail  # noqa: E402
from viva.accounts.models import User  # noqa: E402
from viva.core.time import now  # noqa: E402
from viva.notifications.models import Mail, MailAttempt, MailKind, MailStatus  # noqa: E402

LONG = "Maximiliane " * 16
REASON = "The mail server refuses connections at this port."
RTL = "محمد عبد الرحمن الأحمد"


def main() -> None:
    recruiter = User.objects.get(username="recruiter")
    company = recruiter.memberships.get().company
    book(make_waiting(company, recruiter=recruiter, name=RTL), starts_at=now() + timedelta(days=3))
    for status, name in ((MailStatus.FAILED, LONG), (MailStatus.RETRYING, "Bo Li"), (MailStatus.ABORTED, "Cy")):
        later = now() + timedelta(days=1)
        mail = make_mail(company_id=company.pk, to_name=name, kind=MailKind.RESCHEDULED, not_before=later)
        Mail.objects.filter(pk=mail.pk).update(status=status, error=REASON)
        MailAttempt.objects.create(mail=mail, number=1, at=now(), detail=REASON, code=421)


if __name__ == "__main__":
    main()
