"""Whose account an interview's candidate has: told by an address that the account was shown to own."""

from __future__ import annotations

from viva.accounts.models import User
from viva.accounts.names import email_key
from viva.core.events import Event
from viva.interviews.models import Interview


def account_of(email: str) -> User | None:
    """The account whose verified address this is. An address that nobody has verified is nobody's."""
    key = email_key(email)
    return User.objects.filter(email_key=key, verified_email_key=key).first() if key else None


def claim_interviews(event: Event) -> None:
    """Those sent to an address before it was shown to be the account's; what has a candidate keeps them."""
    user = User.objects.get(pk=event.user_id)
    if not user.has_verified_email:
        return
    unclaimed = Interview.objects.filter(company__isnull=False, candidate=None)
    unclaimed.filter(candidate_email__iexact=user.email).update(candidate=user)
