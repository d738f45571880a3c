"""Keys of secret links: derived when they are needed, stored never.

A key is base64url(HMAC-SHA256(`VIVA_LINK_SECRET`, nonce)). A row keeps the nonce, the id of the secret that was
used, and the key's SHA-256, by which a key that comes in is found: a stolen database opens nothing.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass

from django.conf import settings

KEY_LENGTH = 43  # characters: 32 bytes in base64url without padding


@dataclass(frozen=True, slots=True)
class LinkSeed:
    """What a row keeps to derive its key again: `key_id` names the secret of that time."""

    nonce: str
    key_id: str


class UnknownSecret(LookupError):
    """The secret that made this link is not among VIVA_LINK_SECRET and VIVA_OLD_LINK_SECRETS any more."""


def new_seed() -> LinkSeed:
    return LinkSeed(secrets.token_hex(32), _id_of(settings.VIVA_LINK_SECRET))


def key_of(seed: LinkSeed) -> str:
    """The key, 43 characters. Raises UnknownSecret."""
    for secret in (settings.VIVA_LINK_SECRET, *settings.VIVA_OLD_LINK_SECRETS):
        if _id_of(secret) == seed.key_id:
            digest = hmac.new(secret.encode(), seed.nonce.encode(), hashlib.sha256).digest()
            return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
    raise UnknownSecret(seed.key_id)


def hash_of(key: str) -> str:
    """What a key that comes in is looked up by."""
    return hashlib.sha256(key.encode()).hexdigest()


def _id_of(secret: str) -> str:
    return hashlib.sha256(f"viva link secret {secret}".encode()).hexdigest()[:8]
