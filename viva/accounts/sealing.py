"""A company's secrets in the database: sealed with a key that stands outside it, a different one for each company.

The sealing key is derived from `VIVA_LINK_SECRET` and the company's id, so that neither a stolen database nor a
row copied to another company gives anything away. What one of `VIVA_OLD_LINK_SECRETS` sealed is still read.
"""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(LookupError):
    """The secret that sealed it is not among VIVA_LINK_SECRET and VIVA_OLD_LINK_SECRETS any more."""


def seal(text: str, *, company_id: int) -> str:
    return _cipher(company_id).encrypt(text.encode()).decode()


def unseal(sealed: str, *, company_id: int) -> str:
    """Raises Unreadable."""
    try:
        return _cipher(company_id).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unreadable from None


def _cipher(company_id: int) -> MultiFernet:
    """Seals with the first secret, reads what any of them sealed."""
    secrets = (settings.VIVA_LINK_SECRET, *settings.VIVA_OLD_LINK_SECRETS)
    return MultiFernet([Fernet(_derived(secret, company_id)) for secret in secrets])


def _derived(secret: str, company_id: int) -> bytes:
    info = f"viva sealed secret of company {company_id}".encode()
    return base64.urlsafe_b64encode(HKDF(SHA256(), length=32, salt=None, info=info).derive(secret.encode()))
