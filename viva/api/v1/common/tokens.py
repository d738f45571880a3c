"""Access and refresh tokens (JWT, HS256): what they hold and how they are read back."""

from __future__ import annotations

import hashlib
import hmac
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Any

from django.conf import settings
from rest_framework_simplejwt.backends import TokenBackend
from rest_framework_simplejwt.exceptions import TokenBackendError

from viva.accounts.models import TokenFamily

ACCESS, REFRESH = "access", "refresh"
LONGEST_TOKEN = 2000  # characters; ours have about 300


class BadToken(Exception):
    """Not one of ours, changed, expired, or of the other kind."""


def issue(family: TokenFamily) -> dict[str, str]:
    """`access` and `refresh` for the family as it stands."""
    minutes = timedelta(minutes=settings.VIVA_ACCESS_MINUTES)
    return {
        ACCESS: _sign(family, kind=ACCESS, expires_at=min(datetime.now(UTC) + minutes, family.expires_at)),
        REFRESH: _sign(family, kind=REFRESH, expires_at=family.expires_at, jti=family.current),
    }


def read(token: str | bytes, *, kind: str) -> dict[str, Any]:
    """The claims of a genuine token of that kind: `family` is a number, `jti` a text. Raises BadToken."""
    if len(token) > LONGEST_TOKEN:
        raise BadToken
    try:
        claims = dict(_verified(settings.SECRET_KEY, token))
    except (TokenBackendError, ValueError) as error:
        raise BadToken from error
    if claims.get("exp", 0) <= datetime.now(UTC).timestamp():
        raise BadToken
    if claims.get("token_type") != kind or not isinstance(claims.get("family"), int) or "exp" not in claims:
        raise BadToken
    return claims


@lru_cache(maxsize=1024)
def _verified(secret: str, token: str | bytes) -> dict[str, Any]:
    """The claims, once for each token: a signature that was right stays right. That its time is not over and its
    sign-in stands is asked at each call."""
    return _backend(secret).decode(token)  # type: ignore[arg-type]


def _sign(family: TokenFamily, *, kind: str, expires_at: datetime, **more: str) -> str:
    claims = {
        "token_type": kind,
        "family": family.pk,
        "user_id": str(family.user_id),
        "iat": int(datetime.now(UTC).timestamp()),
        "exp": int(expires_at.timestamp()),
        **more,
    }
    return _backend(settings.SECRET_KEY).encode(claims)


@cache
def _backend(secret: str) -> TokenBackend:
    """Signs with a key of its own, so that no other use of the secret can be mistaken for a token."""
    key = hmac.new(secret.encode(), b"viva.api.tokens", hashlib.sha256).hexdigest()
    return TokenBackend("HS256", key)
