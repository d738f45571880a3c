"""`manage.py send_test_email ADDRESS`: one mail through the real configuration, and in words what failed."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from viva.notifications.causes import Cause, explain

# What to look at, by the name of the cause.
REMEDIES = {
    "no_such_host": "Is EMAIL_HOST spelt right, and does this machine reach a DNS server?",
    "refused": "Is EMAIL_PORT right (587 for STARTTLS, 465 for TLS from the first byte)? Is the server running?",
    "timed_out": "A firewall may drop the connection, or EMAIL_PORT and the kind of TLS do not fit together: "
    "587 is STARTTLS (EMAIL_USE_TLS), 465 is TLS from the first byte (EMAIL_USE_SSL).",
    "not_reached": "Is there a network, and a route to EMAIL_HOST?",
    "tls": "EMAIL_PORT and the kind of TLS may not fit together: 587 is STARTTLS (EMAIL_USE_TLS), 465 is TLS from "
    "the first byte (EMAIL_USE_SSL). Without both switches the port decides.",
    "certificate": "EMAIL_HOST must be the name that stands in the server's certificate, and this machine must "
    "know who signed it.",
    "not_supported": "The server may offer STARTTLS on another port (587), or no sign-in without it. Look at "
    "EMAIL_PORT, EMAIL_USE_TLS and EMAIL_HOST_USER.",
    "sign_in": "Look at EMAIL_HOST_USER and EMAIL_HOST_PASSWORD. Many services want a password of its own for "
    "programs.",
    "sender_refused": "EMAIL_HOST may not send for DEFAULT_FROM_EMAIL, or wants a sign-in (EMAIL_HOST_USER).",
    "recipient_refused": "Is the address right? A server that refuses every address of other hosts wants a "
    "sign-in (EMAIL_HOST_USER).",
    "content_refused": "The server takes this address but not this message: ask who runs it.",
    "cut": "Many servers close the connection on who they do not trust, or where TLS was expected.",
    "not_ready": "Try again later, or ask who runs the server.",
}


class Command(BaseCommand):
    help = "Send one mail to ADDRESS by the real configuration and explain what failed, if anything did."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", metavar="ADDRESS", help="where to send it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1, with the cause, where it could not be handed over."""
        address = str(options["address"])
        try:
            validate_email(address)
        except ValidationError:
            raise CommandError("This is not an e-mail address.") from None
        self.stdout.write(_way())
        try:
            _send(address)
        except Exception as error:
            raise CommandError(_told(explain(error), error)) from None
        self.stdout.write(_done())


def _send(address: str) -> None:
    with mail.get_connection() as connection:
        EmailMessage(
            subject="A test of Viva's e-mail",
            body=f"If you read this, Viva at {settings.VIVA_BASE_URL} can send e-mail.\n",
            to=[address],
            connection=connection,
        ).send()


def _way() -> str:
    if not settings.EMAIL_HOST:
        return f"EMAIL_HOST is not set, so mail is written to files in {settings.EMAIL_FILE_PATH}."
    secured = (
        "TLS from the first byte" if settings.EMAIL_USE_SSL else "STARTTLS" if settings.EMAIL_USE_TLS else "no TLS"
    )
    who = f"signing in as {settings.EMAIL_HOST_USER}" if settings.EMAIL_HOST_USER else "without a sign-in"
    return (
        f"Sending through {settings.EMAIL_HOST}, port {settings.EMAIL_PORT}, {secured}, {who}, "
        f"from {settings.DEFAULT_FROM_EMAIL} …"
    )


def _done() -> str:
    if not settings.EMAIL_HOST:
        return "It was written. Set EMAIL_HOST to have mail sent."
    return "The server took it. If it does not arrive, look into the spam folder, then into the server's own log."


def _told(cause: Cause, error: Exception) -> str:
    """With the server's own words: whoever runs this command may see them."""
    code = f" It answered {cause.code}." if cause.code else ""
    said = f"\n  {type(error).__name__}: {error}"
    remedy = REMEDIES.get(cause.name, "")
    return f"{cause.words}{code}{said}" + (f"\n{remedy}" if remedy else "")
