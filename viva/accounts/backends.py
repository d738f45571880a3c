"""Sign-in by user name or e-mail address, without regard to case."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from viva.accounts.models import User
from viva.accounts.selectors import find_user


class UsernameOrEmailBackend(ModelBackend):
    """Does the same work for an unknown name as for a wrong password; refuses the inactive after it."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        identifier = username if username is not None else kwargs.get(User.USERNAME_FIELD)
        if identifier is None or password is None:
            return None
        user = find_user(identifier)
        if user is None:
            User().set_password(password)
            return None
        right = user.check_password(password)
        return user if right and self.user_can_authenticate(user) else None
