"""What accounts tell the rooms above them."""

from __future__ import annotations

from viva.accounts.models import Invitation, User
from viva.core.events import Event, publish

# An administrator erases the account in this transaction; it is still there.
ACCOUNT_ERASED = "account.erased"
# An invitation is to be mailed, at first or again; `expires_at` tells one time from the other.
COMPANY_INVITATION = "company.invitation"


def ask_for_invitation_mail(invitation: Invitation, *, by: User) -> None:
    """Within the transaction: the mail's row stands or falls with the invitation."""
    publish(
        Event(
            COMPANY_INVITATION,
            user_id=by.pk,
            company_id=invitation.company_id,
            data={"invitation_id": invitation.pk, "expires_at": invitation.expires_at.isoformat()},
        )
    )
