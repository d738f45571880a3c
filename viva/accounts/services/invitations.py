"""Asking somebody to join a company: sent, sent again, revoked, accepted."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.events import ask_for_invitation_mail
from viva.accounts.link_keys import hash_of, key_of, new_seed
from viva.accounts.models import Company, Invitation, MemberRole, Membership, Profile, Role, User
from viva.accounts.names import email_key
from viva.accounts.services.people import registered
from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.core.time import now

VALID_FOR = timedelta(days=14)


class InvitationState(StrEnum):
    OPEN = "open"
    ACCEPTED = "accepted"
    REVOKED = "revoked"
    EXPIRED = "expired"


def state_of(invitation: Invitation) -> InvitationState:
    if invitation.accepted_at is not None:
        return InvitationState.ACCEPTED
    if invitation.revoked_at is not None:
        return InvitationState.REVOKED
    return InvitationState.EXPIRED if invitation.expires_at <= now() else InvitationState.OPEN


@transaction.atomic
def invite(company: Company, *, email: str, role: MemberRole, by: User) -> Invitation:
    """Raises StateForbids for a member's address, and for one that an open invitation went to."""
    Company.objects.select_for_update().get(pk=company.pk)
    members = Membership.objects.filter(company=company, user__email_key=email_key(email))
    if members.exists():
        raise StateForbids(_("This person belongs to the company already."))
    standing = Invitation.objects.filter(company=company, accepted_at=None, revoked_at=None)
    if standing.filter(email__iexact=email, expires_at__gt=now()).exists():
        raise StateForbids(_("This address has an invitation already. Send it again instead."))
    seed, moment = new_seed(), now()
    invitation = Invitation.objects.create(
        company=company,
        email=email,
        role=role,
        invited_by=by,
        link_nonce=seed.nonce,
        link_key_id=seed.key_id,
        link_hash=hash_of(key_of(seed)),
        created_at=moment,
        expires_at=moment + VALID_FOR,
    )
    _record("invitation.sent", invitation, by=by, role=str(role))
    ask_for_invitation_mail(invitation, by=by)
    return invitation


@transaction.atomic
def send_invitation_again(invitation: Invitation, *, by: User) -> None:
    """The same link, good for another fortnight. Raises StateForbids for one accepted or revoked."""
    waiting = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not waiting.update(expires_at=now() + VALID_FOR):
        raise StateForbids(_("This invitation was accepted or revoked."))
    invitation.refresh_from_db()
    _record("invitation.sent_again", invitation, by=by)
    ask_for_invitation_mail(invitation, by=by)


@transaction.atomic
def revoke_invitation(invitation: Invitation, *, by: User) -> None:
    """Its link ends; again changes nothing. Raises StateForbids for one accepted."""
    if Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None).update(revoked_at=now()):
        _record("invitation.revoked", invitation, by=by)
    elif Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=False).exists():
        raise StateForbids(_("This invitation was accepted. Remove the member instead."))
    invitation.refresh_from_db()


@transaction.atomic
def accept_invitation(invitation: Invitation, *, user: User) -> Membership:
    """Join; the account is a recruiter's from now on. Who is a member already keeps their role.

    Raises StateForbids for an invitation that is not open any more.
    """
    taken = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None, expires_at__gt=now())
    if not taken.update(accepted_at=now()):
        raise StateForbids(_("This invitation is not open any more."))
    membership, _is_new = Membership.objects.get_or_create(
        company_id=invitation.company_id, user=user, defaults={"role": invitation.role, "created_at": now()}
    )
    User.objects.filter(pk=user.pk).update(role=Role.RECRUITER)
    user.role = Role.RECRUITER
    _record("invitation.accepted", invitation, by=user, role=membership.role)
    return membership


@transaction.atomic
def register_invited(invitation: Invitation, *, username: str, email: str, password: str, name: str) -> User:
    """A new recruiter who joins at once. Raises NameTaken, and StateForbids as `accept_invitation` does."""
    user = User(username=username, email=email, name=name, role=Role.RECRUITER)
    user.set_password(password)
    registered(user, Profile(user=user))
    accept_invitation(invitation, user=user)
    return user


def _record(action: str, invitation: Invitation, *, by: User, **data: Any) -> None:
    """Of the company; without the address, which belongs to a person."""
    record(
        action,
        subject="company",
        subject_id=invitation.company_id,
        actor_id=by.pk,
        company_id=invitation.company_id,
        invitation_id=invitation.pk,
        **data,
    )
