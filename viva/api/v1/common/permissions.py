"""Who may make a call at all. Whose object it is, is the selectors' matter: another's is 404."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from viva.accounts.actors import UserActor
from viva.accounts.models import Membership, Role, User


class IsRecruiter(BasePermission):
    """Those who hire; what they may touch is their companies'."""

    message = _("Only a recruiter can do this.")

    def has_permission(self, request: Request, view: Any) -> bool:
        user = request.user
        if not isinstance(user, User):
            return False
        return user.role == Role.RECRUITER or Membership.objects.filter(user=user).exists()


def actor_of(request: Request) -> UserActor:
    """The caller, as `get_<thing>_for` takes it; for views that ask for a sign-in."""
    assert isinstance(request.user, User)  # noqa: S101 - IsAuthenticated has seen to it
    return UserActor(request.user)
