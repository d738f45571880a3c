"""Where a webhook may go: to public addresses alone, whatever a name resolves to at the moment of sending.

The name is resolved once, every address it has is judged, and the connection is made to one of the judged
addresses, so that a name that changes its mind in between (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import SplitResult, urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from viva.core.errors import VivaError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
PORTS = {"http": 80, "https": 443}
# IPv6 that stands for an IPv4 address somewhere else: NAT64 (RFC 6052, RFC 8215), 6to4 and Teredo.
_CARRIERS = [ipaddress.IPv6Network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


class AddressRefused(VivaError):
    """The address is none that a webhook may have; the message says why."""

    code = "address_refused"


def split(url: str) -> SplitResult:
    """The parts of a whole http(s) address without user and password. Raises AddressRefused."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise AddressRefused(_("This is not a web address.")) from None
    if parts.scheme not in PORTS or not parts.hostname or port == 0:
        raise AddressRefused(_("Give a whole address that begins with https:// or http://."))
    if parts.username is not None or parts.password is not None:
        raise AddressRefused(_("Leave user name and password out of the address."))
    if not (url.isascii() and url.isprintable()) or " " in url or "\\" in url:
        raise AddressRefused(_("Write the address in ASCII, other characters percent-encoded."))
    return parts


def refuse_private_literal(url: str) -> None:
    """For what can be seen without asking DNS: raises AddressRefused for private numbers and local names."""
    host = split(url).hostname or ""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        if _is_local_name(host) and not _allowed():
            raise AddressRefused(_("This name is of the server's own network.")) from None
        return
    _refuse_private(address)


def resolve(host: str, port: int) -> list[Address]:
    """All addresses of `host`, every one of them public. Raises AddressRefused, or OSError without an answer."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    numbers = dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found)
    addresses = [ipaddress.ip_address(number) for number in numbers]
    for address in addresses:
        _refuse_private(address)
    return addresses


def is_public(address: Address) -> bool:
    """Whether it is reached over the internet: no private, loopback, link-local, shared or reserved one."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if any(address in carrier for carrier in _CARRIERS) or address.is_site_local:
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _refuse_private(address: Address) -> None:
    if not is_public(address) and not any(address in network for network in _allowed()):
        raise AddressRefused(_("This address is of a private network."))


def _is_local_name(host: str) -> bool:
    name = host.rstrip(".").lower()
    return "." not in name or name.endswith((".localhost", ".local", ".internal", ".home.arpa"))


def _allowed() -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    """What the operator opens in spite of the rule; nothing by default."""
    return [ipaddress.ip_network(net) for net in settings.VIVA_WEBHOOK_NETWORKS]
