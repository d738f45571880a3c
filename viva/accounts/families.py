"""Signing programs in: one row per sign-in, whatever the number of tokens that follow one another.

A refresh token works once. One that was used before means that two hold it, one of them a thief, so the whole
family ends: https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from viva.accounts.models import TokenFamily, User
from viva.accounts.services import WrongCredentials
from viva.core import time
from viva.core.compiled import Compiled, compiled

PURGED_AT_ONCE = 20
# Texts and numbers alone, which need no converting (SQLite has 1 for True).
OF_USER = {"id", "username", "email", "name", "role", "password", "is_active", "is_staff"}


class FamilyEnded(WrongCredentials):
    """The sign-in is over: signed out, expired, reused, another password, switched off, or never was (401)."""

    code = "signed_out"


def open_family(user: User) -> TokenFamily:
    """A new sign-in of `user`, whose password has just been checked."""
    moment = time.now()
    with transaction.atomic():
        family = TokenFamily.objects.create(
            user=user,
            current=uuid.uuid4().hex,
            mark=user.get_session_auth_hash(),
            created_at=moment,
            refreshed_at=moment,
            expires_at=_expiry(moment),
        )
        _purge(moment)
    return family


def user_of_family(family_id: int) -> User:
    """Whose sign-in this is, if it still stands; else raises FamilyEnded.

    Every call of the API begins with this, so the statement is compiled once and only OF_USER is fetched; the
    other fields of the user are there when they are asked for.
    """
    statement, names = _statement(connection.vendor)
    row = statement.row({"family": family_id})
    if row is None:
        raise _ended()
    user = User.from_db(connection.alias, names, row[1:])
    if not user.is_active or not constant_time_compare(row[0], user.get_session_auth_hash()):
        raise _ended()
    return user


@cache
def _statement(vendor: str) -> tuple[Compiled, list[str]]:
    """For the mark of the family and OF_USER, with the fields in the order of both."""
    names = [field.attname for field in User._meta.concrete_fields if field.attname in OF_USER]
    wanted = ("mark", *(f"user__{name}" for name in names))
    found = TokenFamily.objects.filter(pk=-1, revoked_at=None).values_list(*wanted)
    return compiled(found, stand_ins={"family": -1}), names


def rotate(family_id: int, *, presented: str) -> TokenFamily:
    """Take the refresh token whose id is `presented` for the next one. Raises FamilyEnded.

    One that was used before ends the family; of two that present the same at once, one is a reuse.
    """
    user = user_of_family(family_id)
    moment = time.now()
    taken = TokenFamily.objects.filter(pk=family_id, current=presented, revoked_at=None).update(
        current=(current := uuid.uuid4().hex), refreshed_at=moment, expires_at=_expiry(moment)
    )
    if not taken:
        revoke(family_id)
        raise _ended()
    return TokenFamily(pk=family_id, user=user, current=current, refreshed_at=moment, expires_at=_expiry(moment))


def revoke(family_id: int) -> None:
    """End the sign-in, access tokens included; ending it again changes nothing."""
    TokenFamily.objects.filter(pk=family_id, revoked_at=None).update(revoked_at=time.now())


def _expiry(moment: datetime) -> datetime:
    return moment + timedelta(days=settings.VIVA_REFRESH_DAYS)


def _purge(moment: datetime) -> None:
    """A few rows whose last token has expired, so that the table stays as small as what is in use."""
    over = TokenFamily.objects.select_for_update(skip_locked=True).filter(expires_at__lt=moment)
    over = over.order_by("expires_at")
    TokenFamily.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:PURGED_AT_ONCE])).delete()


def _ended() -> FamilyEnded:
    return FamilyEnded(_("This sign-in has ended. Sign in again."))
