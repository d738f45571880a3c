"""Whose an e-mail address is: shown by the link that was sent to it."""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from viva.accounts import limits, mail
from viva.accounts.actors import UserActor
from viva.accounts.models import User
from viva.accounts.selectors import get_profile_for
from viva.core.errors import StateForbids
from viva.core.events import Event, publish

# In the transaction of the change. What was sent to the address before is the account's from then on.
EMAIL_VERIFIED = "accounts.email_verified"
LINK_DAYS = 3
_SALT = "viva.accounts.email"


def send_verification(user: User) -> None:
    """Mail the link to the account's own address. Raises TooManyAttempts; StateForbids without an address."""
    if not user.email:
        raise StateForbids(_("Your account has no e-mail address yet."))
    limits.spend([limits.Attempt(limits.VERIFY_EMAIL, str(user.pk))])
    mail.send_later(_message(user))


def verification_link(user: User) -> str:
    """Under VIVA_BASE_URL, never under the Host that asked. It is of this account and this address alone."""
    token = signing.dumps([user.pk, user.email_key], salt=_SALT)
    return f"{settings.VIVA_BASE_URL}{reverse('accounts:verify_email', args=[token])}"


def verify_email(user: User, *, token: str) -> None:
    """By the signed-in account itself: a link that somebody else had sent to you makes nothing of yours theirs.

    Again changes nothing. Raises StateForbids for a link that is too old, of another account or address.
    """
    try:
        told = signing.loads(token, salt=_SALT, max_age=LINK_DAYS * 24 * 3600)
    except signing.BadSignature:
        told = None
    if told != [user.pk, user.email_key] or not user.email_key:
        raise StateForbids(_("This link is too old, or is not for this account. Ask for a new one."))
    with transaction.atomic():
        changed = User.objects.filter(pk=user.pk, email_key=user.email_key).exclude(
            verified_email_key=user.email_key
        )
        if changed.update(verified_email_key=user.email_key):
            publish(Event(EMAIL_VERIFIED, user_id=user.pk))
    user.refresh_from_db(fields=["verified_email_key"])


def _message(user: User) -> EmailMessage:
    context = {"name": user.get_short_name(), "link": verification_link(user), "days": LINK_DAYS}
    with translation.override(get_profile_for(UserActor(user)).locale):
        subject = render_to_string("accounts/mail/verify_email_subject.txt", context)
        body = render_to_string("accounts/mail/verify_email.txt", context)
    return EmailMessage(subject=" ".join(subject.split()), body=body.strip() + "\n", to=[user.email])
