"""Who belongs to a company. It always keeps an owner, whatever two of them do at the same moment."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import Company, MemberRole, Membership, User
from viva.audit.services import record
from viva.core.errors import StateForbids


@transaction.atomic
def change_member_role(membership: Membership, *, role: MemberRole, by: User) -> None:
    """Raises StateForbids for the last owner, and for one who has left meanwhile."""
    held = _held(membership)
    if held.role == role:
        return
    if held.role == MemberRole.OWNER:
        _keep_an_owner(held)
    Membership.objects.filter(pk=held.pk).update(role=role)
    _record("member.role_changed", held, by=by, role=str(role), before=held.role)
    membership.role = role


@transaction.atomic
def remove_member(membership: Membership, *, by: User) -> None:
    """By an owner, or by the member: what they made stays. Raises StateForbids for the last owner."""
    held = _held(membership)
    if held.role == MemberRole.OWNER:
        _keep_an_owner(held)
    _record("member.left" if held.user_id == by.pk else "member.removed", held, by=by, role=held.role)
    Membership.objects.filter(pk=held.pk).delete()


def _held(membership: Membership) -> Membership:
    """As it stands, with the company locked: whoever changes its members waits."""
    Company.objects.select_for_update().get(pk=membership.company_id)
    held = Membership.objects.filter(pk=membership.pk).first()
    if held is None:
        raise StateForbids(_("This person has left the company."))
    return held


def _keep_an_owner(leaving: Membership) -> None:
    owners = Membership.objects.filter(company_id=leaving.company_id, role=MemberRole.OWNER)
    if not owners.exclude(pk=leaving.pk).exists():
        raise StateForbids(_("A company needs an owner. Make somebody else an owner first."), code="last_owner")


def _record(action: str, membership: Membership, *, by: User, **data: Any) -> None:
    record(
        action,
        subject="company",
        subject_id=membership.company_id,
        actor_id=by.pk,
        company_id=membership.company_id,
        user_id=membership.user_id,
        **data,
    )
