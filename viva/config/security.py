"""How the connection to the mail server is secured, worked out from the port and two switches.

Port 465 speaks TLS from the first byte, port 587 begins in the clear and turns to TLS by STARTTLS (RFC 8314); the
wrong one of the two fails in ways that nobody can read.
"""

from __future__ import annotations

from dataclasses import dataclass

UNSAID = None
IMPLICIT, STARTTLS = 465, 587


@dataclass(frozen=True, slots=True)
class Security:
    """`tls` is STARTTLS, `ssl` TLS from the first byte, as Django names them; `warning` "" where all agrees."""

    tls: bool
    ssl: bool
    warning: str = ""


def secure(port: int, *, tls: bool | None, ssl: bool | None) -> Security:
    """None is a switch that nobody set. Both off is believed anywhere but on port 465."""
    if port == IMPLICIT:
        told = _warning(port, "TLS from the first byte (EMAIL_USE_SSL)")
        return Security(False, True, told if tls or ssl is False else "")
    if port == STARTTLS and ssl:
        return Security(True, False, _warning(port, "STARTTLS (EMAIL_USE_TLS)"))
    if port == STARTTLS:
        return Security(tls is not False, False)
    if tls and ssl:
        return Security(True, False, _warning(port, "STARTTLS (EMAIL_USE_TLS)"))
    return Security(bool(tls), bool(ssl))


def _warning(port: int, taken: str) -> str:
    return f"EMAIL_USE_TLS and EMAIL_USE_SSL do not go together with EMAIL_PORT {port}: {taken} is used."
