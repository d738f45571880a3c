"""Finding people and their profiles."""

from __future__ import annotations

import functools
import zoneinfo

from django.db.models import QuerySet

from viva.accounts.actors import Actor, UserActor
from viva.accounts.link_keys import KEY_LENGTH, hash_of
from viva.accounts.models import Company, CompanyModel, Invitation, MemberRole, Membership, Profile, User
from viva.accounts.names import email_key, username_key


def find_user(identifier: str) -> User | None:
    """Whose user name or e-mail address this is. With an "@" it is an address: no user name holds one."""
    if "\0" in identifier or not identifier.strip():
        return None
    if "@" in identifier:
        return User.objects.filter(email_key=email_key(identifier)).first()
    return User.objects.filter(username_key=username_key(identifier)).first()


def get_profile_for(actor: Actor) -> Profile:
    """The actor's own profile, made now if there is none yet (a superuser of the command line).

    A link holder has none: Profile.DoesNotExist.
    """
    if not isinstance(actor, UserActor):
        raise Profile.DoesNotExist
    profile, _ = Profile.objects.select_related("user").get_or_create(user=actor.user)
    return profile


@functools.cache
def known_time_zones() -> frozenset[str]:
    """Read once: the standard library walks the file system at each call."""
    return frozenset(zoneinfo.available_timezones())


@functools.cache
def offered_time_zones() -> tuple[str, ...]:
    """UTC and those named after a place, older spellings included: browsers still report them."""
    places = (zone for zone in known_time_zones() if "/" in zone)
    return ("UTC", *sorted(zone for zone in places if not zone.startswith(("Etc/", "SystemV/", "US/"))))


def companies_written_by(actor: Actor) -> QuerySet[Company]:
    """The companies for which the actor may make and change things: as owner or recruiter, not as reviewer."""
    if not isinstance(actor, UserActor):
        return Company.objects.none()
    writing = Membership.objects.filter(user_id=actor.user_id, role__in=[MemberRole.OWNER, MemberRole.RECRUITER])
    return Company.objects.filter(pk__in=writing.values("company_id")).order_by("pk")


def memberships_of(actor: Actor) -> QuerySet[Membership]:
    """The actor's places in companies, the one joined first first."""
    if not isinstance(actor, UserActor):
        return Membership.objects.none()
    return Membership.objects.filter(user_id=actor.user_id).select_related("company").order_by("pk")


def own_model_of(company: Company) -> CompanyModel | None:
    """The language model that the company has brought a key for; for its owners' eyes, without the key."""
    return CompanyModel.objects.filter(company=company).defer("sealed_key").first()


def members_for(actor: Actor) -> QuerySet[Membership]:
    """Everybody who belongs to the actor's companies."""
    mine = memberships_of(actor).values("company_id")
    return Membership.objects.filter(company_id__in=mine).select_related("user", "company").order_by("pk")


def get_member_for(actor: Actor, membership_id: int) -> Membership:
    """The place, or Membership.DoesNotExist for one that is not there or in a company that is not the actor's."""
    return members_for(actor).get(pk=membership_id)


def invitations_for(actor: Actor) -> QuerySet[Invitation]:
    """Those of the companies that the actor owns, newest first."""
    owned = memberships_of(actor).filter(role=MemberRole.OWNER).values("company_id")
    return Invitation.objects.filter(company_id__in=owned).select_related("company", "invited_by")


def get_invitation_for(actor: Actor, invitation_id: int) -> Invitation:
    """The invitation, or Invitation.DoesNotExist for one that is not there or not of the actor's company."""
    return invitations_for(actor).get(pk=invitation_id)


def get_invitation_by(key: str) -> Invitation:
    """The one that this secret link opens, in whatever state; Invitation.DoesNotExist for an unknown key."""
    if len(key) != KEY_LENGTH:
        raise Invitation.DoesNotExist
    return Invitation.objects.select_related("company", "invited_by").get(link_hash=hash_of(key))
