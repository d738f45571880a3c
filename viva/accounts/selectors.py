"""Finding people and their profiles."""

from __future__ import annotations

import functools
import zoneinfo

from django.db.models import QuerySet

from viva.accounts.actors import Actor, UserActor
from viva.accounts.models import Company, MemberRole, Membership, Profile, User
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
