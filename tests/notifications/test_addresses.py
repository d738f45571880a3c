"""Where a webhook may go."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from typing import Any

import pytest

from viva.notifications import addresses
from viva.notifications.addresses import AddressRefused, is_public, refuse_private_literal, resolve, split

pytestmark = pytest.mark.unit

PRIVATE = [
    "127.0.0.1", "127.9.9.9", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "192.0.0.1", "192.0.2.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "fec0::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1", "2002:7f00:1::1",
    "2001::1", "2001:db8::1",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "8.8.8.8", "1.1.1.1", "2606:2800:220:1::1", "::ffff:8.8.8.8"]


def answering(monkeypatch: pytest.MonkeyPatch, *numbers: str) -> None:
    """Let every name resolve to `numbers`."""

    def getaddrinfo(host: str, port: int, **_: Any) -> list[Any]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, port)) for number in numbers]

    monkeypatch.setattr(addresses.socket, "getaddrinfo", getaddrinfo)


@pytest.mark.parametrize("number", PRIVATE)
def test_what_is_not_of_the_internet_is_not_public(number: str) -> None:
    assert not is_public(ip_address(number))


@pytest.mark.parametrize("number", PUBLIC)
def test_what_is_of_the_internet_is_public(number: str) -> None:
    assert is_public(ip_address(number))


@pytest.mark.parametrize("number", PRIVATE)
def test_a_name_that_leads_into_a_private_network_is_refused(monkeypatch: pytest.MonkeyPatch, number: str) -> None:
    answering(monkeypatch, number)
    with pytest.raises(AddressRefused):
        resolve("innocent.example", 443)


def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "8.8.8.8", "10.0.0.1")
    with pytest.raises(AddressRefused):
        resolve("innocent.example", 443)


def test_a_public_name_gives_its_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    answering(monkeypatch, "8.8.8.8", "1.1.1.1", "8.8.8.8")
    assert [str(address) for address in resolve("innocent.example", 443)] == ["8.8.8.8", "1.1.1.1"]


def test_only_what_the_operator_opens_is_open(monkeypatch: pytest.MonkeyPatch, settings: Any) -> None:
    settings.VIVA_WEBHOOK_NETWORKS = ["10.1.0.0/16"]
    answering(monkeypatch, "10.1.2.3")
    assert [str(address) for address in resolve("inside.example", 443)] == ["10.1.2.3"]
    answering(monkeypatch, "10.2.2.3")
    with pytest.raises(AddressRefused):
        resolve("inside.example", 443)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://[::1]:8000/",
        "https://192.168.0.1/hook",
        "https://169.254.169.254/latest/meta-data",
        "http://[::ffff:10.0.0.1]/",
        "http://localhost/",
        "http://localhost./",
        "http://printer/",
        "http://printer.local/",
        "https://db.internal/",
    ],
)
def test_what_is_plainly_private_is_refused_at_once(url: str) -> None:
    with pytest.raises(AddressRefused):
        refuse_private_literal(url)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "hooks.example",
        "ftp://hooks.example/",
        "file:///etc/passwd",
        "gopher://hooks.example/",
        "javascript:alert(1)",
        "http://",
        "http:///path",
        "http://[::1",
        "http://hooks.example:99999/",
        "http://hooks.example:0/",
        "http://ann@hooks.example/",
        "http://ann:word@hooks.example/",
        "http://hooks.example\\@10.0.0.1/",
        "http://hooks.example/a b",
        "http://hooks.example/\r\nHost: other",
        "http://hööks.example/",
    ],
)
def test_what_is_no_whole_web_address_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        split(url)


@pytest.mark.parametrize(
    "url", ["https://hooks.example/viva?x=1", "http://hooks.example:8080", "https://8.8.8.8/"]
)
def test_a_public_address_passes(url: str) -> None:
    refuse_private_literal(url)
