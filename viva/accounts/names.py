"""When two user names or e-mail addresses are the same: the keys that the database holds unique.

The database's own LOWER differs (SQLite's knows ASCII only), so the keys are made here.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress


def username_key(username: str) -> str:
    """NFKC and case-folded; at most three times as long as an NFKC user name."""
    return unicodedata.normalize("NFKC", username).strip().casefold()


def email_key(email: str) -> str:
    """Case-folded, with an international domain in its ASCII form; "" stays ""."""
    local, at, domain = email.strip().rpartition("@")
    with suppress(UnicodeError):  # not a domain that mail could reach: compared as it stands
        domain = domain.encode("idna").decode("ascii")
    return f"{local}{at}{domain}".casefold()


def first_name(name: str) -> str:
    """The first word of a name that is no title ("Dr."), "" where there is none."""
    return next((word for word in name.split() if not word.endswith(".")), "")
