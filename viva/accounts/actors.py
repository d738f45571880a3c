"""Who acts: a user or the holder of an interview's secret link. Every `get_<thing>_for` takes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

if TYPE_CHECKING:
    from viva.accounts.models import User


@dataclass(frozen=True, slots=True)
class UserActor:
    user: User

    @property
    def user_id(self) -> int:
        return self.user.pk


@dataclass(frozen=True, slots=True)
class LinkHolder:
    """A candidate without an account: may touch the one interview `interview_id` and nothing else."""

    interview_id: int


Actor = UserActor | LinkHolder


def user_of(request: HttpRequest) -> User:
    """Who is signed in. Raises PermissionDenied for nobody: a view without `login_required`."""
    user = request.user
    if not user.is_authenticated:
        raise PermissionDenied
    return user


def actor_of(request: HttpRequest) -> UserActor:
    """The signed-in person as an actor; PermissionDenied for nobody."""
    return UserActor(user_of(request))
