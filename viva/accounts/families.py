"""Signing programs in: one row per sign-in, whatever the number of tokens that follow one another.

A refresh token works once. One that was used before means that two hold it, one of them a thief, so the whole
family ends: https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
"""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from functools import cache

from django.conf import settings
from django.db import connection, transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from viva.accounts.models import TokenFamily, User
from viva.accounts.services import WrongCredentials
from viva.core import time

PURGED_AT_ONCE = 20


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


def get_family(family_id: int) -> TokenFamily:
    """A family that still stands, with its user. Raises FamilyEnded."""
    family = _standing_family(family_id)
    if family is None or not family.user.is_active:
        raise _ended()
    if not constant_time_compare(family.mark, family.user.get_session_auth_hash()):
        raise _ended()
    return family


def _standing_family(family_id: int) -> TokenFamily | None:
    """Asked with every call of the API, so the ORM compiles the statement once: that cost more than running it."""
    sql, names, of_user = _statement(connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, [family_id])
        row = cursor.fetchone()
    if row is None:
        return None
    values = [each.replace(tzinfo=UTC) if isinstance(each, datetime) else each for each in row]
    split = len(names)
    family = TokenFamily.from_db(connection.alias, names, values[:split])
    family.user = User.from_db(connection.alias, of_user, values[split:])
    return family


@cache
def _statement(vendor: str) -> tuple[str, list[str], list[str]]:
    """The statement for one id, and the names of the columns of the family and of its user."""
    query = TokenFamily.objects.select_related("user").filter(pk=1, revoked_at=None).order_by().query
    sql, parameters = query.sql_with_params()
    if parameters != (1,):
        raise AssertionError("the statement takes more than the id")
    family, user = ([field.attname for field in model._meta.concrete_fields] for model in (TokenFamily, User))
    return sql, family, user


def rotate(family_id: int, *, presented: str) -> TokenFamily:
    """Take the refresh token whose id is `presented` for the next one. Raises FamilyEnded.

    One that was used before ends the family; of two that present the same at once, one is a reuse.
    """
    family = get_family(family_id)
    moment = time.now()
    family.current, family.refreshed_at, family.expires_at = uuid.uuid4().hex, moment, _expiry(moment)
    taken = TokenFamily.objects.filter(pk=family_id, current=presented, revoked_at=None).update(
        current=family.current, refreshed_at=moment, expires_at=family.expires_at
    )
    if not taken:
        revoke(family_id)
        raise _ended()
    return family


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
