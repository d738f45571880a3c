"""Why a mail did not go, in words for a person; never the server's own, which may quote address and content."""

from __future__ import annotations

import smtplib
import socket
import ssl
from dataclasses import dataclass

from django.utils.translation import gettext as _

# 530 authentication required, 534 mechanism too weak, 535 credentials invalid, 538 encryption required (RFC 4954):
# they tell of the settings, not of this mail, and end when the operator mends those.
OF_SETTINGS = frozenset({530, 534, 535, 538})


@dataclass(frozen=True, slots=True)
class Cause:
    """`name` for programs; `code` the server's reply, where there was one. What is `permanent` is not retried."""

    name: str
    words: str
    code: int | None = None
    permanent: bool = False


def explain(error: Exception) -> Cause:
    """The cause of what a mail backend, or the building of a mail, raised."""
    if isinstance(error, smtplib.SMTPException):
        return _of_smtp(error)
    if isinstance(error, OSError):
        return _of_connection(error)
    words = _("The mail could not be made (%(type)s).") % {"type": type(error).__name__}
    return Cause("not_made", words, permanent=True)


def _of_smtp(error: smtplib.SMTPException) -> Cause:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max((int(reply[0]) for reply in error.recipients.values()), default=550)
        return _replied("recipient_refused", _("The mail server refused the recipient's address."), code)
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return Cause("sign_in", _("The mail server did not accept user name and password."), error.smtp_code)
    if isinstance(error, smtplib.SMTPSenderRefused):
        return _replied("sender_refused", _("The mail server refused the sender's address."), error.smtp_code)
    if isinstance(error, smtplib.SMTPDataError):
        return _replied("content_refused", _("The mail server refused the message."), error.smtp_code)
    if isinstance(error, smtplib.SMTPNotSupportedError):
        return Cause("not_supported", _("The mail server does not offer what the settings ask for."))
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return _cut(error)
    if isinstance(error, smtplib.SMTPResponseException):
        return Cause("not_ready", _("The mail server takes no mail at the moment."), error.smtp_code)
    return Cause("failed", _("The conversation with the mail server failed."))


def _cut(error: smtplib.SMTPServerDisconnected) -> Cause:
    """smtplib turns a time that ran out into this error, with the words of the first."""
    if "timed out" in str(error):
        return _timed_out()
    return Cause("cut", _("The mail server broke the connection off."))


def _replied(name: str, words: str, code: int) -> Cause:
    permanent = 500 <= code < 600 and code not in OF_SETTINGS
    return Cause(name, words, code, permanent)


def _of_connection(error: OSError) -> Cause:
    if isinstance(error, socket.gaierror):
        return Cause("no_such_host", _("The mail server's name is not known."))
    if isinstance(error, ConnectionRefusedError):
        return Cause("refused", _("The mail server refuses connections at this port."))
    if isinstance(error, TimeoutError):
        return _timed_out()
    if isinstance(error, ssl.SSLCertVerificationError):
        return Cause("certificate", _("The mail server's certificate is not valid for its name."))
    if isinstance(error, ssl.SSLError):
        return Cause("tls", _("The secure connection to the mail server could not be made."))
    told = error.strerror or type(error).__name__
    return Cause("not_reached", _("The mail server could not be reached (%(why)s).") % {"why": told})


def _timed_out() -> Cause:
    return Cause("timed_out", _("The mail server did not answer in time."))
