"""`manage.py check` of the e-mail settings: what is missing, by the name of its variable. Nothing is sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from viva.config.settings.environment import is_loopback

Found = Iterator[CheckMessage]
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?\.?|[0-9A-Fa-f:]+")
_TRY = "Then try it: manage.py send_test_email ADDRESS."


def server() -> Found:
    """EMAIL_HOST and EMAIL_PORT."""
    host = settings.EMAIL_HOST
    if not host and (said := settings.EMAIL_SAID):
        yield Error(
            f"EMAIL_HOST is not set, but {said[0]} is: no mail is sent.",
            hint=f"Name the mail server in EMAIL_HOST, or remove {said[0]} to have mail in files. {_TRY}",
            id="viva.E020",
        )
    if host and not _HOST.fullmatch(host):
        yield Error(
            f"EMAIL_HOST is {host!r}, which is not a bare host name.",
            hint="The name only, without smtp:// and port: smtp.example.org. The port goes into EMAIL_PORT.",
            id="viva.E021",
        )
    if not 1 <= settings.EMAIL_PORT <= 65535:
        yield Error(
            f"EMAIL_PORT is {settings.EMAIL_PORT}.", hint="587 (STARTTLS) or 465 are usual.", id="viva.E022"
        )


def sign_in() -> Found:
    """EMAIL_HOST_USER and EMAIL_HOST_PASSWORD: both or neither."""
    given = {name: bool(getattr(settings, name)) for name in ("EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD")}
    if settings.EMAIL_HOST and len(set(given.values())) == 2:
        missing = next(name for name, value in given.items() if not value)
        other = next(name for name, value in given.items() if value)
        yield Error(
            f"{missing} is not set, but {other} is: Viva would not sign in at the mail server.",
            hint=f"Set {missing} too, or remove {other} where the server asks for no sign-in. {_TRY}",
            id="viva.E023",
        )
    in_clear = not settings.EMAIL_USE_TLS and not settings.EMAIL_USE_SSL
    if all(given.values()) and in_clear and _is_elsewhere():
        yield Warning(
            "EMAIL_HOST_PASSWORD would be sent to the mail server unencrypted.",
            hint="Set EMAIL_USE_TLS=1, or EMAIL_PORT to 587 or 465.",
            id="viva.W020",
        )


def sender() -> Found:
    """DEFAULT_FROM_EMAIL."""
    address = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    if not _is_address(address):
        yield Error(
            f"DEFAULT_FROM_EMAIL is {settings.DEFAULT_FROM_EMAIL!r}, which holds no e-mail address.",
            hint="Write an address, with a name if you like: Viva <interviews@example.org>",
            id="viva.E024",
        )
    elif _is_elsewhere() and not settings.EMAIL_SENDER_IS_SAID:
        yield Error(
            "DEFAULT_FROM_EMAIL is not set: mail servers refuse mail from viva@localhost.",
            hint=f"Set it to an address that EMAIL_HOST may send for: Viva <interviews@example.org>. {_TRY}",
            id="viva.E025",
        )


def security() -> Found:
    """EMAIL_USE_TLS and EMAIL_USE_SSL, as `security.secure` resolved them."""
    if warning := settings.EMAIL_SECURITY.warning:
        yield Warning(warning, hint="Remove both: the port says enough.", id="viva.W021")


MAIL_CHECKS: Sequence[Callable[[], Found]] = (server, sign_in, sender, security)


def _is_elsewhere() -> bool:
    """Whether mail goes to a server on another machine."""
    return bool(settings.EMAIL_HOST) and not is_loopback(settings.EMAIL_HOST)


def _is_address(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
