"""`manage.py check` of the addresses of other servers. None is repeated: it may hold a secret."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.core.checks import CheckMessage, Error, Warning

from viva.config.settings.environment import is_loopback


@dataclass(frozen=True, slots=True)
class Server:
    """How the addresses of one kind of server are checked."""

    example: str
    """What a right one looks like, as the end of "Write …"."""
    secrets: str
    """Where a secret goes instead, as the end of "a secret goes into …"."""
    sent: str
    """What would be sent in clear, as the subject of "… can be read on the way"."""
    not_whole: str
    """The check's id, as the next two."""
    not_bare: str
    in_clear: str


def address_amiss(name: str, text: str, server: Server) -> Iterator[CheckMessage]:
    """What is wrong with `text`, the value of the setting `name`."""
    parts = split_address(text)
    spaced = any(letter.isspace() for letter in text)
    if parts is None or spaced or parts.scheme not in {"http", "https"} or not parts.hostname:
        yield Error(f"{name} is not a whole address.", hint=f"Write {server.example}.", id=server.not_whole)
    elif parts.username or parts.password or parts.query or parts.fragment:
        yield Error(
            f"{name} holds a name, a password or a query.",
            hint=f"Leave the address bare; a secret goes into {server.secrets}.",
            id=server.not_bare,
        )
    elif parts.scheme == "http" and not is_loopback(parts.hostname):
        yield Warning(
            f"{name} is http:// to another machine: {server.sent} can be read on the way.",
            hint="Use https://, unless nobody else is on the network between the two.",
            id=server.in_clear,
        )


def split_address(text: str) -> SplitResult | None:
    """None where it cannot be taken apart: brackets or a port amiss."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        return None
    return None if port == 0 else parts
