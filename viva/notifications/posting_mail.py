"""One connection for a batch of mails, through Django's backend; what goes wrong comes back as a Cause."""

from __future__ import annotations

import contextlib
import logging
import smtplib
from types import TracebackType
from typing import Self

from django.core import mail as django_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import gettext as _

from viva.accounts.link_keys import UnknownSecret
from viva.notifications.causes import Cause, explain
from viva.notifications.mailing import Parcel
from viva.notifications.models import Mail

log = logging.getLogger(__name__)

SERVICE_CLOSING = 421  # after this reply the connection is gone


class PostOffice:
    """Once the server cannot be reached it is not asked again for the rest of the batch."""

    def __init__(self) -> None:
        self._backend: BaseEmailBackend | None = None
        self._trouble: Cause | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def open(self) -> Cause | None:
        """Be connected; the cause where that is not possible."""
        if self._backend or self._trouble:
            return self._trouble
        try:
            self._backend = django_mail.get_connection()
            self._backend.open()
        except Exception as error:  # whatever a backend raises: this mail waits, and so do the others
            self._trouble = _passing(error)
            self._close()
        return self._trouble

    def send(self, mail: Mail) -> Cause | None:
        """None once the server has taken it. A mail that cannot be made harms none but itself."""
        if self._backend is None:
            return self.open() or self.send(mail)
        try:
            parcel = Parcel(mail)
            parcel.message()
        except UnknownSecret:
            return _told(Cause("link", _("The secret that made its link is not known any more."), permanent=True))
        except Exception as error:
            return _told(explain(_without_values(error)))
        try:
            self._backend.send_messages([parcel])
        except Exception as error:
            cause = explain(error)
            if not _still_good(error, cause):
                self._close()
            return _told(cause)
        return None

    def _close(self) -> None:
        backend, self._backend = self._backend, None
        if backend:
            with contextlib.suppress(Exception):  # it is over either way
                backend.close()


def _without_values(error: Exception) -> Exception:
    """Of an error in the making, an OSError included, only the type is told: its words may quote the mail."""
    return error if not isinstance(error, OSError) else RuntimeError()


def _passing(error: Exception) -> Cause:
    """At the opening nothing was said of any mail: whatever it was, it may pass."""
    cause = explain(error)
    return _told(Cause(cause.name, cause.words, cause.code))


def _still_good(error: Exception, cause: Cause) -> bool:
    """Whether the server refused this mail alone and waits for the next one."""
    refused = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)
    return isinstance(error, refused) and cause.code != SERVICE_CLOSING


def _told(cause: Cause) -> Cause:
    log.warning("mail not sent: %s%s", cause.name, f" ({cause.code})" if cause.code else "")
    return cause
