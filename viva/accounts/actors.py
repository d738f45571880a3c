"""Who acts: a user or the holder of an interview's secret link. Every `get_<thing>_for` takes one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

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
