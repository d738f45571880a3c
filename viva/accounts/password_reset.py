"""A new password by e-mail: asking for the link and reading it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from viva.accounts import limits, mail
from viva.accounts.actors import UserActor
from viva.accounts.models import User
from viva.accounts.names import email_key
from viva.accounts.selectors import find_user, get_profile_for


def request_password_reset(*, email: str, address: str) -> None:
    """Mail a link to the account of `email`, if there is one. The caller cannot tell.

    Raises TooManyAttempts, for known and unknown addresses alike.
    """
    limits.spend(
        [
            limits.Attempt(limits.RESET_ADDRESS, address),
            limits.Attempt(limits.RESET_EMAIL, email_key(email)),
        ]
    )
    user = find_user(email)
    if user is not None and user.is_active and user.has_usable_password():
        mail.send_later(_message(user))


def reset_link(user: User) -> str:
    """Under VIVA_BASE_URL, never under the Host that asked. It ends with the password it replaces."""
    uid = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("accounts:password_reset_confirm", args=[uid, default_token_generator.make_token(user)])
    return f"{settings.VIVA_BASE_URL}{path}"


def _message(user: User) -> EmailMessage:
    context = {
        "name": user.get_short_name(),
        "username": user.username,
        "link": reset_link(user),
        "hours": max(1, settings.PASSWORD_RESET_TIMEOUT // 3600),
        "site": settings.VIVA_BASE_URL,
    }
    with translation.override(get_profile_for(UserActor(user)).locale):
        subject = render_to_string("accounts/mail/password_reset_subject.txt", context)
        body = render_to_string("accounts/mail/password_reset.txt", context)
    return EmailMessage(subject=" ".join(subject.split()), body=body.strip() + "\n", to=[user.email])
